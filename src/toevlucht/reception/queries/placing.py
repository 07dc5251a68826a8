"""Families that wait and places that are free, as the arrays that a placement is made from."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from toevlucht.geography.centres import centres
from toevlucht.reception.models import (
    Family,
    HostHousehold,
    Hosting,
    Location,
    LocationCheck,
    Person,
    Place,
    Proposal,
    Relation,
    Stay,
)
from toevlucht.reception.models.placements import NEAR_TO
from toevlucht.reception.placement.instance import (
    LONG,
    NOWHERE,
    Families,
    Households,
    Instance,
    Locations,
    Rooms,
    Sexes,
)

LIVE = ("proposed", "agreed")
OPEN, TO_OPEN = "open", ("planned", "opening")
LATELY = datetime.timedelta(days=180)
SHORTEST = 14  # days that a place must last at least, where somebody is to stay
OFFERED = {
    "anybody": (Sexes.ANY, True),
    "families": (Sexes.ANY, True),
    "women": (Sexes.WOMEN, False),
    "women_and_children": (Sexes.WOMEN, True),
    "men": (Sexes.MEN, False),
}


@dataclass(frozen=True)
class Supply:
    """What is behind the rows of the arrays: families, free rooms with their beds, households."""

    families: Sequence[Family]
    rooms: Sequence[tuple[Location, Sequence[Place]]]
    households: Sequence[HostHousehold]
    instance: Instance

    @property
    def locations(self) -> Sequence[Location]:
        """In the order of the rows of the instance's locations."""
        return _each_once(self.rooms)

    def at(self, place: int) -> tuple[Location | None, HostHousehold | None, Sequence[Place]]:
        if place < len(self.rooms):
            location, beds = self.rooms[place]
            return location, None, beds
        return None, self.households[place - len(self.rooms)], ()


def waiting(municipalities: Sequence[str]) -> QuerySet[Family]:
    """Families that are here for short or as an emergency, or came lately and have no place yet.

    Who lives somewhere for long or under guardianship waits for nothing, and who left neither.
    """
    stays = Stay.objects.filter(person__family=OuterRef("pk"))
    here = stays.filter(departed_at=None)
    settled = here.filter(Q(kind="guardianship") | Q(kind="ordinary", term="long"))
    asked = Proposal.objects.filter(family=OuterRef("pk"), state__in=LIVE)
    is_new = Q(created_at__gt=timezone.now() - LATELY) & ~Exists(stays)
    found = Family.objects.filter(is_new | Exists(here), ~Exists(settled), ~Exists(asked))
    hosted = Hosting.objects.filter(family=OuterRef("pk"), ended_on=None)
    with_people = found.filter(
        ~Exists(hosted), people__isnull=False, municipality__in=municipalities
    )
    return with_people.distinct().order_by("pk")


def supply_of(
    municipalities: Sequence[str], families: Sequence[Family], *, with_planned: bool = False
) -> Supply:
    """Whole rooms that are free, in open locations, and households that are suitable and free.

    ``with_planned``: also rooms of locations that are still to open, marked as not open.
    Locations that only count heads have no rooms that could be proposed. A room in which somebody
    sleeps is left out: whether that person wants company is not known here.
    """
    today = timezone.localdate()
    towns = {code: row for row, code in enumerate(sorted(centres()))}
    states = (OPEN, *TO_OPEN) if with_planned else (OPEN,)
    rooms = _free_rooms(municipalities, today, states)
    homes = _free_households(municipalities, today)
    locations = _each_once(rooms)
    east, north = np.array([centres()[code] for code in towns]).T
    instance = Instance(
        _families(families, towns, today),
        _locations(locations, towns, today),
        _rooms(rooms, {one.pk: row for row, one in enumerate(locations)}),
        _households(homes, towns, today),
        east,
        north,
    )
    return Supply(families, rooms, homes, instance)


def _each_once(rooms: Sequence[tuple[Location, Sequence[Place]]]) -> list[Location]:
    return list({one.pk: one for one, _ in rooms}.values())


def with_what_they_said(families: QuerySet[Family]) -> list[Family]:
    related = Relation.objects.select_related("adult")
    people = Person.objects.prefetch_related(Prefetch("relations_to_adults", related))
    return list(families.prefetch_related("wishes", Prefetch("people", people)))


def free_places(now: datetime.datetime) -> QuerySet[Place]:
    """Beds that nobody has, has been promised, or has blocked."""
    today = timezone.localdate(now)
    taken = Stay.objects.filter(place=OuterRef("pk"), departed_at=None)
    promised = Proposal.objects.filter(places=OuterRef("pk"), state__in=LIVE)
    reserved = Q(reserved_until__isnull=False, reserved_until__gt=now)
    return _standing(today).filter(
        ~Exists(taken), ~Exists(promised), ~reserved, blocked_reason="", term="long"
    )


def _standing(today: datetime.date) -> QuerySet[Place]:
    return Place.objects.filter(Q(until=None) | Q(until__gt=today), since__lte=today)


def _free_rooms(
    municipalities: Sequence[str], today: datetime.date, states: Sequence[str]
) -> list[tuple[Location, Sequence[Place]]]:
    failed = LocationCheck.objects.filter(location=OuterRef("room__location"), outcome="failed")
    here = Q(room__location__municipality__in=municipalities, room__location__state__in=states)
    free = free_places(timezone.now()).filter(here, ~Exists(failed))
    beds: dict[int, list[Place]] = defaultdict(list)
    for one in free.select_related("room__location").order_by("room_id", "number"):
        beds[one.room_id].append(one)
    all_beds: dict[int, int] = defaultdict(int)
    for room in _standing(today).filter(room__in=beds).values_list("room_id", flat=True):
        all_beds[room] += 1
    return [
        (found[0].room.location, found)
        for room, found in beds.items()
        if len(found) == all_beds[room]
    ]


