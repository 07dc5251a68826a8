"""Which families a viewer keeps, and what is sealed of them for who holds the key."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from toevlucht.reception.models import Family, Location, Person, Place, Stay
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.people import keys_of, open_words
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


@dataclass(frozen=True)
class Named:
    """A person with what is sealed of them; without a key there is no name."""

    person: Person
    name: str = ""
    birthday: str = ""
    contact: str = ""

    @property
    def born_on(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.birthday) if self.birthday else None


def families_for(viewer: Viewer) -> QuerySet[Family]:
    """Of the own municipality; of who runs a location those who stay or are expected there.

    Who entered a family keeps it until it stays somewhere.
    """
    reach = reach_of(viewer)
    if not reach.organisation:
        return Family.objects.none()
    run = Location.objects.filter(operator=reach.organisation)
    of_family = Stay.objects.filter(person__family=OuterRef("pk"))
    stays_there = Exists(of_family.filter(departed_at=None, location__in=run))
    expected = Exists(Place.objects.filter(reserved_for=OuterRef("pk"), room__location__in=run))
    entered = Q(~Exists(of_family), entered_by=reach.organisation)
    found = Q(stays_there) | Q(expected) | entered
    if reach.keeps_municipality:
        found |= Q(municipality=reach.keeps_municipality)
    return Family.objects.filter(found)


def families_in(location: Location) -> QuerySet[Family]:
    """Who stay there or have a place kept there."""
    stay = Q(people__stays__location=location, people__stays__departed_at=None)
    return Family.objects.filter(stay | Q(reserved__room__location=location)).distinct()


def find_family(viewer: Viewer, code: str) -> Family | None:
    return families_for(viewer).filter(code=code).first()


def list_families(viewer: Viewer, after: str = "") -> tuple[list[Family], str]:
    """The newest first, and the code of the last where more follow."""
    found = families_for(viewer).prefetch_related("people").order_by("-pk")
    last = families_for(viewer).filter(code=after).first() if after else None
    if last:
        found = found.filter(pk__lt=last.pk)
    families = list(found[: ON_A_PAGE + 1])
    shown = families[:ON_A_PAGE]
    return shown, shown[-1].code if len(families) > ON_A_PAGE else ""


def named(viewer: Viewer, people: Iterable[Person]) -> list[Named]:
    """In the order given; the page that shows them puts on record that they were read."""
    asked = list(people)
    keys = keys_of((one.family for one in asked), viewer.organisation)
    return [_named(one, keys.get(one.family.record)) for one in asked]


def _named(person: Person, key: bytes | None) -> Named:
    if key is None or person.details is None:
        return Named(person)
    try:
        return Named(person, **open_words(key, person, person.details))
    except CannotOpen:
        return Named(person)
