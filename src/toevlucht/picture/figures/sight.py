"""Who is watching: reception places with trained people, a reporting route, an inspection."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from toevlucht.language import Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.areas import AreaOfEdition, areas, police_units, with_region
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
from toevlucht.picture.protection.cells import in_scope
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    AtMost,
    BarChart,
    Cell,
    Column,
    Count,
    NotSupplied,
    Point,
    Protected,
    Row,
    Series,
    Share,
    Sum,
    Table,
    Words,
)

MEASURES = ("places", "places_watching", "places_with_route", "places_inspected")
PEOPLE = ("people", "people_trained")
NUMBERS = (*MEASURES, *PEOPLE)
NATION = "NL"


def newest_watch(snapshot: Snapshot) -> ir.Table:
    """Who watches, as each partner last said it of each area and kind of place."""
    rows = known(snapshot.table("watch"), snapshot)
    order = [ibis.desc(rows.counted_on), ibis.desc(rows.known_on), ibis.desc(rows.ref)]
    key = [rows.area, rows.place_kind, rows.stated_by]
    ranked = rows.mutate(place=ibis.row_number().over(group_by=key, order_by=order))
    return ranked.filter(ranked.place == 0)


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("watch"), snapshot)
    newest = with_region(newest_watch(snapshot), snapshot)
    totals = {name: newest[name].sum() for name in NUMBERS}
    totals |= {_unsaid(name): newest[name].isnull().sum() for name in NUMBERS}
    groups = rows_of(
        newest.filter(newest.safety_region.notnull()).group_by("safety_region").agg(**totals)
    )
    by_region = {group["safety_region"]: group for group in groups}
    places = areas(snapshot)
    regions = [area for area in places.values() if area.kind == "safety_region"]
    columns = (
        column("area", "label"),
        *(column(name, "count") for name in NUMBERS),
        column("share_watching", "share"),
    )
    table_rows = tuple(_row(region, by_region.get(region.code)) for region in regions)
    nation = _row(places[NATION], _total(groups))
    sums = tuple(
        Sum((NATION, name), tuple((region.code, name) for region in regions)) for name in NUMBERS
    )
    bounds = tuple(_bounds((nation, *table_rows), columns))
    return Findings(
        Table(columns, (nation, *table_rows), sums, bounds) if groups else Table(columns, ()),
        cited(rows),
        organisations(rows),
        groups=police_units(places),
    )


def _bounds(rows: tuple[Row, ...], columns: tuple[Column, ...]) -> Iterator[AtMost]:
    """Places that watch are places: whoever knows the one knows something of the other.

    The others, places that do not watch or people without training, are a count as well.
    """
    of_whole = dict.fromkeys(MEASURES[1:], MEASURES[0]) | {PEOPLE[1]: PEOPLE[0]}
    names = [column.id for column in columns]
    for row in rows:
        for part, whole in of_whole.items():
            complete = row.cells[names.index(whole)]
            given = row.cells[names.index(part)]
            if isinstance(complete, Count) and not complete.at_least:
                exact = isinstance(given, Count) and not given.at_least
                yield AtMost((row.id, part), (row.id, whole), exact and in_scope(complete))


def _total(groups: list[dict[str, Any]]) -> dict[str, Any]:
    given = {name: [g[name] for g in groups if g[name] is not None] for name in NUMBERS}
    found = {name: sum(values) if values else None for name, values in given.items()}
    return found | {_unsaid(name): sum(g[_unsaid(name)] for g in groups) for name in NUMBERS}


def _unsaid(name: str) -> str:
    """Of how many places nobody said this number, so that a sum is a lower limit."""
    return f"{name}_not_said"


def _row(area: AreaOfEdition, group: dict[str, Any] | None) -> Row:
    group = group or {}
    below = area.code != NATION
    cells = [_count(group, name, "location", below) for name in MEASURES]
    cells += [_count(group, name, "person", below) for name in PEOPLE]
    return Row(area.code, (area.words, *cells, _share(group)))


def _count(group: dict[str, Any], name: str, unit: str, below_national: bool) -> Cell:
    if group.get(name) is None:
        return NotSupplied()
    at_least = bool(group[_unsaid(name)])
    return Count(group[name], unit, at_least=at_least, below_national=below_national)


def _share(group: dict[str, Any]) -> Cell:
    if not group.get("places") or group[_unsaid("places_watching")]:
        return NotSupplied()
    return Share((Decimal(group["places_watching"]) / group["places"]).quantize(Decimal("0.001")))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.sight.empty"), None, table, "empty")
    nation, *rows = table.rows
    regions = [row for row in rows if row.id.startswith("VR")]
    if any(isinstance(cell, Protected) for row in regions for cell in row.cells[1:-1]):
        return Reading(Message("disclosure.who_supplied"), _chart(table), table)
    supplied = [row for row in regions if not isinstance(row.cells[1], NotSupplied)]
    values = {
        "places": phrase(nation.cells[1]),
        "watching": phrase(nation.cells[2]),
        "share": phrase(nation.cells[-1]),
        "n": len(supplied),
        "all": len(regions),
    }
    complete = isinstance(nation.cells[-1], Share)
    key = "figures.sight.sentence" if complete else "figures.sight.partly"
    return Reading(Message(key, values), _chart(table), table)


def _chart(table: Table) -> BarChart:
    nation = table.rows[0]
    points = tuple(
        Point(Message(f"figures.columns.{name}"), *limits(nation.cells[table.position(name)]))
        for name in MEASURES
    )
    title = nation.cells[0]
    assert isinstance(title, Words)
    return BarChart(
        (Series(Message("figures.columns.places"), points),),
        Message("figures.units.location"),
    )
