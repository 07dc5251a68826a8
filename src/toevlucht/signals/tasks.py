"""The work on reports that runs later."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from toevlucht.records.daily import CLOCK, daily
from toevlucht.records.jobs import Report, ask, job
from toevlucht.records.sealed import custody
from toevlucht.signals.actions.attaching import CLEANING, make_clean_copies
from toevlucht.signals.actions.claiming import CLAIM, claim_left_behind, claim_waiting
from toevlucht.signals.actions.destroying import destroy_due, forget_final
from toevlucht.signals.actions.follow_up import count_follow_up
from toevlucht.signals.actions.keeping import set_missing_days, take_out_of_use
from toevlucht.signals.actions.marking_places import mark_places_left
from toevlucht.signals.actions.sharing import expire_referrals
from toevlucht.signals.actions.telling_of_arrival import tell_of_arrival
from toevlucht.signals.form_tokens import forget_expired_tokens
from toevlucht.signals.models import Attachment

AT_ONCE = 200


@job(CLEANING)
def clean_copies(report: Report, reference: str) -> dict[str, Any]:
    return make_clean_copies(reference)


@daily("report.retention")
def retention(report: Report) -> dict[str, Any]:
    """In steps, so that a worker that dies has done some of it and the next does the rest."""
    while set_missing_days(AT_ONCE):
        pass
    taken = take_out_of_use()
    destroyed = 0
    while done := destroy_due(AT_ONCE):
        destroyed += done
        report(destroyed, destroyed + AT_ONCE, "")
    custody.overwrite_destroyed()
    forget_final()
    return {"destroyed": destroyed, "out_of_use": taken}


@daily("referral.expiry")
def expiry(report: Report) -> dict[str, Any]:
    """Nothing hangs on when this is done: nobody can open a referral after its last day."""
    return {"expired": expire_referrals()}


@daily("report.copies_left")
def copies_left(report: Report) -> None:
    """Ask again for clean copies that could not be made, because a scanner did not answer."""
    waiting = Attachment.objects.filter(state="waiting").values_list("report__reference", flat=True)
    for reference in sorted(set(waiting)):
        ask(CLOCK, CLEANING, reference=reference)


@daily(CLAIM)
def claim(report: Report) -> dict[str, Any]:
    """Also asked for at once when somebody becomes a coordinator."""
    return {"claimed": claim_waiting()}


@daily("report.left_behind")
def left_behind(report: Report) -> dict[str, Any]:
    return {"claimed": claim_left_behind()}


@daily("report.arrivals")
def arrivals(report: Report) -> dict[str, Any]:
    told = 0
    while done := tell_of_arrival(AT_ONCE):
        told += done
        report(told, told + AT_ONCE, "")
    return {"told": told}


@daily("report.places")
def places(report: Report) -> dict[str, Any]:
    """After an upgrade; every report that comes in now is marked at once."""
    return {"marked": mark_places_left()}


@daily("report.follow_up")
def follow_up(report: Report) -> dict[str, Any]:
    return {"months": count_follow_up(timezone.localdate())}


@daily("report.tokens")
def tokens(report: Report) -> dict[str, Any]:
    return {"forgotten": forget_expired_tokens(timezone.now())}
