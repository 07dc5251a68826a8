"""Families who come, stay and leave through the actions, as a coordinator of Utrecht does it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from tests.reception.places import opened
from tests.reception.residents import DAY, relation, today
from tests.signals.telling import viewer

from toevlucht.partners.models import Person as Account
from toevlucht.reception.actions.families import AboutAge, AboutPerson, register_family
from toevlucht.reception.actions.kinds_of_stay import Exceptional
from toevlucht.reception.actions.moving_in import Arrival, arrive
from toevlucht.reception.actions.places import AboutLocation, add_location
from toevlucht.reception.actions.relations import AboutDocument
from toevlucht.reception.actions.rooms import AboutRoom, add_room
from toevlucht.reception.models import Family, Location, Person, Place, Stay

BIRTHDAY = datetime.date(2018, 5, 17)
GROWN = AboutPerson("Olena Demo", AboutAge("adult", "document"), "female")
SMALL = AboutPerson("Marko Demo", AboutAge("minor", "document", BIRTHDAY), "male")
CERTIFICATE = AboutDocument("birth_certificate", "No. 1 of Lviv")
EMERGENCY = Exceptional("emergency", "Nobody else tonight.", "no_relation")
GUARDIANSHIP = Exceptional("guardianship", "Nidos 12-345")


def house(keeper: Account, beds: int = 4, heads: int = 0, run_by: str = "") -> Location:
    """Open, with a bed for each in one room, or with so many places in all."""
    made = add_location(viewer(keeper), AboutLocation("De Linde", "regular", run_by))
    if beds:
        add_room(viewer(keeper), made, AboutRoom("1"), beds)
    return opened(keeper, made, heads)


def beds_of(house: Location) -> list[Place]:
    return list(Place.objects.filter(room__location=house).order_by("room", "number"))


def free_beds_of(house: Location) -> list[Place]:
    taken = Stay.objects.filter(departed_at=None, location=house).values("place")
    return list(Place.objects.filter(room__location=house).exclude(pk__in=taken).order_by("pk"))


def family_of(keeper: Account, *people: AboutPerson) -> tuple[Family, list[Person]]:
    made = register_family(viewer(keeper), people or (GROWN,), ["uk"])
    return made, list(made.people.order_by("pk"))


def mother_and_child(keeper: Account) -> tuple[Family, Person, Person]:
    """With a birth certificate that somebody looked at long ago."""
    made, (mother, child) = family_of(keeper, GROWN, SMALL)
    relation(child, mother, checked_on=today() - 90 * DAY)
    return made, mother, child


def moved_in(
    keeper: Account,
    house: Location,
    family: Family,
    people: list[Person],
    at: datetime.datetime | None = None,
    **about: Any,
) -> list[Stay]:
    """Each in the next free bed."""
    places = iter(free_beds_of(house))
    beds = {one.code: getattr(next(places, None), "code", "") for one in people}
    when = at or timezone.now() - datetime.timedelta(hours=1)
    return arrive(viewer(keeper), house, family, Arrival(beds, when, **about))
