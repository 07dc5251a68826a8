"""For each family the places that promise most, out of all that the rules allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from toevlucht.reception.placement.instance import Families, Instance, Ints, Reals
from toevlucht.reception.placement.places import Places, places_of, units_used
from toevlucht.reception.placement.rules import allowed
from toevlucht.reception.placement.wishes import Points, Wishes

AT_ONCE = 256  # families whose points are in memory together
KINDS_AT_ONCE = 64  # sets of needs whose allowed places are


@dataclass(frozen=True)
class Arcs:
    """Possible placements, ordered by family: ``value`` points for ``weight`` units of a place."""

    family: Ints
    place: Ints
    weight: Ints
    value: Ints

    def __len__(self) -> int:
        return len(self.family)

    def rows(self, which: Ints) -> Arcs:
        return Arcs(self.family[which], self.place[which], self.weight[which], self.value[which])

    def joined(self, others: Arcs) -> Arcs:
        """Both together, each pair of family and place once."""
        pairs = (np.concatenate(two) for two in zip(self.columns(), others.columns(), strict=True))
        both = Arcs(*pairs)
        order = np.lexsort((both.place, both.family))
        family, place = both.family[order], both.place[order]
        again = np.zeros(len(order), bool)
        again[1:] = (family[1:] == family[:-1]) & (place[1:] == place[:-1])
        return both.rows(order[~again])

    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        return self.family, self.place, self.weight, self.value


@dataclass(frozen=True)
class _Kind:
    """Families with the same needs, the places that are allowed to them, and their units."""

    families: Ints
    places: Ints
    weights: Ints


class Market:
    """All families and all places: which go together, and what they would give.

    Families with the same needs are held against the places once. Points are computed for a few
    hundred families at a time, so memory does not grow with families times places.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.places = places_of(instance)
        self.wishes = Wishes(instance, self.places)
        self._kinds = list(_kinds(instance.families, self.places))
        self._of_kind = np.zeros(len(instance.families), np.int64)
        for number, kind in enumerate(self._kinds):
            self._of_kind[kind.families] = number

    def without_place(self) -> Ints:
        """The families for which the rules leave no place at all."""
        none = [kind.families for kind in self._kinds if not len(kind.places)]
        return np.sort(np.concatenate(none)) if none else np.zeros(0, np.int64)

    def best(self, number: int) -> Arcs:
        """The places with the most points for each family, as many as ``number``."""
        found, _ = self._best(number, None)
        return found

    def best_at(self, number: int, prices: Reals) -> tuple[Arcs, float]:
        """The places that are best when each unit of a place has a price, and a bound.

        No placement gives more points than the prices of everything there is and, for each family,
        the best it can get above what it would pay: the Lagrangian bound [1]_. It holds for every
        allowed place, not only for those found here, and whatever the prices are, from 0 up.

        References
        ----------
        .. [1] M. L. Fisher (1981). The Lagrangian relaxation method for solving integer programming
           problems. Management Science 27(1), 1-18.
        """
        found, gains = self._best(number, prices)
        return found, gains + float(prices @ self.places.units)

    def of_family(self, family: int) -> tuple[Ints, Ints, Ints]:
        """The places allowed to a family, the units of each that it would use, and its points."""
        kind = self._kinds[self._of_kind[family]]
        points = self.wishes.points(np.array([family]), kind.places)[0]
        return kind.places, kind.weights, points.astype(np.int64)

    def bound_at(self, prices: Reals) -> float:
        return self.best_at(1, prices)[1]

    def _best(self, number: int, prices: Reals | None) -> tuple[Arcs, float]:
        parts: list[tuple[Ints, Ints, Ints, Ints]] = []
        gains = 0.0
        for kind, families, points in self._points():
            worth: Points | Reals = points
            if prices is not None:
                worth = points - (prices[kind.places] * kind.weights)[None, :]
                gains += float(np.maximum(worth.max(axis=1), 0.0).sum())
            chosen = _highest(worth, families, kind.places, number)
            rows = np.arange(len(families))[:, None]
            family = np.repeat(families, chosen.shape[1])
            value = points[rows, chosen].ravel().astype(np.int64)
            parts.append((family, kind.places[chosen].ravel(), kind.weights[chosen].ravel(), value))
        return _joined(parts), gains

    def _points(self) -> Iterator[tuple[_Kind, Ints, Points]]:
        for kind in self._kinds:
            for start in range(0, len(kind.families) if len(kind.places) else 0, AT_ONCE):
                families = kind.families[start : start + AT_ONCE]
                yield kind, families, self.wishes.points(families, kind.places)


def _joined(parts: list[tuple[Ints, Ints, Ints, Ints]]) -> Arcs:
    none = (np.zeros(0, np.int64),) * 4
    arcs = Arcs(*(np.concatenate(column) for column in zip(none, *parts, strict=True)))
    return arcs.rows(np.lexsort((arcs.place, arcs.family)))


def _highest(worth: Points | Reals, families: Ints, places: Ints, number: int) -> Ints:
    """Columns of the highest values of each row; among equals, others for each family."""
    if worth.shape[1] <= number:
        return np.broadcast_to(np.arange(worth.shape[1]), worth.shape)
    mixed = (families[:, None] * 40503 + places[None, :] * 30011) % 65521
    ranked = worth + mixed.astype(np.float32) / np.float32(65521)
    return np.argpartition(ranked, -number, axis=1)[:, -number:]


def _kinds(families: Families, places: Places) -> Iterator[_Kind]:
    """Families by what the rules ask of them. The wishes are no part of it."""
    asked = [getattr(families, f.name) for f in fields(families) if f.name not in _WISHES]
    rows = np.stack([column.astype(np.int64) for column in asked], axis=1)
    _, first, of_kind = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    members = np.split(np.argsort(of_kind, kind="stable"), np.cumsum(np.bincount(of_kind))[:-1])
    for start in range(0, len(first), KINDS_AT_ONCE):
        some = families.rows(first[start : start + KINDS_AT_ONCE])
        may, used = allowed(some, places), units_used(some, places)
        for row in range(len(some)):
            fit = np.flatnonzero(may[row])
            yield _Kind(members[start + row], fit, used[row, fit])


_WISHES = ("near", "languages", "wished_stay")
