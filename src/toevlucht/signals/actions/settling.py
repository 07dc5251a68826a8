"""Put a report on the desk of whom it was shared with, and take it away when that is over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from toevlucht.signals.actions import repeating
from toevlucht.signals.codes import ANSWERS_TO_COME, LIVE_STATES
from toevlucht.signals.models import DeskEntry, Referral, Report


def settle(report: Report, organisation: str) -> None:
    """As the newest referral that still lasts says; without one the report is not there."""
    if organisation == report.handler:
        return
    today = timezone.localdate()
    lasting = Referral.objects.filter(
        report=report, receiver=organisation, state__in=LIVE_STATES, expires_on__gte=today
    )
    newest = lasting.order_by("-pk").first()
    if newest is None:
        DeskEntry.objects.filter(report=report, organisation=organisation).delete()
    else:
        DeskEntry.objects.update_or_create(
            report=report, organisation=organisation, defaults=_as_shared(report, newest)
        )


def follow_with_handler(report: Report) -> None:
    """How far the handler's work is, where it hangs on what others have of it."""
    if report.progress == "closed":
        return
    states = set(
        Referral.objects.filter(report=report, state__in=LIVE_STATES)
        .exclude(act="registration")
        .values_list("state", flat=True)
    )
    progress = report.progress
    if states:
        progress = "referred" if states == {"offered"} else "with_partner"
    elif progress in ("referred", "with_partner"):
        progress = "in_assessment"
    if progress != report.progress:
        repeating.move(report, progress)
    repeating.acted(report, timezone.localdate())


def _as_shared(report: Report, referral: Referral) -> dict[str, Any]:
    return {
        "ground": referral.act,
        "referral": referral,
        "reads_sealed": bool(referral.included) and referral.state != "offered",
        "until": referral.expires_on,
        "for_named": referral.for_named,
        "is_open": _waits(referral),
        "due_on": referral.due_on,
        "progress": report.progress,
        "rung": report.rung,
        "situation": report.situation,
        "municipality": report.municipality,
        "place_kind": report.place_kind,
        "received_on": report.received_on,
    }


def _waits(referral: Referral) -> bool:
    """Whether the receiver has still something to do: until an answer after which none comes."""
    answers = referral.steps.filter(state="answered").order_by("-pk")
    last = answers.values_list("reason", flat=True).first()
    return last is None or last in ANSWERS_TO_COME
