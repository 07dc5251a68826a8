"""What is repeated on every desk where a report lies changes here, and nowhere else.

Belief, progress and outcome change apart. Whether a desk is done with it differs: closing ends it
where it is handled; who was sent it ends it by answering.
"""

from __future__ import annotations

import datetime

from toevlucht.signals.models import DeskEntry, Report
from toevlucht.signals.queries.terms import day_for


def believe(report: Report, rung: str, form: str, phenomenon: str) -> None:
    report.rung, report.form, report.phenomenon = rung, form, phenomenon
    report.save(update_fields=["rung", "form", "phenomenon"])
    DeskEntry.objects.filter(report=report).update(rung=rung)


def move(report: Report, progress: str) -> None:
    """To a progress that is open. A report that was closed is open again, without an outcome."""
    report.progress, report.outcome, report.closed_on = progress, "", None
    report.keep_until = day_for(report)
    report.save(update_fields=["progress", "outcome", "closed_on", "keep_until"])
    _on_desks(report, is_open=True)


def end(report: Report, outcome: str, today: datetime.date) -> None:
    report.progress, report.outcome, report.closed_on = "closed", outcome, today
    report.keep_until = day_for(report)
    report.save(update_fields=["progress", "outcome", "closed_on", "keep_until"])
    _on_desks(report, is_open=False)


def acted(report: Report, today: datetime.date) -> None:
    """The first day on which somebody of the handling organisation did something with it."""
    if report.first_action_on is None:
        report.first_action_on = today
        report.save(update_fields=["first_action_on"])


def _on_desks(report: Report, is_open: bool) -> None:
    DeskEntry.objects.filter(report=report).update(progress=report.progress)
    DeskEntry.objects.filter(report=report, ground="handling").update(is_open=is_open)
