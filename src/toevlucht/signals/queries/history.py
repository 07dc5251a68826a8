"""What happened to a report and what was believed of it, newest first."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Assessment, DeskEntry, Step
from toevlucht.signals.queries.opening import Opened
from toevlucht.signals.reasons import unseal_reason

MOST = 200  # of each; nobody reads more on one page


@dataclass(frozen=True)
class Happened:
    """Either a step or an assessment, with its reason where the viewer may read that."""

    at: datetime.datetime
    step: Step | None
    assessment: Assessment | None
    reason: str

    @property
    def row(self) -> Step | Assessment:
        found = self.step or self.assessment
        assert found is not None
        return found


def history(viewer: Viewer, entry: DeskEntry, opened: Opened | None) -> list[Happened]:
    """Whoever handles it sees all. Whoever was sent it sees the own steps and the handler's.

    A reason is read within the organisation that wrote it.
    """
    seen = _seen(viewer, entry)
    found = [
        _told(viewer, row, opened, entry)
        for row in Step.objects.filter(seen).order_by("-pk")[:MOST]
    ]
    assessed = Assessment.objects.filter(seen).order_by("-pk")[:MOST]
    found += [_told(viewer, row, opened, entry) for row in assessed]
    return sorted(found, key=lambda one: (one.at, one.row.pk), reverse=True)


def newest_assessment(viewer: Viewer, entry: DeskEntry) -> Assessment | None:
    """What the viewer's own organisation believed last."""
    own = Assessment.objects.filter(report=entry.report, organisation=viewer.organisation)
    return own.order_by("-pk").first()


def people_in(history: Iterable[Happened]) -> set[int]:
    """Who did it, and to whom it was given."""
    steps = {one.step.colleague for one in history if one.step and one.step.colleague}
    return steps | {one.row.person for one in history if one.row.person}


def _seen(viewer: Viewer, entry: DeskEntry) -> Q:
    of_report = Q(report=entry.report)
    if entry.ground == "handling":
        return of_report
    return of_report & Q(organisation__in=(viewer.organisation, entry.report.handler))


def _told(
    viewer: Viewer, row: Step | Assessment, opened: Opened | None, entry: DeskEntry
) -> Happened:
    reason = ""
    if opened and opened.key and row.reason is not None and row.organisation == viewer.organisation:
        try:
            reason = unseal_reason(opened.key, entry.report.record, row.reason)
        except CannotOpen:
            reason = ""
    step = row if isinstance(row, Step) else None
    return Happened(row.at, step, row if isinstance(row, Assessment) else None, reason)
