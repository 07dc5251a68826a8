"""Where statements come from: by safety region and police unit, as far as they name a place."""

from __future__ import annotations

from typing import Any

import ibis

from toevlucht.geography.boundaries import boundaries
from toevlucht.language import Message, Named
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.areas import AreaOfEdition, areas, with_region
from toevlucht.picture.figures.evidence import countable, is_finding_of_nothing
from toevlucht.picture.figures.findings import (
    STANDING,
    Findings,
    Reading,
    cited,
    column,
    limits,
    organisations,
    rows_of,
)
from toevlucht.picture.figures.ladder import CONCRETE
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Count, Point, RegionMap, Row, Sum, Table, Words

COUNTED = ("all", "concrete")


def find(snapshot: Snapshot) -> Findings:
    rows = with_region(countable(snapshot, snapshot.edition.period), snapshot)
    rows = rows.filter(
        rows.safety_region.notnull() & (rows.rung != "refuted") & ~is_finding_of_nothing(rows)
    )
    groups = rows_of(
        rows.mutate(concrete=rows.rung.isin(CONCRETE))
        .group_by("safety_region")
        .agg(all=ibis._.count(), concrete=ibis._.concrete.sum())
    )
    by_region = {group["safety_region"]: group for group in groups}
    places = areas(snapshot)
    regions = [area for area in places.values() if area.kind == "safety_region"]
    units = [area for area in places.values() if area.kind == "police_unit"]
    table = Table(
        (column("area", "label"), column("statements", "count"), column("concrete", "count")),
        (
            *(_row(unit, _total(regions, unit, by_region)) for unit in units),
            *(_row(region, by_region.get(region.code, {})) for region in regions),
        ),
        tuple(_sum(unit, regions, name) for unit in units for name in ("statements", "concrete")),
    )
    return Findings(table, cited(rows), organisations(rows), STANDING)


def _total(
    regions: list[AreaOfEdition], unit: AreaOfEdition, by_region: dict[str, dict[str, Any]]
) -> dict[str, int]:
    within = [r.code for r in regions if r.police_unit == unit.code and r.code in by_region]
    return {name: sum(by_region[code][name] for code in within) for name in COUNTED}


def _row(area: AreaOfEdition, counts: dict[str, Any]) -> Row:
    cells = [Count(counts.get(name, 0), "statement", below_national=True) for name in COUNTED]
    return Row(area.code, (area.words, *cells))


def _sum(unit: AreaOfEdition, regions: list[AreaOfEdition], name: str) -> Sum:
    parts = tuple((r.code, name) for r in regions if r.police_unit == unit.code)
    return Sum((unit.code, name), parts)


def read(table: Table, edition: Edition) -> Reading:
    regions = [row for row in table.rows if row.id.startswith("VR")]
    named = [row for row in regions if limits(row.cells[1]) != (0, 0)]
    if not named:
        return Reading(Message("figures.statements_by_region.empty"), _map(regions), table)
    most = max(named, key=lambda row: limits(row.cells[1])[0] or 0)
    values = {"n": len(named), "area": phrase(most.cells[0]), "most": phrase(most.cells[1])}
    return Reading(Message("figures.statements_by_region.sentence", values), _map(regions), table)


def _map(regions: list[Row]) -> RegionMap:
    unit = Message("figures.units.statement")
    return RegionMap({row.id: _point(row) for row in regions}, unit, boundaries().year)


def _point(row: Row) -> Point:
    label = row.cells[0]
    assert isinstance(label, Words)
    assert isinstance(label.value, Named)
    low, high = limits(row.cells[1])
    return Point(label.value, low, high)
