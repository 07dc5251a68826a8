"""Put a report on the desk of whom it was shared with, and take it away when that is over."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

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
    if states & {"accepted", "answered"}:
        report.progress = "with_partner"
    elif states:
        report.progress = "referred"
    elif report.progress in ("referred", "with_partner"):
        report.progress = "in_assessment"
    report.first_action_on = report.first_action_on or timezone.localdate()
    report.save(update_fields=["progress", "first_action_on"])
    handling = DeskEntry.objects.filter(report=report, ground="handling")
    handling.update(progress=report.progress)


def _as_shared(report: Report, referral: Referral) -> dict[str, Any]:
    progress = _progress(referral)
    return {
        "ground": referral.act,
        "referral": referral,
        "reads_sealed": bool(referral.included) and referral.state != "offered",
        "until": referral.expires_on,
        "for_named": referral.for_named,
        "is_open": progress != "closed",
        "due_on": referral.due_on,
        "progress": progress,
        "rung": report.rung,
        "situation": report.situation,
        "municipality": report.municipality,
        "place_kind": report.place_kind,
        "received_on": report.received_on,
    }


def _progress(referral: Referral) -> str:
    if referral.state == "offered":
        return "received"
    answers = referral.steps.filter(state="answered").order_by("-pk")
    last = answers.values_list("reason", flat=True).first()
    return "in_assessment" if last is None or last in ANSWERS_TO_COME else "closed"
