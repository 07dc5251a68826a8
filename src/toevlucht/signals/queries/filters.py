"""The filters that a person kept."""

from __future__ import annotations

from urllib.parse import urlencode

from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import SavedFilter


def kept_filters(viewer: Viewer) -> list[tuple[str, str]]:
    """Each name with what its address says."""
    found = SavedFilter.objects.filter(person=viewer.person or 0).order_by("name")
    return [(kept.name, urlencode(kept.query)) for kept in found]
