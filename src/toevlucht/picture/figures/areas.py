"""The areas of a snapshot: the region and police unit of a place on the edition's date."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir

from toevlucht.language import Message, Named
from toevlucht.picture.figures.findings import rows_of
from toevlucht.picture.protection import Group
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Words


@dataclass(frozen=True)
class AreaOfEdition:
    code: str
    kind: str
    names: dict[str, str]
    safety_region: str | None
    police_unit: str | None

    @property
    def words(self) -> Words:
        return Words(Named(self.code, self.names))


def areas(snapshot: Snapshot) -> dict[str, AreaOfEdition]:
    """Every area of the snapshot by its code, in the order of codes."""
    return {
        row["code"]: AreaOfEdition(
            row["code"],
            row["kind"],
            {"nl": row["name_nl"], "en": row["name_en"], "uk": row["name_uk"]},
            row["safety_region"],
            row["police_unit"],
        )
        for row in rows_of(snapshot.table("areas").order_by("code"))
    }


def with_region(rows: ir.Table, snapshot: Snapshot) -> ir.Table:
    """Rows with the safety region and police unit of their area, where these are known."""
    places = snapshot.table("areas").select("code", "safety_region", "police_unit")
    return rows.left_join(places, rows.area == places.code)


def police_units(places: dict[str, AreaOfEdition]) -> tuple[Group, ...]:
    """The safety regions of each police unit, which can be shown as one."""
    regions = [area for area in places.values() if area.kind == "safety_region"]
    return tuple(
        Group(
            unit.code,
            frozenset(region.code for region in regions if region.police_unit == unit.code),
            Words(Message("disclosure.together", {"area": Named(unit.code, unit.names)})),
        )
        for unit in places.values()
        if unit.kind == "police_unit"
    )
