"""The work of news that is done later, or every day."""

from __future__ import annotations

from typing import Any

from toevlucht.news.actions.sending import SEND, send
from toevlucht.news.actions.subscribing import (
    ASKING,
    answer_asking,
    drop_askings,
    forget_who_left,
)
from toevlucht.news.alone import AnotherSends
from toevlucht.news.models import Asking, Issue
from toevlucht.news.models.issues import SENDING
from toevlucht.records.daily import CLOCK, daily
from toevlucht.records.jobs import Report, ask, job
from toevlucht.records.sealed import custody

AT_ONCE = 200
A_TURN = 20.0
"""Seconds that one job sends; then other work gets its turn before the rest is sent."""


@job(ASKING)
def asked(report: Report, asking: int) -> None:
    answer_asking(asking)


@job(SEND)
def send_issue(report: Report, issue: int) -> dict[str, Any]:
    try:
        waiting = send(issue, A_TURN)
    except AnotherSends:
        return {"waiting": None}
    if waiting:
        ask(CLOCK, SEND, issue=issue)
    return {"waiting": waiting}


@daily("mailing.resume")
def resume(report: Report) -> None:
    """What a worker could not end, because the mail server did not answer for long."""
    for number in Issue.objects.filter(state=SENDING).values_list("number", flat=True):
        ask(CLOCK, SEND, issue=number)
    for asking in Asking.objects.values_list("pk", flat=True):
        ask(CLOCK, ASKING, asking=asking)


@daily("mailing.retention")
def retention(report: Report) -> dict[str, Any]:
    forgotten = drop_askings()
    while done := forget_who_left(AT_ONCE):
        forgotten += done
        report(forgotten, forgotten + AT_ONCE, "")
    custody.overwrite_destroyed()
    return {"destroyed": forgotten}
