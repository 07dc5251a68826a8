"""The places for which somebody keeps a roster: `site` tells which room knows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from toevlucht.records.viewer import Viewer

Places = Callable[[Viewer], Mapping[str, str]]
"""Names by code, of the places that the viewer's organisation keeps."""

_sources: list[Places] = []


def tell_places(source: Places) -> None:
    """Called once for each room, before anybody is answered."""
    _sources.append(source)


def places_of(viewer: Viewer) -> dict[str, str]:
    return {code: name for source in _sources for code, name in source(viewer).items()}
