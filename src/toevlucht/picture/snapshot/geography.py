"""The areas that go into a snapshot: every code a row may hold, placed as on the edition's date."""

from __future__ import annotations

import datetime
from typing import Any

import pyarrow as pa

from toevlucht.geography import register
from toevlucht.geography.areas import (
    FIRST_DAY,
    Area,
    municipalities,
    named,
    national,
    police_unit_of,
    police_units,
    province_of,
    provinces,
    safety_region_of,
    safety_regions,
    successor,
)

SCHEMA = pa.schema(
    [
        ("code", pa.string()),
        ("kind", pa.string()),
        ("name_nl", pa.string()),
        ("name_en", pa.string()),
        ("name_uk", pa.string()),
        ("population", pa.int64()),
        ("safety_region", pa.string()),
        ("police_unit", pa.string()),
        ("province", pa.string()),
    ]
)


def area_table(on: datetime.date) -> pa.Table:
    """Country, provinces, police units, safety regions and municipalities, ordered by code.

    A municipality that merged before ``on`` stands beside its successor, in the successor's
    region: a statement keeps the code that held when it was made.
    """
    on = max(on, FIRST_DAY)
    wide = [national(on), *provinces(on), *police_units(on), *safety_regions(on)]
    rows = [_row(area.code, area, on) for area in (*wide, *municipalities(on))]
    present = {row["code"] for row in rows}
    for code in register.municipalities().keys() - present:
        if heir := successor(code, on):
            rows.append(_row(code, heir, on) | {"population": None})
    return pa.Table.from_pylist(sorted(rows, key=lambda row: row["code"]), SCHEMA)


def _row(code: str, placed: Area, on: datetime.date) -> dict[str, Any]:
    name = named(code, on)
    return {
        "code": code,
        "kind": placed.kind,
        "name_nl": name.name("nl"),
        "name_en": name.name("en"),
        "name_uk": name.name("uk"),
        "population": placed.population,
        "safety_region": _code(safety_region_of(placed.code, on)),
        "police_unit": _code(police_unit_of(placed.code, on)),
        "province": _code(province_of(placed.code, on)),
    }


def _code(area: Area | None) -> str | None:
    return area.code if area else None
