"""The objective: points for being placed and for what the family itself said, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from toevlucht.reception.placement.instance import NEAR, NOWHERE, Instance, Ints
from toevlucht.reception.placement.places import Places

Points = NDArray[np.int32]

# Points a person. To be placed weighs as much as all wishes together.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {
        "placed": 250,
        "municipality": 50,
        "relatives": 40,
        "school": 40,
        "work": 40,
        "care": 40,
        "language": 20,
        "stay": 20,
    }
)
FAR = 40.0  # kilometres, from where on a place is not near any more


@dataclass(frozen=True)
class Term:
    """One wish of a family held against one place.

    ``points`` of ``of`` points, for the whole family. ``kilometres`` where it is about being near.
    """

    wish: str
    points: int
    of: int
    kilometres: int | None = None


class Wishes:
    """Points of families at places, in whole numbers.

    Every term is about one thing that the family said: a municipality, relatives, a school, work or
    care to be near to, a language, how long to stay. A wish to be near gives all its points in the
    same municipality and fewer in a straight line until ``FAR``. A family that did not say
    something has no term for it. All points count for every person of the family, because all of
    them move. There is no term about who people are, and none that predicts what becomes of them.
    """

    def __init__(
        self, instance: Instance, places: Places, weights: Mapping[str, int] = WEIGHTS
    ) -> None:
        self._families, self._places, self._weights = instance.families, places, weights
        east, north = instance.east, instance.north
        self._apart = np.hypot(east[:, None] - east[None, :], north[:, None] - north[None, :])
        self._near = np.maximum(0.0, 1.0 - self._apart / FAR)

    def points(self, families: Ints, places: Ints) -> Points:
        """Points of each of the families at each of the places: shape (families, places)."""
        who, where = self._families, self._places
        towns = np.full((len(families), len(self._apart)), self._weights["placed"], np.int32)
        for column, wish in enumerate(NEAR):
            town = who.near[families, column]
            said = town != NOWHERE
            towns[said] += self._at_town(wish, town[said])
        found = towns[:, where.municipality[places]]
        found += self._of_language(who.languages[families], where.languages[places])
        found += self._of_stay(who.wished_stay[families], where.lasts[places])
        return np.asarray(found * who.people[families, None].astype(np.int32))

    def terms(self, family: int, place: int) -> list[Term]:
        """Each term of a family at a place, as it goes into the sum."""
        who, where = self._families, self._places
        people, town = int(who.people[family]), int(where.municipality[place])
        found = [self._term("placed", self._weights["placed"], people)]
        for column, wish in enumerate(NEAR):
            wished = int(who.near[family, column])
            if wished != NOWHERE:
                points = int(self._at_town(wish, np.array([wished]))[0, town])
                found.append(
                    self._term(wish, points, people, round(float(self._apart[wished, town])))
                )
        if who.languages[family]:
            common = who.languages[family] & where.languages[place]
            found.append(self._term("language", self._weights["language"] * bool(common), people))
        if who.wished_stay[family]:
            stay = self._of_stay(who.wished_stay[[family]], where.lasts[[place]])
            found.append(self._term("stay", int(stay[0, 0]), people))
        return found

    def _term(self, wish: str, points: int, people: int, apart: int | None = None) -> Term:
        return Term(wish, points * people, self._weights[wish] * people, apart)

    def _at_town(self, wish: str, towns: Ints) -> Points:
        points: Points = np.rint(self._near[towns] * self._weights[wish]).astype(np.int32)
        return points

    def _of_language(self, families: Ints, places: Ints) -> Points:
        kinds, of_kind = np.unique(families, return_inverse=True)
        common = (kinds[:, None] & places[None, :]) != 0
        points: Points = common * np.int32(self._weights["language"])
        return np.asarray(points[of_kind])

    def _of_stay(self, wished: Ints, lasts: Ints) -> Points:
        kinds, of_kind = np.unique(wished, return_inverse=True)
        part = np.minimum(1.0, lasts[None, :] / np.maximum(kinds, 1)[:, None])
        points: Points = np.rint(part * self._weights["stay"]).astype(np.int32)
        points[kinds == 0] = 0
        return np.asarray(points[of_kind])