def _free_households(municipalities: Sequence[str], today: datetime.date) -> list[HostHousehold]:
    living = Stay.objects.filter(household=OuterRef("pk"), departed_at=None)
    asked = Proposal.objects.filter(household=OuterRef("pk"), state__in=LIVE)
    hosting = Hosting.objects.filter(household=OuterRef("pk"), ended_on=None)
    found = HostHousehold.objects.filter(
        ~Exists(living),
        ~Exists(hosting),
        ~Exists(asked),
        municipality__in=municipalities,
        is_open=True,
        suitable_until__gte=today,
        offer__offered_from__lte=today,
    )
    return list(found.select_related("offer").order_by("pk"))


def _families(families: Sequence[Family], towns: dict[str, int], today: datetime.date) -> Families:
    rows = [_family(one, towns, today) for one in families]
    return Families(**{name: _column([row[name] for row in rows], name) for name in _COLUMNS})


_COLUMNS = tuple(Families.__dataclass_fields__)
_FLAGS = {name for name, field in Families.__dataclass_fields__.items() if field.type == "Flags"}


def _column(values: list[Any], name: str) -> Any:
    shape = (len(values), len(NEAR_TO)) if name == "near" else (len(values),)
    return np.array(values, bool if name in _FLAGS else np.int64).reshape(shape)


def _family(family: Family, towns: dict[str, int], today: datetime.date) -> dict[str, Any]:
    said = {wish.kind: wish.value for wish in family.wishes.all()}
    people = list(family.people.all())
    adults = [one for one in people if not one.counts_as_minor(today)]
    minors = [one for one in people if one.counts_as_minor(today)]
    return {
        "people": len(people),
        "adults": len(adults),
        "sexes": _sexes({one.sex for one in adults}),
        "unverified_child": any(not _is_verified(one, adults, today) for one in minors),
        "step_free": "step_free" in said,
        "pets": "pets" in said,
        "allergic": "allergy" in said,
        "takes_household": "household" in said,
        "shares_room": False,
        "shortest_stay": SHORTEST,
        "wished_stay": int(said.get("stay", 0)),
        "languages": _bits(family.languages),
        "near": [towns.get(said.get(kind, ""), NOWHERE) for kind in NEAR_TO],
    }


def _is_verified(child: Person, adults: list[Person], today: datetime.date) -> bool:
    here = {one.pk for one in adults}
    relations = child.relations_to_adults.all()
    return any(one.adult_id in here and one.is_verified(today) for one in relations)


def _sexes(found: set[str]) -> Sexes:
    if found == {"female"}:
        return Sexes.WOMEN
    return Sexes.MEN if found == {"male"} else Sexes.ANY


def _bits(languages: Sequence[str]) -> int:
    """A bit for each two-letter code, within the 62 that a whole number holds safely."""
    known = ("uk", "ru", "en", "nl", "de", "pl", "fr", "tr", "ar", "ro", "hu", "es")
    return sum(1 << known.index(one) for one in set(languages) if one in known)


def _locations(
    locations: Sequence[Location], towns: dict[str, int], today: datetime.date
) -> Locations:
    def lasts(one: Location) -> int:
        until = (one.closes_on - today).days if one.closes_on else LONG
        return max(0, min(until, one.permitted_days or LONG))

    return Locations(
        _whole([towns[one.municipality] for one in locations]),
        np.array([one.state == OPEN for one in locations], bool),
        _whole([lasts(one) for one in locations]),
        np.zeros(len(locations), np.int64),
    )


def _rooms(rooms: Sequence[tuple[Location, Sequence[Place]]], rows: dict[int, int]) -> Rooms:
    number, nothing = len(rooms), np.zeros(len(rooms), bool)
    return Rooms(
        location=_whole([rows[location.pk] for location, _ in rooms]),
        beds=_whole([len(beds) for _, beds in rooms]),
        count=np.ones(number, np.int64),
        taken=np.zeros(number, np.int64),
        shared=nothing,
        sexes=np.zeros(number, np.int64),
        step_free=np.array([beds[0].room.step_free for _, beds in rooms], bool),
        pets=np.array([beds[0].room.pets for _, beds in rooms], bool),
        guardianship=nothing,
    )


def _households(
    homes: Sequence[HostHousehold], towns: dict[str, int], today: datetime.date
) -> Households:
    """Whether pets live in a home is not recorded, so who is allergic gets none by itself."""

    def lasts(one: HostHousehold) -> int:
        ends = (one.offer.offered_until, one.suitable_until)
        return max(0, min((day - today).days for day in ends if day))

    sure = np.ones(len(homes), bool)
    return Households(
        municipality=_whole([towns[one.municipality] for one in homes]),
        beds=_whole([one.offer.places for one in homes]),
        certificate=sure,
        visit=sure,
        sexes=_whole([OFFERED[one.offer.sex][0] for one in homes]),
        children=np.array([OFFERED[one.offer.sex][1] for one in homes], bool),
        step_free=np.array([one.offer.is_step_free for one in homes], bool),
        takes_pets=np.array([one.offer.pets for one in homes], bool),
        has_pets=sure,
        lasts=_whole([lasts(one) for one in homes]),
        languages=_whole([_bits(one.offer.languages) for one in homes]),
    )


def _whole(values: Sequence[int]) -> Any:
    return np.array(values, np.int64)
