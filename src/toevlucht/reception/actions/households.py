"""Enter host households, keep what is known of them, and take over what others entered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.models import Organisation
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.host_standing import keep_standing, locked
from toevlucht.reception.models import HostHousehold, HostOffer, HostStep
from toevlucht.reception.models.hosts import SEXES
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.places import (
    hand_over_key,
    open_details,
    seal_again,
    seal_details,
)
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer

ENTERS = ("coordinator", "reporter")  # who enters a household for an organisation


@dataclass(frozen=True)
class AboutHousehold:
    """All but the account is sealed. ``person`` is the host's own account, where there is one."""

    name: str
    address: str
    telephone: str = ""
    person: int | None = None
    claims: tuple[str, ...] = ()  # steps that a file says were done; nobody checked them here

    @property
    def details(self) -> Mapping[str, str]:
        words = {"name": self.name, "address": self.address, "telephone": self.telephone}
        return {**words, "claims": " ".join(self.claims)} if self.claims else words


@dataclass(frozen=True)
class Offered:
    """What a household offers: to how many, to whom, and from when until when."""

    places: int
    offered_from: datetime.date
    sex: str = "anybody"
    pets: bool = False
    is_step_free: bool = False
    offered_until: datetime.date | None = None
    languages: Sequence[str] = ()


@transaction.atomic
def add_household(
    viewer: Viewer, about: AboutHousehold, signed_up_on: datetime.date | None = None
) -> HostHousehold:
    """In the municipality of the viewer's organisation; from now on it is known by its number."""
    municipality = reach_of(viewer).keeps_municipality
    if not municipality:
        raise NotAllowed("household.added", "organisation", (viewer.organisation,))
    return enter(viewer, municipality, about, signed_up_on, timezone.localdate())


@transaction.atomic
def enter_household(
    viewer: Viewer,
    municipality: str,
    about: AboutHousehold,
    signed_up_on: datetime.date | None = None,
) -> HostHousehold:
    """By an organisation that found it: its own until the municipality takes it over."""
    if not may_enter(viewer):
        raise NotAllowed("household.added", "organisation", (viewer.organisation,))
    if not Organisation.objects.filter(area=municipality, is_active=True).exists():
        raise Refused(Message("host_steps.refused.no_municipality"), "municipality")
    return enter(viewer, municipality, about, signed_up_on, None)


def may_enter(viewer: Viewer) -> bool:
    """Who works for an organisation without an area: the others keep households of their own.

    A host reports for a municipality; a program reports for the organisation of its key.
    """
    if not viewer.has(*ENTERS):
        return False
    return Organisation.objects.filter(code=viewer.organisation, is_active=True, area="").exists()


def enter(
    viewer: Viewer,
    municipality: str,
    about: AboutHousehold,
    signed_up_on: datetime.date | None,
    taken_over_on: datetime.date | None,
) -> HostHousehold:
    """For who was found to be allowed to, in the transaction of the caller."""
    today = timezone.localdate()
    day = signed_up_on or today
    if day > today:
        raise Refused(Message("host_steps.refused.later_than_today"), "signed_up_on")
    household = HostHousehold(
        code=new_reference(),
        municipality=municipality,
        organisation=viewer.organisation,
        person=about.person,
        taken_over_on=taken_over_on,
        stage_since=day,
    )
    household.details = seal_details(household, about.details)
    household.save(force_insert=True)
    HostStep.objects.create(
        household=household,
        code=new_reference(),
        kind="signed_up",
        outcome="received",
        on=day,
        by=viewer.person,
        organisation=viewer.organisation,
    )
    keep_standing(household)
    record_change(viewer, "household.added", "household", (household.code,))
    return household


@transaction.atomic
def change_household(viewer: Viewer, household: HostHousehold, about: AboutHousehold) -> None:
    household = _kept(viewer, household, "household.changed")
    household.person = about.person
    household.details = seal_again(
        household, viewer.organisation, household.details, _with_claims(viewer, household, about)
    )
    household.save(update_fields=["person", "details"])
    record_change(viewer, "household.changed", "household", (household.code,))


@transaction.atomic
def set_offer(viewer: Viewer, household: HostHousehold, offered: Offered) -> None:
    household = _kept(viewer, household, "household.changed")
    if offered.offered_until and offered.offered_until < offered.offered_from:
        raise Refused(Message("host_steps.refused.wrong_order"), "offered_until")
    if offered.sex not in SEXES or not 1 <= offered.places <= 20:
        raise NotAllowed("household.changed", "household", (household.code,))
    HostOffer.objects.update_or_create(
        household=household,
        defaults={**vars(offered), "languages": sorted(set(offered.languages))},
    )
    record_change(viewer, "household.changed", "household", (household.code,))


@transaction.atomic
def take_over(viewer: Viewer, household: HostHousehold) -> None:
    """From now on the municipality keeps it, and alone reads its words."""
    household = locked(household)
    if not reach_of(viewer).takes_over(household):
        raise NotAllowed("household.taken_over", "household", (household.code,))
    household.taken_over_on = timezone.localdate()
    household.save(update_fields=["taken_over_on"])
    HostStep.objects.create(
        household=household,
        code=new_reference(),
        kind="taken_over",
        outcome="taken_over",
        on=household.taken_over_on,
        by=viewer.person,
        organisation=viewer.organisation,
    )
    try:
        key = custody.open_key(household.record, viewer.organisation)
    except custody.NoKey as error:
        raise Refused(Message("host_steps.refused.no_key")) from error
    hand_over_key(household, key)
    keep_standing(household)
    record_change(viewer, "household.taken_over", "household", (household.code,))


def _with_claims(
    viewer: Viewer, household: HostHousehold, about: AboutHousehold
) -> Mapping[str, str]:
    """Who corrects a name does not check what a file claimed."""
    if household.details is None:
        return about.details
    before = open_details(household, viewer.organisation, household.details)
    claims = tuple(before.get("claims", "").split())
    return replace(about, claims=claims).details


def _kept(viewer: Viewer, household: HostHousehold, event: str) -> HostHousehold:
    household = locked(household)
    if not reach_of(viewer).keeps_household(household):
        raise NotAllowed(event, "household", (household.code,))
    return household
