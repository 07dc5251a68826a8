"""Rooms and households as one list of places, and how much of a place a family would use."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from toevlucht.reception.placement.instance import Families, Flags, Instance, Ints, Sexes

MOST_ROOMS = 3  # a family that fits in no room is spread over at most so many of one kind


@dataclass(frozen=True)
class Places:
    """First the rooms, in their order, then the households.

    ``units`` is what a place has to give: beds where it is shared, else rooms; a household has 1.
    """

    municipality: Ints
    units: Ints
    beds: Ints
    count: Ints
    taken: Ints
    shared: Flags
    sexes: Ints
    step_free: Flags
    takes_pets: Flags
    has_pets: Flags
    guardianship: Flags
    household: Flags
    open: Flags
    certificate: Flags
    visit: Flags
    children: Flags
    lasts: Ints
    languages: Ints

    def __len__(self) -> int:
        return len(self.units)

    def rows(self, which: Ints) -> Places:
        return Places(*(getattr(self, field.name)[which] for field in fields(self)))


def places_of(instance: Instance) -> Places:
    rooms, homes, at = instance.rooms, instance.households, instance.rooms.location
    where = instance.locations
    here, there = np.ones(len(rooms), bool), np.ones(len(homes), bool)
    join = np.concatenate
    return Places(
        municipality=join([where.municipality[at], homes.municipality]),
        units=join([_units(instance), np.ones(len(homes), np.int64)]),
        beds=join([rooms.beds, homes.beds]),
        count=join([rooms.count, np.ones(len(homes), np.int64)]),
        taken=join([rooms.taken, np.zeros(len(homes), np.int64)]),
        shared=join([rooms.shared, ~there]),
        sexes=join([np.where(rooms.shared, rooms.sexes, Sexes.ANY), homes.sexes]),
        step_free=join([rooms.step_free, homes.step_free]),
        takes_pets=join([rooms.pets, homes.takes_pets]),
        has_pets=join([rooms.pets, homes.has_pets]),
        guardianship=join([rooms.guardianship, ~there]),
        household=join([~here, there]),
        open=join([where.open[at], there]),
        certificate=join([here, homes.certificate]),
        visit=join([here, homes.visit]),
        children=join([here, homes.children]),
        lasts=join([where.lasts[at], homes.lasts]),
        languages=join([where.languages[at], homes.languages]),
    )


def _units(instance: Instance) -> Ints:
    rooms = instance.rooms
    return np.where(rooms.shared, rooms.beds * rooms.count - rooms.taken, rooms.count)


def rooms_needed(families: Families, places: Places) -> Ints:
    """How many rooms of each kind hold each family: shape (families, places)."""
    return -(-families.people[:, None] // places.beds[None, :])


def shares(families: Families, places: Places) -> Flags:
    """Whether the family would live in the room beside strangers.

    In one room any number of people can. Over several rooms that are alike, people alone and, in
    rooms with an even number of beds, two people: then whatever number of beds is left over adds
    up to whole places, and no family is parted to fill a room [1]_.

    References
    ----------
    .. [1] E. G. Coffman, M. R. Garey and D. S. Johnson (1987). Bin packing with divisible item
       sizes. Journal of Complexity 3(4), 406-428.
    """
    people = families.people[:, None]
    whole = (people == 1) | ((people == 2) & (places.beds % 2 == 0)[None, :])
    fits = people <= places.beds[None, :]
    alike = (places.count == 1)[None, :] | whole
    willing = families.shares_room[:, None] & places.shared[None, :]
    return np.asarray(willing & fits & alike)


def units_used(families: Families, places: Places) -> Ints:
    """How many units of each place each family would use: shape (families, places)."""
    rooms = rooms_needed(families, places)
    alone = np.where(places.shared[None, :], rooms * places.beds[None, :], rooms)
    beside = shares(families, places) | (places.taken > 0)[None, :]
    used = np.where(beside, families.people[:, None], alone)
    return np.where(places.household[None, :], 1, used)
