"""Check a placement against the raw instance, row by row, with none of the code that made it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toevlucht.reception.placement.instance import Instance
from toevlucht.reception.placement.wishes import FAR, WEIGHTS


@dataclass(frozen=True)
class Breach:
    """A family, by its row, and the name of the rule that its place breaks."""

    family: int
    rule: str


def breaches(
    instance: Instance, places: Sequence[int], rooms: Sequence[tuple[int, ...]]
) -> list[Breach]:
    """Every rule that a placement breaks; empty where it may be carried out.

    Parameters
    ----------
    instance : Instance
    places : sequence of int
        Of each family the row of its rooms, or behind these of its household, or -1.
    rooms : sequence of tuple of int
        Which of the rooms that are alike each family gets.
    """
    return [
        *(b for family, place in enumerate(places) for b in _of_one(instance, family, int(place))),
        *_crowded(instance, places, rooms),
    ]


def points(instance: Instance, places: Sequence[int]) -> int:
    """The points of a placement, added up anew from what each family said."""
    return sum(_points(instance, f, int(p)) for f, p in enumerate(places) if p >= 0)


def _of_one(instance: Instance, family: int, place: int) -> Iterator[Breach]:
    if place < 0:
        return
    at_home = place >= len(instance.rooms)
    rules = _of_household if at_home else _of_room
    row = place - len(instance.rooms) if at_home else place
    for rule, kept in rules(instance, family, row).items():
        if not kept:
            yield Breach(family, rule)


def _of_household(instance: Instance, f: int, h: int) -> dict[str, bool]:
    who, home = instance.families, instance.households
    return {
        "certificate": bool(home.certificate[h]),
        "visit": bool(home.visit[h]),
        "household": bool(who.takes_household[f]),
        "guardianship": not who.unverified_child[f],
        "beds": bool(who.people[f] <= home.beds[h]),
        "sexes": int(home.sexes[h]) in (0, int(who.sexes[f])),
        "children": bool(home.children[h] or who.people[f] == who.adults[f]),
        "step_free": bool(home.step_free[h] or not who.step_free[f]),
        "pets": bool(home.takes_pets[h] or not who.pets[f]),
        "allergy": not (home.has_pets[h] and who.allergic[f]),
        "stay": bool(home.lasts[h] >= who.shortest_stay[f]),
    }


def _of_room(instance: Instance, f: int, r: int) -> dict[str, bool]:
    who, room = instance.families, instance.rooms
    location = int(room.location[r])
    return {
        "open": bool(instance.locations.open[location]),
        "guardianship": bool(who.unverified_child[f]) == bool(room.guardianship[r]),
        "sharing": bool(room.taken[r] == 0 or who.shares_room[f]),
        "sexes": not room.shared[r] or int(room.sexes[r]) in (0, int(who.sexes[f])),
        "step_free": bool(room.step_free[r] or not who.step_free[f]),
        "pets": bool(room.pets[r] or not who.pets[f]),
        "allergy": not (room.pets[r] and who.allergic[f]),
        "stay": bool(instance.locations.lasts[location] >= who.shortest_stay[f]),
    }


def _crowded(
    instance: Instance, places: Sequence[int], rooms: Sequence[tuple[int, ...]]
) -> Iterator[Breach]:
    """Beds of each single room, strangers in it, and one family a household."""
    who, living = instance.families, defaultdict(list)
    for family, place in enumerate(places):
        if place >= len(instance.rooms):
            living[int(place), 0].append(family)
        elif place >= 0:
            yield from _spread(instance, family, int(place), rooms[family])
            for number in rooms[family]:
                living[int(place), number].append(family)
    for (place, _), families in living.items():
        if place >= len(instance.rooms):
            yield from (Breach(family, "one_family") for family in families[1:])
            continue
        strangers = len(families) > 1
        free = int(instance.rooms.beds[place] - instance.rooms.taken[place])
        alone = len(families) == 1 and len(rooms[families[0]]) > 1
        if not alone and sum(int(who.people[family]) for family in families) > free:
            yield from (Breach(family, "beds") for family in families)
        for family in families:
            if strangers and not (who.shares_room[family] and instance.rooms.shared[place]):
                yield Breach(family, "sharing")


def _spread(instance: Instance, f: int, r: int, numbers: tuple[int, ...]) -> Iterator[Breach]:
    people, beds = int(instance.families.people[f]), int(instance.rooms.beds[r])
    adults, count = int(instance.families.adults[f]), int(instance.rooms.count[r])
    known = len(set(numbers)) == len(numbers) > 0 and all(0 <= n < count for n in numbers)
    enough = len(numbers) * beds >= people
    if not known or not enough or len(numbers) > min(3, max(1, adults)):
        yield Breach(f, "beds")


def _points(instance: Instance, f: int, place: int) -> int:
    who, at_home = instance.families, place >= len(instance.rooms)
    row = place - len(instance.rooms) if at_home else int(instance.rooms.location[place])
    where = instance.households if at_home else instance.locations
    total = WEIGHTS["placed"]
    for wish, town in zip(
        ("municipality", "relatives", "school", "work", "care"), who.near[f], strict=True
    ):
        if town >= 0:
            here = int(where.municipality[row])
            east = float(instance.east[town] - instance.east[here])
            north = float(instance.north[town] - instance.north[here])
            total += round(WEIGHTS[wish] * max(0.0, 1.0 - math.hypot(east, north) / FAR))
    if int(who.languages[f]) & int(where.languages[row]):
        total += WEIGHTS["language"]
    if who.wished_stay[f] > 0:
        total += round(WEIGHTS["stay"] * min(1.0, where.lasts[row] / who.wished_stay[f]))
    return total * int(who.people[f])
