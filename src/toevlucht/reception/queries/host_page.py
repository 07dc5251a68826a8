"""All that a viewer may read of one household, its words opened for who keeps it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from toevlucht.partners.queries import person_names
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.reception.host_follow_up import Due
from toevlucht.reception.models import HostAdult, HostHousehold, Hosting, HostOffer, HostStep
from toevlucht.reception.queries.host_keys import key_for
from toevlucht.reception.queries.host_lists import is_suitable
from toevlucht.reception.queries.hostings import due_about, hostings_of
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.words import HouseholdKey
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class StepRead:
    """``words`` are empty for who may not open them."""

    step: HostStep
    words: str
    organisation: str
    by: str


@dataclass(frozen=True)
class AdultRead:
    """The last answer on the certificate, and whether a newer one is asked for."""

    adult: HostAdult
    name: str
    certificates: Sequence[Any]

    @property
    def last(self) -> Any | None:
        return self.certificates[-1] if self.certificates else None


@dataclass(frozen=True)
class HouseholdRead:
    """Without a key there is a number, and codes and dates."""

    household: HostHousehold
    offer: HostOffer | None
    steps: Sequence[StepRead]
    adults: Sequence[AdultRead]
    guests: Sequence[tuple[Hosting, Sequence[Due]]]
    may_change: bool
    may_take_over: bool
    is_suitable: bool
    today: datetime.date


def household_page(viewer: Viewer, household: HostHousehold) -> HouseholdRead:
    """As many queries for a long way as for a short one."""
    reach = reach_of(viewer)
    keeps = reach.keeps_household(household)
    today = timezone.localdate()
    key = key_for(viewer, household) if keeps else None
    return HouseholdRead(
        household=household,
        offer=HostOffer.objects.filter(household=household).first(),
        steps=_steps(viewer, household, key),
        adults=_adults(household, key) if keeps else (),
        guests=[(one, due_about(one)) for one in hostings_of(household)] if keeps else (),
        may_change=keeps,
        may_take_over=reach.takes_over(household),
        is_suitable=is_suitable(household, today),
        today=today,
    )


def unchecked(details: Mapping[str, str], read: HouseholdRead) -> list[str]:
    """What a file says was done, as long as nobody recorded it here."""
    done = {one.step.kind for one in read.steps}
    if read.adults and all(one.certificates for one in read.adults):
        done.add("certified")
    return [one for one in details.get("claims", "").split() if one not in done]


def find_adult(viewer: Viewer, household: HostHousehold, code: str) -> HostAdult | None:
    if not reach_of(viewer).keeps_household(household):
        return None
    return HostAdult.objects.filter(household=household, code=code, left_on=None).first()


def name_of(household_key: HouseholdKey | None, adult: HostAdult) -> str:
    if household_key is None:
        return ""
    return household_key.open("adult", adult.code, adult.details).get("name", "")


def _steps(viewer: Viewer, household: HostHousehold, key: HouseholdKey | None) -> list[StepRead]:
    steps = list(HostStep.objects.filter(household=household).order_by("on", "pk"))
    organisations = names_of_organisations()
    people = person_names(viewer, {one.by for one in steps if one.by})
    return [
        StepRead(
            one,
            key.open("step", one.code, one.words).get("words", "") if key else "",
            organisations.get(one.organisation, one.organisation),
            people.get(one.by or 0, ""),
        )
        for one in steps
    ]


def _adults(household: HostHousehold, key: HouseholdKey | None) -> list[AdultRead]:
    living = HostAdult.objects.filter(household=household, left_on__isnull=True)
    found = living.prefetch_related("certificates").order_by("pk")
    return [
        AdultRead(one, name_of(key, one), sorted(one.certificates.all(), key=lambda c: c.pk))
        for one in found
    ]
