"""Answer whoever reported: that it is being looked at, a question, and what came of it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import repeating
from toevlucht.signals.actions.desk import key_of, locked_by_handler
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.answers import ACKNOWLEDGED, answers_for
from toevlucht.signals.conversation import append_message
from toevlucht.signals.models import DeskEntry, Report


def acknowledge(viewer: Viewer, entry: DeskEntry) -> None:
    """Somebody looks at it: a fixed text, once."""
    with transaction.atomic():
        report = locked_by_handler(viewer, entry, "report.acknowledged").report
        if report.acknowledged_on:
            raise NotPossible("answering.refused.acknowledged")
        _append(viewer, report, None, "", "acknowledgement", ACKNOWLEDGED)
        record_change(viewer, "report.acknowledged", "report", [report.reference])


def write_to_reporter(viewer: Viewer, entry: DeskEntry, text: str) -> None:
    """A question or an advice in own words, sealed as everything about the report is."""
    key = key_of(viewer, entry)
    with transaction.atomic():
        report = locked_by_handler(viewer, entry, "report.written_to").report
        if not text.strip():
            raise NotPossible("answering.refused.empty")
        _append(viewer, report, key, text.strip(), "message", "")
        record_change(viewer, "report.written_to", "report", [report.reference])


def tell_outcome(viewer: Viewer, entry: DeskEntry, answer: str) -> None:
    """In a text that fits the outcome; told anew when a report ended another way later."""
    with transaction.atomic():
        report = locked_by_handler(viewer, entry, "report.answered").report
        if answer not in answers_for(report.outcome):
            raise NotPossible("answering.refused.outcome")
        _append(viewer, report, None, "", "outcome", answer)
        report.answered_on = timezone.localdate()
        report.save(update_fields=["answered_on"])
        record_change(viewer, "report.answered", "report", [report.reference])


def _append(
    viewer: Viewer, report: Report, key: bytes | None, text: str, kind: str, code: str
) -> None:
    append_message(
        report,
        key,
        text,
        from_reporter=False,
        kind=kind,
        text_code=code,
        person=viewer.person,
        organisation=viewer.organisation,
    )
    today = timezone.localdate()
    if report.acknowledged_on is None:  # whoever hears something from somebody knows this too
        report.acknowledged_on = today
        report.save(update_fields=["acknowledged_on"])
    repeating.acted(report, today)
