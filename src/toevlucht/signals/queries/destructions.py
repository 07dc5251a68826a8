"""What was destroyed of the reports that an organisation handled, and whether it is final."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Destruction

MOST = 500


@dataclass(frozen=True)
class Destroyed:
    """``reference`` is empty once it is final: then nothing leads to what it was."""

    row: Destruction
    reference: str
    is_final: bool


def destructions(viewer: Viewer) -> list[Destroyed]:
    """The newest of them, for who coordinates there."""
    if viewer.person is None or not viewer.has("coordinator"):
        return []
    found = Destruction.objects.filter(organisation=viewer.organisation)
    today = timezone.localdate()
    return [
        Destroyed(row, row.record.partition("report:")[2], row.final_on <= today)
        for row in found.order_by("-requested_at", "-pk")[:MOST]
    ]
