"""The work of learning that is done every day."""

from __future__ import annotations

from typing import Any

from toevlucht.learning.actions.remembering import forget_learners, remind
from toevlucht.records.daily import daily
from toevlucht.records.jobs import Report

AT_ONCE = 200


@daily("learners.retention")
def retention(report: Report) -> dict[str, Any]:
    """In steps, so that a worker that dies has done some of it and the next does the rest."""
    forgotten = 0
    while done := forget_learners(AT_ONCE):
        forgotten += done
        report(forgotten, forgotten + AT_ONCE, "")
    return {"forgotten": forgotten}


@daily("learners.reminders")
def reminders(report: Report) -> dict[str, Any]:
    reminded = 0
    while done := remind(AT_ONCE):
        reminded += done
        report(reminded, reminded + AT_ONCE, "")
    return {"reminded": reminded}
