"""What rounds at places of reception found: requirement by requirement, and where nobody looked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from toevlucht.language import Message
from toevlucht.picture.editorial import Edition
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
    Count,
    NotSupplied,
    Point,
    Protected,
    Row,
    Series,
    Sum,
    Table,
    Words,
)

PLACES, INSPECTED, NOT_MET = "places", "inspected", "not_met"
RESULTS = ("met", NOT_MET, "not_applicable")
NUMBERS = (PLACES, INSPECTED, *RESULTS, "actions_open")
PART_OF = {INSPECTED: PLACES} | dict.fromkeys((*RESULTS, "actions_open"), INSPECTED)
NAMED = 3  # requirements in the sentence
DRAWN = 12  # requirements in the chart


def find(snapshot: Snapshot) -> Findings:
    rows = _of_the_period(known(snapshot.table("inspections"), snapshot), snapshot.edition)
    order = [ibis.desc(rows.period_to), ibis.desc(rows.known_on), ibis.desc(rows.ref)]
    key = [rows.stated_by, rows.area, rows.requirement]
    ranked = rows.mutate(place=ibis.row_number().over(group_by=key, order_by=order))
    newest = ranked.filter(ranked.place == 0)
    totals = {name: newest[name].sum() for name in NUMBERS}
    totals |= {_unsaid(name): newest[name].isnull().sum() for name in NUMBERS}
    grouped = newest.group_by("requirement").agg(**totals).order_by("requirement")
    found = [_row(group) for group in rows_of(grouped)]
    table = Table(
        (column("requirement", "label"), *(column(name, "count") for name in NUMBERS)),
        tuple(found),
        tuple(_sums(found)),
        tuple(_bounds(found)),
    )
    return Findings(table, cited(rows), organisations(rows))


def _of_the_period(rows: ir.Table, edition: Edition) -> ir.Table:
    """Of rounds in the edition's period, if only in part."""
    starts, ends = ibis.literal(edition.period.start), ibis.literal(edition.period.end)
    return rows.filter((rows.period_to >= starts) & (rows.period_from <= ends))


def _unsaid(name: str) -> str:
    """In how many rows nobody said this number, so that a sum is a lower limit."""
    return f"{name}_not_said"


def _row(group: Mapping[str, Any]) -> Row:
    code = group["requirement"]
    return Row(code, (Words(code), *(_count(group, name) for name in NUMBERS)))


def _count(group: Mapping[str, Any], name: str) -> Cell:
    """Protected also of the whole country: of a few places, somebody knows which they are."""
    if group[name] is None:
        return NotSupplied()
    at_least = bool(group[_unsaid(name)])
    return Count(group[name], "location", at_least=at_least, below_national=True)


def _exact(cell: Cell) -> int | None:
    return cell.value if isinstance(cell, Count) and not cell.at_least else None


def _cells(row: Row) -> dict[str, Cell]:
    return dict(zip(NUMBERS, row.cells[1:], strict=True))


def _sums(rows: list[Row]) -> Iterator[Sum]:
    """A place that was looked at has one result, where each was said."""
    for row in rows:
        cells = _cells(row)
        parts = [_exact(cells[name]) for name in RESULTS]
        given = [part for part in parts if part is not None]
        if len(given) == len(parts) and sum(given) == _exact(cells[INSPECTED]):
            yield Sum((row.id, INSPECTED), tuple((row.id, name) for name in RESULTS))


def _bounds(rows: list[Row]) -> Iterator[AtMost]:
    """Places where nobody looked, or nothing is to be mended, are a count as well."""
    for row in rows:
        cells = _cells(row)
        for part, whole in PART_OF.items():
            complete = cells[whole]
            if _exact(complete) is not None:
                exact = _exact(cells[part]) is not None
                yield AtMost((row.id, part), (row.id, whole), exact and in_scope(complete))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.sight_by_requirement.empty"), None, table, "empty")
    most = _most_often_not_met(table)
    values: dict[str, Any] = {"n": len(table.rows)}
    key = "nothing"
    if most:
        key, values["items"] = "sentence", tuple(_item(table, row) for row in most[:NAMED])
    sentence = Message(f"figures.sight_by_requirement.{key}", values)
    return Reading(sentence, _chart(table, most), table)


def _most_often_not_met(table: Table) -> list[Row]:
    """By what readers see: a hidden number has no place in an order."""
    at = table.position(NOT_MET)
    told = [row for row in table.rows if not isinstance(row.cells[at], NotSupplied | Protected)]
    some = [(limits(row.cells[at])[0] or 0, row) for row in told]
    return [row for low, row in sorted(some, key=lambda one: (-one[0], one[1].id)) if low]


def _item(table: Table, row: Row) -> Message:
    numbers = {
        "requirement": row.id,
        "number": phrase(row.cells[table.position(NOT_MET)], "location"),
        "inspected": phrase(row.cells[table.position(INSPECTED)], "location"),
    }
    return Message("figures.sight_by_requirement.item", numbers)


def _chart(table: Table, most: list[Row]) -> BarChart:
    """Requirements that were not met most often; the first ones where none can be told."""
    drawn = (most or list(table.rows))[:DRAWN]
    series = tuple(
        Series(
            Message(f"figures.columns.{name}"),
            tuple(
                Point(
                    Message("figures.sight_by_requirement.code", {"code": row.id}),
                    *limits(row.cells[table.position(name)]),
                )
                for row in drawn
            ),
        )
        for name in (INSPECTED, NOT_MET)
    )
    return BarChart(series, Message("figures.units.location"))
