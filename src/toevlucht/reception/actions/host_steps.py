"""Record what was done on the way of a household: steps, adults in the home, certificates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.host_standing import keep_standing, locked
from toevlucht.reception.host_terms import days
from toevlucht.reception.models import HostAdult, HostCertificate, HostHousehold, HostStep
from toevlucht.reception.models.hosts import CERTIFICATES, OUTCOMES, WITH_WORDS
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.words import HouseholdKey
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer

RECORDED = ("called", "screened", "visited", "stopped", "resumed")  # on the page of a household


@dataclass(frozen=True)
class Step:
    """What was done on a day, what came out of it, and what was seen or said; that is sealed."""

    kind: str
    outcome: str
    on: datetime.date
    words: str = ""


@transaction.atomic
def record_step(viewer: Viewer, household: HostHousehold, step: Step) -> HostStep:
    household = _kept(viewer, household, step.kind in RECORDED)
    if step.outcome not in OUTCOMES[step.kind]:
        raise NotAllowed("household.step_recorded", "household", (household.code,))
    _must_be_past(step.on, household)
    if step.kind in WITH_WORDS and not step.words.strip():
        raise Refused(Message("host_steps.refused.words"), "words")
    _must_fit(household, step)
    made = _step(viewer, household, step)
    if step.kind in ("stopped", "resumed"):
        household.is_open = step.kind == "resumed"
        household.save(update_fields=["is_open"])
    keep_standing(household)
    record_change(viewer, "household.step_recorded", "household", (household.code,))
    return made


@transaction.atomic
def add_adult(viewer: Viewer, household: HostHousehold, name: str) -> HostAdult:
    """Somebody of 18 or older who lives in the home. Until there is a certificate, nobody comes."""
    household = _kept(viewer, household)
    code = new_reference()
    key = HouseholdKey(household, viewer.organisation)
    made = HostAdult.objects.create(
        household=household,
        code=code,
        details=key.seal("adult", code, {"name": name.strip()}),
        added_on=timezone.localdate(),
    )
    keep_standing(household)
    record_change(viewer, "household.adult_added", "household", (household.code,))
    return made


@transaction.atomic
def adult_left(viewer: Viewer, adult: HostAdult) -> None:
    """Lives there no longer; what became of the certificate stays."""
    household = _kept(viewer, adult.household)
    living = HostAdult.objects.filter(pk=adult.pk, left_on__isnull=True)
    if not living.update(left_on=timezone.localdate()):
        raise Refused(Message("host_steps.refused.left_already"))
    keep_standing(household)
    record_change(viewer, "household.adult_left", "household", (household.code,))


@transaction.atomic
def record_certificate(
    viewer: Viewer, adult: HostAdult, outcome: str, on: datetime.date
) -> HostCertificate:
    """Asked for, issued, refused, or found not to be valid after all."""
    household = _kept(viewer, adult.household, outcome in CERTIFICATES)
    _must_be_past(on, household)
    valid_until = on + days("certificate_valid", on) if outcome == "issued" else None
    made = HostCertificate.objects.create(
        adult=adult,
        outcome=outcome,
        on=on,
        valid_until=valid_until,
        by=viewer.person,
        organisation=viewer.organisation,
    )
    keep_standing(household)
    record_change(viewer, "household.certificate_recorded", "household", (household.code,))
    return made


def _kept(viewer: Viewer, household: HostHousehold, is_known: bool = True) -> HostHousehold:
    household = locked(household)
    if not is_known or not reach_of(viewer).keeps_household(household):
        raise NotAllowed("household.step_recorded", "household", (household.code,))
    return household


def _must_be_past(day: datetime.date, household: HostHousehold) -> None:
    if day > timezone.localdate():
        raise Refused(Message("host_steps.refused.later_than_today"), "on")
    signed_up = household.steps.filter(kind="signed_up").first()
    if signed_up and day < signed_up.on:
        raise Refused(Message("host_steps.refused.before_signing_up"), "on")


def _must_fit(household: HostHousehold, step: Step) -> None:
    if step.kind == "resumed" and household.is_open:
        raise Refused(Message("host_steps.refused.not_stopped"))
    if step.kind != "resumed" and not household.is_open:
        raise Refused(Message("host_steps.refused.is_stopped"))


def _step(viewer: Viewer, household: HostHousehold, step: Step) -> HostStep:
    code = new_reference()
    words = None
    if step.words.strip():
        key = HouseholdKey(household, viewer.organisation)
        words = key.seal("step", code, {"words": step.words.strip()})
    return HostStep.objects.create(
        household=household,
        code=code,
        kind=step.kind,
        outcome=step.outcome,
        on=step.on,
        by=viewer.person,
        organisation=viewer.organisation,
        words=words,
    )
