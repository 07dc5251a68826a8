"""Say why: which rule leaves a family without a place, what would help, and why others lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toevlucht.reception.placement.candidates import Market
from toevlucht.reception.placement.instance import Families, Flags, Ints
from toevlucht.reception.placement.places import Places, units_used
from toevlucht.reception.placement.rules import RULES
from toevlucht.reception.placement.starting import NONE
from toevlucht.reception.placement.wishes import Term

LARGE = 6  # people: from here on a family is named as large
AT_MOST = 5  # places that are suggested to be opened


@dataclass(frozen=True)
class Blocked:
    """A family for which no place is allowed.

    ``rules``: each rule that alone keeps it out of places, with how many, the most first. Where no
    single rule does, ``together`` holds the rules that shut out most places.
    """

    family: int
    rules: tuple[tuple[str, int], ...]
    together: tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """A place that was allowed to a family, and how it stood beside the one it got.

    ``free``: there is still room for the family in it. ``living``: families that got it instead.
    """

    place: int
    points: int
    terms: tuple[Term, ...]
    free: bool
    living: tuple[int, ...]


@dataclass(frozen=True)
class Shortage:
    """Families without a place that ask for the same, and what to open for them.

    ``needs``: names of what they ask for. ``locations``: rows of locations that are not open and
    would take most of them, with how many families each.
    """

    needs: tuple[str, ...]
    families: tuple[int, ...]
    people: int
    locations: tuple[tuple[int, int], ...]


def blocked(market: Market) -> list[Blocked]:
    """Every family that no allowed place is left for, and the rules that leave none."""
    return [_blocked(market, int(family)) for family in market.without_place()]


def _blocked(market: Market, family: int) -> Blocked:
    if not len(market.places):
        return Blocked(family, (), ("open",))
    one = market.instance.families.rows(np.array([family]))
    kept = np.stack([rule(one, market.places)[0] for rule in RULES.values()])
    broken = (~kept).sum(axis=0)
    alone = [(name, int(((broken == 1) & ~kept[row]).sum())) for row, name in enumerate(RULES)]
    rules = sorted((pair for pair in alone if pair[1]), key=lambda pair: -pair[1])
    fewest = broken == broken.min()
    shut = [(name, int((~kept[row] & fewest).sum())) for row, name in enumerate(RULES)]
    together = sorted((pair for pair in shut if pair[1]), key=lambda pair: -pair[1])
    return Blocked(family, tuple(rules), () if rules else tuple(name for name, _ in together))


def alternatives(market: Market, places: Ints, family: int, most: int = 5) -> list[Alternative]:
    """The allowed places with the most points for a family, beside the one it got."""
    allowed, weights, points = market.of_family(family)
    used = np.bincount(
        places[(placed := np.flatnonzero(places != NONE))],
        units_of(market, places, placed),
        len(market.places),
    )
    best = np.argsort(-points, kind="stable")[: most + 1]
    return [
        Alternative(
            int(allowed[row]),
            int(points[row]),
            tuple(market.wishes.terms(family, int(allowed[row]))),
            bool(used[allowed[row]] + weights[row] <= market.places.units[allowed[row]]),
            tuple(int(other) for other in np.flatnonzero(places == allowed[row])),
        )
        for row in best
        if allowed[row] != places[family]
    ][:most]


def units_of(market: Market, places: Ints, families: Ints) -> Ints:
    """How many units of its place each of the families uses."""
    found = np.zeros(len(families), np.int64)
    for row, family in enumerate(families):
        one = market.instance.families.rows(np.array([family]))
        found[row] = units_used(one, market.places.rows(places[[family]]))[0, 0]
    return found


def shortages(market: Market, places: Ints) -> list[Shortage]:
    """Who is left without a place, by what they ask for, and which closed locations would help.

    Returns
    -------
    list of Shortage
        The one with most people first.
    """
    without = np.flatnonzero(places == NONE)
    asked: dict[tuple[str, ...], list[int]] = {}
    for family in without:
        asked.setdefault(_needs(market.instance.families, int(family)), []).append(int(family))
    found = [_shortage(market, needs, families) for needs, families in asked.items()]
    return sorted(found, key=lambda shortage: (-shortage.people, shortage.needs))


def _shortage(market: Market, needs: tuple[str, ...], families: Sequence[int]) -> Shortage:
    people = int(market.instance.families.people[families].sum())
    return Shortage(needs, tuple(families), people, _to_open(market, families))


def _needs(families: Families, family: int) -> tuple[str, ...]:
    """In a fixed order, so that the same needs are the same words."""
    found = {
        "guardianship": families.unverified_child[family],
        "large": families.people[family] >= LARGE,
        "step_free": families.step_free[family],
        "pets": families.pets[family],
        "allergy": families.allergic[family],
        "no_household": not families.takes_household[family],
    }
    return tuple(name for name, asked in found.items() if asked)


def _to_open(market: Market, families: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Locations that only not being open keeps from these families."""
    instance = market.instance
    closed = np.flatnonzero(~instance.locations.open[instance.rooms.location])
    if not len(closed):
        return ()
    fits = _but_for_opening(
        instance.families.rows(np.asarray(families)), market.places.rows(closed)
    )
    where = instance.rooms.location[closed]
    kinds, of_kind = np.unique(where, return_inverse=True)
    helped = np.stack([fits[:, of_kind == kind].any(axis=1).sum() for kind in range(len(kinds))])
    order = np.argsort(-helped, kind="stable")[:AT_MOST]
    return tuple((int(kinds[row]), int(helped[row])) for row in order if helped[row])


def _but_for_opening(families: Families, places: Places) -> Flags:
    found = np.ones((len(families), len(places)), bool)
    for name, rule in RULES.items():
        if name != "open":
            found &= rule(families, places)
    return found
