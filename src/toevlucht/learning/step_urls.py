"""The addresses of one step, whichever way somebody walks the course."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path


def steps(prefix: str, page: Callable[..., Any]) -> list[URLPattern]:
    one = f"{prefix}<slug:step>/"
    return [
        path(one, page),
        path(f"{one}explained/", page, {"explained": True}),
        path(f"{one}after/<slug:chosen>/", page),
        path(f"{one}after/<slug:chosen>/<slug:decision>/", page),
    ]
