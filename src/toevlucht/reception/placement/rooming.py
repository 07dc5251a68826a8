"""Say which of the rooms that are alike each family gets."""

from __future__ import annotations

from collections import defaultdict

from toevlucht.reception.placement.instance import Instance, Ints
from toevlucht.reception.placement.starting import NONE


def rooms_of(instance: Instance, places: Ints) -> tuple[tuple[int, ...], ...]:
    """For each family the numbers, from 0, of its rooms among the ``count`` that are alike.

    Families alone come first, then those who share, the larger ones first; what sizes may share
    rooms is chosen so that this always fits (see ``places.shares``). Nobody with a household or
    without a place has a room.
    """
    found: list[tuple[int, ...]] = [()] * len(places)
    living: dict[int, list[int]] = defaultdict(list)
    for family, place in enumerate(places):
        if NONE < place < len(instance.rooms):
            living[int(place)].append(family)
    for room, families in living.items():
        for family, numbers in _divide(instance, room, families).items():
            found[family] = numbers
    return tuple(found)


def _divide(instance: Instance, room: int, families: list[int]) -> dict[int, tuple[int, ...]]:
    people, beds = instance.families.people, int(instance.rooms.beds[room])
    count, taken = int(instance.rooms.count[room]), int(instance.rooms.taken[room])
    left, found = [beds] * count, dict[int, tuple[int, ...]]()
    left[0] -= taken
    order = sorted(families, key=lambda family: (_shares(instance, room, family), -people[family]))
    for family in order:
        size = int(people[family])
        if _shares(instance, room, family):
            number = next(n for n, free in enumerate(left) if free >= size)
            left[number] -= size
            found[family] = (number,)
        else:
            empty = [n for n, free in enumerate(left) if free == beds][: -(-size // beds)]
            for number in empty:
                left[number] = 0
            found[family] = tuple(empty)
    return found


def _shares(instance: Instance, room: int, family: int) -> bool:
    rooms, people = instance.rooms, int(instance.families.people[family])
    if not (rooms.shared[room] and instance.families.shares_room[family]):
        return False
    alike = people == 1 or (people == 2 and rooms.beds[room] % 2 == 0)
    return bool(people <= rooms.beds[room] and (alike or rooms.count[room] == 1))
