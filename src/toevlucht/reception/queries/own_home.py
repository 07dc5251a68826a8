"""What hosts read of their own household: how far it is, who is there, what still to arrange.

Nothing of what guests or the municipality wrote is in it: no words of a screening, a visit or a
conversation, and whether a certificate is there but not what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.guidance.models import Requirement
from toevlucht.guidance.queries.checks import requirements_for
from toevlucht.reception.models import HostHousehold, Hosting
from toevlucht.reception.queries.host_lists import is_suitable
from toevlucht.reception.queries.host_way import adults_of, conduct_of
from toevlucht.reception.queries.hostings import hostings_of
from toevlucht.reception.queries.places import home_of
from toevlucht.reception.queries.route_cards import Line, route_card
from toevlucht.records.viewer import Viewer

HOST_ASKED = ("way_out", "host")


@dataclass(frozen=True)
class OwnGuests:
    """A family that is matched or there; ``is_asked``: the host said that they cannot go on."""

    hosting: Hosting
    is_asked: bool


@dataclass(frozen=True)
class OwnHome:
    """``without_certificate``: how many adults have none that holds today."""

    household: HostHousehold
    is_suitable: bool
    adults: int
    without_certificate: int
    guests: Sequence[OwnGuests]
    to_arrange: Sequence[Requirement]
    card: Sequence[Line]


def own_home(viewer: Viewer) -> OwnHome | None:
    """As many queries for many guests as for one; none for who is nobody's host."""
    household = home_of(viewer)
    if household is None:
        return None
    today = timezone.localdate()
    adults = adults_of(household)
    here = [one for one in hostings_of(household) if one.ended_on is None]
    return OwnHome(
        household=household,
        is_suitable=is_suitable(household, today),
        adults=len(adults),
        without_certificate=sum(not conduct_of(one).is_valid(today) for one in adults),
        guests=[OwnGuests(one, _asked_by_host(one)) for one in here],
        to_arrange=requirements_for("home_visit", today, audience="host"),
        card=route_card(household.municipality),
    )


def own_hosting(viewer: Viewer, code: str) -> Hosting | None:
    """Guests who are in the viewer's own home now."""
    household = home_of(viewer)
    if household is None:
        return None
    return Hosting.objects.filter(household=household, code=code, ended_on=None).first()


def _asked_by_host(hosting: Hosting) -> bool:
    """By the host's own words alone: that guests want to leave is for the municipality."""
    steps = sorted(hosting.steps.all(), key=lambda one: one.pk)
    told = [one for one in steps if one.kind == "settled" or (one.kind, one.side) == HOST_ASKED]
    return bool(told) and told[-1].kind != "settled"
