"""The work of learning that is done every day, and the mails to who was enrolled."""

from __future__ import annotations

from typing import Any

from toevlucht.learning.actions.elsewhere import forget_completions
from toevlucht.learning.actions.host_completions import forget_notes
from toevlucht.learning.actions.remembering import forget_learners, mail_enrolled, remind
from toevlucht.learning.actions.teams import MAILS
from toevlucht.records.daily import daily
from toevlucht.records.jobs import Report, job

AT_ONCE = 200


@daily("learners.retention")
def retention(report: Report) -> dict[str, Any]:
    """In steps, so that a worker that dies has done some of it and the next does the rest."""
    forgotten = 0
    steps = (forget_learners, forget_completions, forget_notes)
    while done := sum(forget(AT_ONCE) for forget in steps):
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


@job(MAILS)
def mails_to_a_team(report: Report, enrolments: list[int]) -> dict[str, Any]:
    return {"mailed": mail_enrolled(enrolments)}
