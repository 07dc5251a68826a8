"""Small nations of a few families and places, written out or drawn by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from toevlucht.reception.placement.instance import (
    Families,
    Households,
    Instance,
    Locations,
    Rooms,
    Sexes,
)

FAMILY = {
    "people": 2,
    "adults": 2,
    "sexes": Sexes.ANY,
    "unverified_child": False,
    "step_free": False,
    "pets": False,
    "allergic": False,
    "takes_household": True,
    "shares_room": False,
    "shortest_stay": 14,
    "wished_stay": 0,
    "languages": 0,
    "near": (-1, -1, -1, -1, -1),
}
LOCATION = {"municipality": 0, "open": True, "lasts": 10_000, "languages": 1}
ROOM = {
    "location": 0,
    "beds": 2,
    "count": 1,
    "taken": 0,
    "shared": False,
    "sexes": Sexes.ANY,
    "step_free": False,
    "pets": False,
    "guardianship": False,
}
HOUSEHOLD = {
    "municipality": 0,
    "beds": 2,
    "certificate": True,
    "visit": True,
    "sexes": Sexes.ANY,
    "children": True,
    "step_free": False,
    "takes_pets": False,
    "has_pets": False,
    "lasts": 100,
    "languages": 1,
}

Row = Mapping[str, Any]


def nation(
    families: Sequence[Row],
    rooms: Sequence[Row],
    households: Sequence[Row] = (),
    locations: Sequence[Row] = ({},),
) -> Instance:
    """Rows say only in what they differ from the usual; four towns lie 15 km apart in a line."""
    return Instance(
        Families(**_columns(Families, FAMILY, families)),
        Locations(**_columns(Locations, LOCATION, locations)),
        Rooms(**_columns(Rooms, ROOM, rooms)),
        Households(**_columns(Households, HOUSEHOLD, households)),
        np.array([0.0, 15.0, 30.0, 45.0]),
        np.zeros(4),
    )


def _columns(table: type, usual: Row, rows: Sequence[Row]) -> dict[str, Any]:
    whole = [{**usual, **row} for row in rows]
    columns = {}
    for field in fields(table):
        column = np.array([row[field.name] for row in whole])
        kind = bool if isinstance(usual[field.name], bool) else np.int64
        shape = (len(rows), 5) if field.name == "near" else (len(rows),)
        columns[field.name] = column.astype(kind).reshape(shape)
    return columns


def by_chance(seed: int, families: int = 5, rooms: int = 3, households: int = 2) -> Instance:
    chance = np.random.default_rng(seed)

    def yes(share: float) -> bool:
        return bool(chance.random() < share)

    def some(low: int, high: int) -> int:
        return int(chance.integers(low, high + 1))

    def family() -> Row:
        people = some(1, 5)
        adults = some(1, people)
        return {
            "people": people,
            "adults": adults,
            "sexes": some(0, 2),
            "step_free": yes(0.2),
            "pets": yes(0.2),
            "allergic": yes(0.2),
            "unverified_child": yes(0.1),
            "takes_household": yes(0.6),
            "shares_room": yes(0.6),
            "shortest_stay": some(10, 60),
            "wished_stay": some(0, 3) * 60,
            "languages": some(0, 3),
            "near": [some(0, 3) if yes(0.5) else -1 for _ in range(5)],
        }

    def room() -> Row:
        shared, count = yes(0.6), some(1, 3)
        beds = some(1, 4)
        taken = some(0, beds) if shared and count == 1 else 0
        return {
            "location": some(0, 1),
            "beds": beds,
            "count": count,
            "taken": taken,
            "shared": shared,
            "sexes": some(0, 2) if yes(0.3) else 0,
            "step_free": yes(0.5),
            "pets": yes(0.4),
            "guardianship": yes(0.1),
        }

    def household() -> Row:
        return {
            "municipality": some(0, 3),
            "beds": some(1, 5),
            "certificate": yes(0.8),
            "visit": yes(0.8),
            "sexes": some(0, 2) if yes(0.4) else 0,
            "children": yes(0.7),
            "step_free": yes(0.5),
            "takes_pets": yes(0.5),
            "has_pets": yes(0.3),
            "lasts": some(10, 200),
            "languages": some(0, 3),
        }

    where = [{"municipality": some(0, 3), "lasts": some(20, 200), "open": yes(0.9)} for _ in "12"]
    return nation(
        [family() for _ in range(families)],
        [room() for _ in range(rooms)],
        [household() for _ in range(households)],
        where,
    )
