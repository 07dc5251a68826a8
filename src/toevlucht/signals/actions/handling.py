"""Work on a report: who does it and until when, that it began, and what came of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import codes
from toevlucht.signals.actions import repeating
from toevlucht.signals.actions.desk import key_of, locked, locked_by_handler
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import DeskEntry, Step
from toevlucht.signals.queries.colleagues import colleagues
from toevlucht.signals.reasons import seal_reason

LONGEST_TERM = datetime.timedelta(days=366)


def take(viewer: Viewer, entry: DeskEntry) -> None:
    if viewer.person is None:
        raise NotAllowed("report.assigned", "report", (entry.report.reference,))
    assign(viewer, entry, viewer.person)


def assign(viewer: Viewer, entry: DeskEntry, colleague: int) -> None:
    """To somebody who coordinates here and may know of it."""
    with transaction.atomic():
        entry = _in_hand(locked(viewer, entry, "report.assigned"))
        if colleague not in {one.pk for one in colleagues(viewer, entry).coordinating}:
            raise NotPossible("assessing.refused.colleague")
        entry.assignee = colleague
        entry.save(update_fields=["assignee"])
        first_action(entry)
        _step(viewer, entry, "assigned", "report.assigned", colleague=colleague)


def set_due(viewer: Viewer, entry: DeskEntry, due_on: datetime.date) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        entry = _in_hand(locked(viewer, entry, "report.due_set"))
        if not today <= due_on <= today + LONGEST_TERM:
            raise NotPossible("assessing.refused.due")
        entry.due_on = due_on
        entry.save(update_fields=["due_on"])
        _step(viewer, entry, "due_set", "report.due_set", due_on=due_on)


def start(viewer: Viewer, entry: DeskEntry) -> None:
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.started")
        if entry.report.progress != "received":
            raise NotPossible("assessing.refused.started")
        repeating.move(entry.report, "in_assessment")
        first_action(entry)
        _step(viewer, entry, "started", "report.started")


def close(viewer: Viewer, entry: DeskEntry, outcome: str, reason: str) -> None:
    """What came of it stands apart from what is believed of it: neither changes the other."""
    key = key_of(viewer, entry)
    with transaction.atomic():
        entry = _in_hand(locked_by_handler(viewer, entry, "report.closed"))
        if outcome not in codes.OUTCOMES or not reason.strip():
            raise NotPossible("assessing.refused.reason")
        if outcome == "merged" and entry.report.signal_id is None:
            raise NotPossible("assessing.refused.merged")
        repeating.end(entry.report, outcome, timezone.localdate())
        first_action(entry)
        sealed = seal_reason(key, entry.report.record, reason.strip())
        _step(viewer, entry, "closed", "report.closed", outcome=outcome, reason=sealed)


def reopen(viewer: Viewer, entry: DeskEntry, reason: str) -> None:
    key = key_of(viewer, entry)
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.reopened")
        if entry.report.progress != "closed":
            raise NotPossible("assessing.refused.open")
        if not reason.strip():
            raise NotPossible("assessing.refused.reason")
        repeating.move(entry.report, "in_assessment")
        sealed = seal_reason(key, entry.report.record, reason.strip())
        _step(viewer, entry, "reopened", "report.reopened", reason=sealed)


def _in_hand(entry: DeskEntry) -> DeskEntry:
    if not entry.is_open:
        raise NotPossible("assessing.refused.closed")
    return entry


def first_action(entry: DeskEntry) -> None:
    if entry.ground == "handling":
        repeating.acted(entry.report, timezone.localdate())


def _step(viewer: Viewer, entry: DeskEntry, kind: str, event: str, **about: Any) -> None:
    Step.objects.create(
        report=entry.report,
        person=viewer.person,
        organisation=viewer.organisation,
        kind=kind,
        **about,
    )
    record_change(viewer, event, "report", [entry.report.reference])
