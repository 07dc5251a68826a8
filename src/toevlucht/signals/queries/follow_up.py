"""What became of the reports of the viewer's organisation, month by month, as counted last."""

from __future__ import annotations

from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import FollowUp

MONTHS = 13


def follow_up(viewer: Viewer) -> list[FollowUp]:
    """The newest month first; only for who coordinates there."""
    if not viewer.has("coordinator"):
        return []
    found = FollowUp.objects.filter(organisation=viewer.organisation, is_for_picture=False)
    return list(found.order_by("-month")[:MONTHS])
