"""What rooms above show beside a location or a household: `site` tells which rooms there are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from toevlucht.reception.models.places import HostHousehold, Location
from toevlucht.records.viewer import Viewer

Panel = Callable[[HttpRequest, Viewer, str, str], str]
"""HTML from a template, for the kind and the code of a place; empty where there is nothing."""

_panels: list[Panel] = []


def show_beside(panel: Panel) -> None:
    """Called once for each panel, before anybody is answered."""
    _panels.append(panel)


def panels_of(
    request: HttpRequest, viewer: Viewer, place: Location | HostHousehold
) -> list[SafeString]:
    """Of a place that was found for the viewer."""
    kind = "location" if isinstance(place, Location) else "household"
    made = (panel(request, viewer, kind, place.code) for panel in _panels)
    return [mark_safe(html) for html in made if html]  # noqa: S308  (from a template)
