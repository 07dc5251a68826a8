"""Where statements come from: by safety region and police unit, as far as they name a place."""

from __future__ import annotations

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
from toevlucht.picture.protection import Group
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Count, Point, RegionMap, Row, Sum, Table, Words

# What all regions make together follows from the national ladder: protection reckons with it.
NATION = "NL"


def find(snapshot: Snapshot) -> Findings:
    rows = with_region(countable(snapshot, snapshot.edition.period), snapshot)
    rows = rows.filter(
        rows.safety_region.notnull() & (rows.rung != "refuted") & ~is_finding_of_nothing(rows)
    )
    groups = rows_of(rows.group_by("safety_region").agg(statements=ibis._.count()))
    by_region = {group["safety_region"]: group["statements"] for group in groups}
    places = areas(snapshot)
    regions = [area for area in places.values() if area.kind == "safety_region"]
    units = [area for area in places.values() if area.kind == "police_unit"]
    within = {u.code: [r.code for r in regions if r.police_unit == u.code] for u in units}
    nation = Count(sum(by_region.values()), "statement")
    table = Table(
        (column("area", "label"), column("statements", "count")),
        (
            Row(NATION, (Words(Message("figures.columns.area")), nation)),
            *(_row(unit, sum(by_region.get(r, 0) for r in within[unit.code])) for unit in units),
            *(_row(region, by_region.get(region.code, 0)) for region in regions),
        ),
        (
            Sum((NATION, "statements"), tuple((region.code, "statements") for region in regions)),
            *(
                Sum((unit, "statements"), tuple((region, "statements") for region in parts))
                for unit, parts in within.items()
            ),
        ),
    )
    return Findings(
        table,
        cited(rows),
        organisations(rows),
        STANDING,
        margins=frozenset({NATION}),
        groups=tuple(Group(unit, frozenset(parts)) for unit, parts in within.items()),
        few_alike=True,
    )


def _row(area: AreaOfEdition, statements: int) -> Row:
    return Row(area.code, (area.words, Count(statements, "statement", below_national=True)))


def read(table: Table, edition: Edition) -> Reading:
    regions = [row for row in table.rows if row.id.startswith("VR")]
    if all(limits(row.cells[1]) == (0, 0) for row in regions):
        return Reading(Message("figures.statements_by_region.empty"), _map(regions), table)
    named = [row for row in regions if (limits(row.cells[1])[0] or 0) > 0]
    if not named:
        return Reading(Message("figures.statements_by_region.few"), _map(regions), table)
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
