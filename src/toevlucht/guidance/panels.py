"""What rooms above show beside a requirement to one reader: `site` tells which rooms there are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

Panel = Callable[[HttpRequest, str], str]
"""HTML from a template, for the code of a requirement; empty for whoever has nothing to read."""

_panels: list[Panel] = []


def show_beside_requirement(panel: Panel) -> None:
    """Called once for each panel, before anybody is answered."""
    _panels.append(panel)


def beside_requirement(request: HttpRequest, code: str) -> list[SafeString]:
    made = (panel(request, code) for panel in _panels)
    return [mark_safe(html) for html in made if html]  # noqa: S308  (from a template)
