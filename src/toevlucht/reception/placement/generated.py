"""Invent a nation of families and places of a chosen size, to measure and to test with.

Nobody in it exists. The number of locations and households, the part of the households that
passes both checks (certificate 80 %, visit 72 %) and the mean family of 2.0 come from published
figures; every other share is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from toevlucht.geography.centres import centres
from toevlucht.geography.register import municipalities
from toevlucht.reception.placement.instance import (
    LONG,
    NEAR,
    NOWHERE,
    Families,
    Flags,
    Households,
    Instance,
    Ints,
    Locations,
    Reals,
    Rooms,
    Sexes,
)

PEOPLE = (0.44, 0.29, 0.155, 0.075, 0.025, 0.01, 0.005)  # families of 1, 2, ... 7 people
BEDS = (0.05, 0.45, 0.15, 0.25, 0.02, 0.08)  # rooms with 1, 2, ... 6 beds
SAID = {"municipality": 0.38, "relatives": 0.12, "school": 0.15, "work": 0.18, "care": 0.05}
LANGUAGES = (0.75, 0.25, 0.30, 0.10, 0.05)
NO_HOUSEHOLD = 0.55  # of the families


@dataclass(frozen=True)
class Size:
    """``halls``: locations count beds only, in one hall that everybody shares."""

    people: int
    locations: int = 1_500
    households: int = 20_000
    seed: int = 2022
    halls: bool = False


def generate(size: Size) -> Instance:
    chance = np.random.default_rng(size.seed)
    codes = sorted(code for code, m in municipalities().items() if m.successor is None)
    people = np.array([municipalities()[code].population or 0 for code in codes], float)
    drawn = _Nation(size, chance, people / people.sum())
    families = drawn.families()
    locations = drawn.locations()
    east, north = np.array([centres()[code] for code in codes]).T
    return Instance(families, locations, drawn.rooms(), drawn.households(), east, north)


class _Nation:
    def __init__(self, size: Size, chance: np.random.Generator, weight: Reals) -> None:
        self.size, self.chance, self.weight = size, chance, weight

    def _yes(self, number: int, share: float) -> Flags:
        return self.chance.random(number) < share

    def _one_of(
        self, number: int, kinds: ArrayLike, shares: Sequence[float] | Reals | None = None
    ) -> Ints:
        return np.asarray(self.chance.choice(np.asarray(kinds), number, p=shares), np.int64)

    def _towns(self, number: int, power: float = 1.0) -> Ints:
        wanted = self.weight**power
        return self._one_of(number, np.arange(len(wanted)), wanted / wanted.sum())

    def _speak(self, number: int, said: float) -> Ints:
        bits = [self._yes(number, share) * (1 << bit) for bit, share in enumerate(LANGUAGES)]
        return np.where(self._yes(number, said), np.sum(bits, axis=0), 0)

    def families(self) -> Families:
        mean = float(np.dot(PEOPLE, np.arange(1, len(PEOPLE) + 1)))
        many = self._one_of(int(self.size.people / mean * 1.2) + 20, np.arange(1, 8), PEOPLE)
        people = many[: int(np.searchsorted(np.cumsum(many), self.size.people)) + 1]
        number, alone = len(people), people == 1
        adults = np.minimum(people, self._one_of(number, (1, 2, 3), (0.5, 0.42, 0.08)))
        unverified = self._yes(number, 0.027) & alone
        adults = np.where(unverified, 0, adults)
        one = self._one_of(number, (Sexes.WOMEN, Sexes.MEN), (0.75, 0.25))
        more = self._one_of(number, (Sexes.ANY, Sexes.WOMEN, Sexes.MEN), (0.6, 0.37, 0.03))
        willing = np.where(alone, 0.35, np.where(people == 2, 0.15, 0.05))
        return Families(
            people=people,
            adults=adults,
            sexes=np.where(adults == 1, one, np.where(adults == 0, Sexes.ANY, more)),
            unverified_child=unverified,
            step_free=self._yes(number, 0.035),
            pets=self._yes(number, 0.09),
            allergic=self._yes(number, 0.03),
            takes_household=self._yes(number, 1 - NO_HOUSEHOLD) & ~unverified,
            shares_room=self.size.halls | (self.chance.random(number) < willing),
            shortest_stay=self._one_of(number, (14, 30, 90), (0.3, 0.5, 0.2)),
            wished_stay=self._yes(number, 0.7) * self._one_of(number, (30, 60, 90, 180, 365, 730)),
            languages=self._speak(number, 0.6),
            near=self._near(number, people > adults),
        )

    def _near(self, number: int, children: Flags) -> Ints:
        columns = []
        for wish in NEAR:
            said = self._yes(number, SAID[wish])
            said &= children if wish == "school" else True
            columns.append(np.where(said, self._towns(number, 1.25), NOWHERE))
        return np.stack(columns, axis=1)

    def locations(self) -> Locations:
        number = self.size.locations
        ending = self._one_of(number, (20, 60, 120, 250, 500))
        return Locations(
            municipality=self._towns(number),
            open=self._yes(number, 0.96),
            lasts=np.where(self._yes(number, 0.5), LONG, ending),
            languages=self._speak(number, 1.0),
        )

    def rooms(self) -> Rooms:
        """Of all rooms of all locations those that happen to be free, until there is enough."""
        stock = self._stock()
        free = self.chance.permutation(len(stock))
        beds = np.cumsum(stock[free, 1] - stock[free, 2])
        enough = self.size.people * NO_HOUSEHOLD * 1.05
        rows = stock[free[: int(np.searchsorted(beds, enough)) + 1]]
        if self.size.halls:
            rows = _as_halls(rows)
        kinds, count = np.unique(rows, axis=0, return_counts=True)
        kinds, count = _apart(kinds, count)
        location, size, taken, shared, sexes, step_free, pets, guardianship = kinds.T
        return Rooms(
            location,
            size,
            count,
            taken,
            shared > 0,
            sexes,
            step_free > 0,
            pets > 0,
            guardianship > 0,
        )

    def _stock(self) -> Ints:
        number = self.size.locations
        rooms = np.maximum(3, self.chance.lognormal(3.0, 0.8, number)).astype(np.int64)
        at = np.repeat(np.arange(number), rooms)
        all_rooms = len(at)
        hall = self._yes(number, 0.12)[at]
        beds = np.where(hall, self._one_of(all_rooms, (12, 20, 40), (0.6, 0.3, 0.1)), 0)
        beds = np.where(hall, beds, self._one_of(all_rooms, np.arange(1, 7), BEDS))
        keep = ~hall | self._yes(all_rooms, 0.15)
        shared = hall | (self._yes(number, 0.25)[at] & self._yes(all_rooms, 0.6) & (beds > 1))
        part = shared & self._yes(all_rooms, 0.5)
        taken = np.where(part, 1 + (self.chance.random(all_rooms) * (beds - 1)).astype(np.int64), 0)
        sexes = self._one_of(all_rooms, (Sexes.ANY, Sexes.WOMEN, Sexes.MEN), (0.4, 0.35, 0.25))
        sexes = np.where(hall | ~shared, Sexes.ANY, sexes)
        step_free = self._yes(number, 0.35)[at] & self._yes(all_rooms, 0.4)
        pets = self._yes(number, 0.35)[at] & self._yes(all_rooms, 0.5)
        guardianship = self._yes(number, 0.08)[at] & self._yes(all_rooms, 0.3) & ~shared
        columns = (at, beds, taken, shared, sexes, step_free, pets, guardianship)
        stock = np.stack([np.asarray(column, np.int64) for column in columns], axis=1)
        return np.asarray(stock[keep & (taken < beds)])

    def households(self) -> Households:
        number = self.size.households
        return Households(
            municipality=self._towns(number, 0.7),
            beds=self._one_of(number, np.arange(1, 6), (0.2, 0.4, 0.2, 0.15, 0.05)),
            certificate=self._yes(number, 0.80),
            visit=self._yes(number, 0.72),
            sexes=self._one_of(number, (Sexes.ANY, Sexes.WOMEN, Sexes.MEN), (0.6, 0.3, 0.1)),
            children=self._yes(number, 0.75),
            step_free=self._yes(number, 0.12),
            takes_pets=self._yes(number, 0.2),
            has_pets=self._yes(number, 0.25),
            lasts=self._one_of(number, (14, 30, 60, 90, 180, 365)),
            languages=self._speak(number, 1.0),
        )


def _apart(kinds: Ints, count: Ints) -> tuple[Ints, Ints]:
    """A room in which some beds are taken stands alone."""
    part = kinds[:, 2] > 0
    again = np.repeat(np.flatnonzero(part), count[part])
    rows = np.concatenate([kinds[~part], kinds[again]])
    return rows, np.concatenate([count[~part], np.ones(len(again), np.int64)])


def _as_halls(rows: Ints) -> Ints:
    """All free beds of a location that are alike, as one room."""
    free = rows.copy()
    free[:, 1], free[:, 2], free[:, 3], free[:, 4] = 0, 0, 1, Sexes.ANY
    kinds, of_kind = np.unique(free, axis=0, return_inverse=True)
    kinds[:, 1] = np.bincount(of_kind.ravel(), rows[:, 1] - rows[:, 2]).astype(np.int64)
    return kinds
