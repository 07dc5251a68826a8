"""What a placement is made from: families, rooms of locations, households, and where they are."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]

# What a family can wish to be near to, in the order of the columns of ``Families.near``.
NEAR = ("municipality", "relatives", "school", "work", "care")
NOWHERE = -1
LONG = 10_000  # days, for a place that has no last day


class Sexes(IntEnum):
    """Of a family: who its adults are. Of a room or a household: which adults it is for."""

    ANY = 0
    WOMEN = 1
    MEN = 2


class Malformed(ValueError):
    """Arrays that do not fit each other, or hold what cannot be."""


@dataclass(frozen=True)
class Families:
    """One row a family, which is never parted. Only what the rules need and what people said.

    Attributes
    ----------
    people, adults : ints
        A person whose age is not established counts as a minor, so not among the adults.
    sexes : ints
        ``Sexes.WOMEN`` where every adult is a woman, ``MEN`` where every adult is a man, else
        ``ANY``. It is only held against what a household or a shared room is offered for.
    unverified_child : flags
        A child in it has no parent or guardian in it whose relation was checked.
    step_free, pets, allergic : flags
        Needs a step-free room; brings a pet; cannot live where pets are.
    takes_household, shares_room : flags
        What the family said: yes to living in a household, yes to a room with strangers.
    shortest_stay : ints
        Days that a place must last at least.
    wished_stay : ints
        Days that the family hopes to stay; 0 where it did not say.
    languages : ints
        A bit a language; 0 where it did not say.
    near : ints of shape (families, 5)
        The municipality of each of ``NEAR``; ``NOWHERE`` where the family did not say.
    """

    people: Ints
    adults: Ints
    sexes: Ints
    unverified_child: Flags
    step_free: Flags
    pets: Flags
    allergic: Flags
    takes_household: Flags
    shares_room: Flags
    shortest_stay: Ints
    wished_stay: Ints
    languages: Ints
    near: Ints

    def __len__(self) -> int:
        return len(self.people)

    def rows(self, which: Ints) -> Families:
        return Families(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True)
class Locations:
    """``open``: it is open and its owner and operator were checked. ``lasts``: days it remains."""

    municipality: Ints
    open: Flags
    lasts: Ints
    languages: Ints

    def __len__(self) -> int:
        return len(self.municipality)


@dataclass(frozen=True)
class Rooms:
    """One row for each set of ``count`` rooms of a location that are alike and free.

    ``taken`` beds are used by others already; such a room stands alone (``count`` 1) and is
    ``shared``. A shared room may be used by several families who said yes to that. ``pets``: pets
    may stay there. ``guardianship``: set aside for children without a verified adult.
    """

    location: Ints
    beds: Ints
    count: Ints
    taken: Ints
    shared: Flags
    sexes: Ints
    step_free: Flags
    pets: Flags
    guardianship: Flags

    def __len__(self) -> int:
        return len(self.location)


@dataclass(frozen=True)
class Households:
    """One row a household; each takes one family."""

    municipality: Ints
    beds: Ints
    certificate: Flags
    visit: Flags
    sexes: Ints
    children: Flags
    step_free: Flags
    takes_pets: Flags
    has_pets: Flags
    lasts: Ints
    languages: Ints

    def __len__(self) -> int:
        return len(self.municipality)


@dataclass(frozen=True)
class Instance:
    """``east`` and ``north``: kilometres of each municipality on a flat map."""

    families: Families
    locations: Locations
    rooms: Rooms
    households: Households
    east: Reals
    north: Reals

    def __post_init__(self) -> None:
        for table in (self.families, self.locations, self.rooms, self.households):
            _same_length(table)
        people, rooms = self.families, self.rooms
        _hold("people", people.people >= 1)
        _hold("adults", (people.adults >= 0) & (people.adults <= people.people))
        _hold("beds", rooms.beds >= 1)
        _hold("count", rooms.count >= 1)
        _hold("taken", (rooms.taken >= 0) & (rooms.taken <= rooms.beds))
        _hold("taken", (rooms.taken == 0) | ((rooms.count == 1) & rooms.shared))
        towns = len(self.east)
        _hold("near", (people.near >= NOWHERE) & (people.near < towns))
        for name, where in (("locations", self.locations), ("households", self.households)):
            _hold(name, (where.municipality >= 0) & (where.municipality < towns))
        _hold("location", (rooms.location >= 0) & (rooms.location < len(self.locations)))


def _same_length(table: Families | Locations | Rooms | Households) -> None:
    if len({len(getattr(table, field.name)) for field in fields(table)}) > 1:
        raise Malformed(f"columns of {type(table).__name__} differ in length")


def _hold(name: str, condition: Flags) -> None:
    if not np.all(condition):
        raise Malformed(
            f"{name}: row {int(np.argmin(condition.reshape(len(condition), -1).all(1)))}"
        )
