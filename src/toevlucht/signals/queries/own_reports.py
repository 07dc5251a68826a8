"""What somebody reported under the own name, and what was answered: nothing of the work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toevlucht.records.actions import record_read
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Report
from toevlucht.signals.policy import own_reports
from toevlucht.signals.queries.conversation import Turn, turns
from toevlucht.signals.reporters import holder_of

ON_A_PAGE = 50


@dataclass(frozen=True)
class Own:
    """Some of the own reports, newest first, and the reference after which more follow."""

    reports: Sequence[Report]
    more_after: str


def list_own(viewer: Viewer, after: str = "") -> Own:
    found = own_reports(viewer).order_by("-pk")
    last = found.filter(reference=after).first() if after else None
    if last:
        found = found.filter(pk__lt=last.pk)
    listed = list(found[: ON_A_PAGE + 1])
    shown = listed[:ON_A_PAGE]
    record_read(viewer, "report.own_read", "report", [one.reference for one in shown])
    return Own(shown, shown[-1].reference if len(listed) > ON_A_PAGE else "")


def conversation_of(viewer: Viewer, reference: str) -> tuple[Report, list[Turn]] | None:
    """The report and its turns; None for whoever did not report it under the own name."""
    report = own_reports(viewer).filter(reference=reference).first()
    if report is None:
        return None
    try:
        key = custody.open_key(report.record, holder_of(report))
    except custody.NoKey:  # it was destroyed a moment ago
        return None
    record_read(viewer, "report.own_read", "report", [reference])
    return report, turns(report, key)
