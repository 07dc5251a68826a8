"""Municipal reception by safety region: the newest figures of each, and who supplied none."""

from __future__ import annotations

from typing import Any

import ibis

from toevlucht.geography.boundaries import boundaries
from toevlucht.language import Day, Message, Named
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.areas import AreaOfEdition, areas, police_units
from toevlucht.picture.figures.findings import (
    Findings,
    Reading,
    cited,
    column,
    known,
    limits,
    organisations,
    rows_of,
)
from toevlucht.picture.figures.reception import measure, occupancy
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    Cell,
    Count,
    NotSupplied,
    Point,
    Protected,
    RegionMap,
    Row,
    Share,
    Span,
    Sum,
    Table,
    Words,
)

NATION = "NL"


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("reception"), snapshot)
    rows = rows.filter(rows.area.startswith("VR") & (rows.reception_kind == "municipal"))
    order = [ibis.desc(rows.counted_on), ibis.desc(rows.known_on), ibis.desc(rows.ref)]
    place = ibis.row_number().over(group_by=rows.area, order_by=order)
    ranked = rows.mutate(place=place)
    newest = {row["area"]: row for row in rows_of(ranked.filter(ranked.place == 0))}
    regions = [area for area in areas(snapshot).values() if area.kind == "safety_region"]
    columns = (
        column("area", "label"),
        column("places", "count"),
        column("occupied", "count"),
        column("occupancy", "share"),
        column("counted_on", "date"),
    )
    table_rows = tuple(_row(region, newest.get(region.code)) for region in regions)
    nation, sums = _nation(table_rows)
    table = Table(columns, (*table_rows, nation), sums)
    return Findings(
        table,
        cited(rows),
        organisations(rows),
        margins=frozenset({NATION}),
        groups=police_units(areas(snapshot)),
    )


def _nation(regions: tuple[Row, ...]) -> tuple[Row, tuple[Sum, ...]]:
    """What the regions add up to: a reader of the national figure may know it."""
    totals: dict[str, Cell] = {"places": NotSupplied(), "occupied": NotSupplied()}
    sums = []
    for position, name in enumerate(totals, start=1):
        supplied = {
            r.id: r.cells[position] for r in regions if isinstance(r.cells[position], Count)
        }
        counts = [cell for cell in supplied.values() if isinstance(cell, Count)]
        if len(counts) > 1:
            totals[name] = Count(sum(cell.value for cell in counts), counts[0].unit)
            sums.append(Sum((NATION, name), tuple((region.id, name) for region in regions)))
    label = Words(Message("figures.columns.area"))
    return Row(NATION, (label, *totals.values(), NotSupplied(), NotSupplied())), tuple(sums)


def _row(region: AreaOfEdition, row: dict[str, Any] | None) -> Row:
    if row is None:
        return Row(region.code, (region.words, *[NotSupplied()] * 4))
    precision = row["figure_precision"]
    return Row(
        region.code,
        (
            region.words,
            measure(row["places"], "reception_place", precision, below_national=True),
            measure(row["occupied"], "person", precision, below_national=True),
            occupancy(row),
            Words(Day(row["counted_on"], row["date_precision"])),
        ),
    )


def read(table: Table, edition: Edition) -> Reading:
    regions = [row for row in table.rows if row.id.startswith("VR")]
    if any(isinstance(cell, Protected) for row in regions for cell in row.cells[1:3]):
        return Reading(Message("disclosure.who_supplied"), _map(regions), table)
    supplied = [row for row in regions if any(_is_number(cell) for cell in row.cells[1:3])]
    if not supplied:
        return Reading(Message("figures.reception_by_region.empty"), _map(regions), table, "empty")
    whole = [row for row in supplied if isinstance(row.cells[3], Share)]
    values = {"n": len(supplied), "all": len(regions), "whole": len(whole)}
    return Reading(Message("figures.reception_by_region.sentence", values), _map(regions), table)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (Count, Span))


def _map(regions: list[Row]) -> RegionMap:
    unit = Message("figures.units.occupancy")
    return RegionMap({row.id: _point(row) for row in regions}, unit, boundaries().year)


def _point(row: Row) -> Point:
    label = row.cells[0]
    assert isinstance(label, Words)
    assert isinstance(label.value, Named)
    low, high = limits(row.cells[3])
    if low is None:
        return Point(label.value, None)
    return Point(label.value, round(low), high and round(high))
