"""Who calls the API: the organisation's viewer that the key stands for."""

from __future__ import annotations

from django.http import HttpRequest

from toevlucht.records.viewer import Viewer


def caller(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.auth  # type: ignore[attr-defined]
    return viewer
