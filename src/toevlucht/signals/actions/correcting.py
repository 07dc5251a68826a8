"""A status that went down the ladder, or turned out untrue, is a correction of what was told."""

from __future__ import annotations

from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Report, Signal

REFUTED = "refuted"


def is_correction(before: str, after: str) -> bool:
    """Whether who had the status before must hear of the one after."""
    if REFUTED in (before, after):
        return after == REFUTED != before
    ladder = dictionary().code_list("rung").names
    return ladder.index(after) < ladder.index(before)


def corrected(viewer: Viewer, about: Report | Signal, before: str, after: str) -> None:
    """Date it and put it on record, in the transaction of the assessment."""
    about.corrected_on = timezone.localdate()
    about.save(update_fields=["corrected_on"])
    kind = "report" if isinstance(about, Report) else "signal"
    record_change(viewer, "report.corrected", kind, [about.reference])
