"""Municipal reception in the country over time: places, people in them, and the target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ibis.expr.types as ir

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.findings import (
    Findings,
    Reading,
    cited,
    coded,
    column,
    known,
    limits,
    organisations,
    rows_of,
)
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    Cell,
    Count,
    LineChart,
    NotComputed,
    NotSupplied,
    Point,
    Row,
    Series,
    Share,
    Span,
    Table,
    Words,
)

# A number that is only known to lie above or below what the source gives.
LIMITS = ("at_least", "at_most")
MEASURES = {"places": "reception_place", "occupied": "person", "target": "reception_place"}


def find(snapshot: Snapshot) -> Findings:
    rows = national(snapshot)
    columns = (
        column("counted_on", "label"),
        column("places", "count"),
        column("occupied", "count"),
        column("occupancy", "share"),
        column("target", "count"),
        column("stated_by"),
    )
    ordered = rows_of(rows.order_by("counted_on", "ref"))
    table = Table(columns, tuple(_row(number, row) for number, row in enumerate(ordered, 1)))
    return Findings(table, cited(rows), organisations(rows))


def national(snapshot: Snapshot) -> ir.Table:
    """The country's own figures on municipal reception, as known on the cut-off date."""
    rows = known(snapshot.table("reception"), snapshot)
    return rows.filter((rows.area == "NL") & (rows.reception_kind == "municipal"))


def _row(number: int, row: dict[str, Any]) -> Row:
    places, occupied, target = (
        measure(row[name], unit, row["figure_precision"]) for name, unit in MEASURES.items()
    )
    return Row(
        f"{row['counted_on']}.{number}",  # a partner's own id may say too much
        (
            Words(Day(row["counted_on"], row["date_precision"])),
            places,
            occupied,
            occupancy(row),
            target,
            coded("organisation", row["stated_by"]),
        ),
    )


def measure(value: int | None, unit: str, precision: str, below_national: bool = False) -> Cell:
    """A number as its source gives it: exact, rounded, or a limit."""
    if value is None:
        return NotSupplied()
    if precision == "at_most":
        return Span(0, value, unit)
    return Count(
        value,
        unit,
        at_least=precision == "at_least",
        about=precision == "rounded",
        below_national=below_national,
    )


def occupancy(row: dict[str, Any]) -> Cell:
    if not row["places"] or row["occupied"] is None:
        return NotSupplied()
    if row["figure_precision"] in LIMITS:
        return NotComputed(Message("figures.reception.only_limits"))
    return Share((Decimal(row["occupied"]) / Decimal(row["places"])).quantize(Decimal("0.001")))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.reception.empty"), None, table, "empty")
    full = [row for row in table.rows if isinstance(row.cells[3], Share)]
    if not full:
        return Reading(Message("figures.reception.no_occupancy"), _chart(table), table)
    last = full[-1]
    names = ("day", "places", "occupied", "share")
    values = {name: phrase(cell) for name, cell in zip(names, last.cells, strict=False)}
    return Reading(Message("figures.reception.sentence", values), _chart(table), table)


def _chart(table: Table) -> LineChart:
    series = tuple(_series(table, name) for name in ("places", "occupied"))
    targets = [row.cells[4] for row in table.rows if isinstance(row.cells[4], Count)]
    target = None
    if targets and isinstance(targets[-1], Count):
        target = (Message("figures.columns.target"), float(targets[-1].value))
    return LineChart(series, Message("figures.units.place_or_person"), target)


def _series(table: Table, name: str) -> Series:
    position = table.position(name)
    return Series(
        Message(f"figures.columns.{name}"),
        tuple(dated(row, row.cells[position]) for row in table.rows if _is_of_a_day(row)),
    )


def _is_of_a_day(row: Row) -> bool:
    """A figure of some day in a month has no place on a line of days; it stands in the table."""
    moment = row.cells[0]
    assert isinstance(moment, Words)
    return isinstance(moment.value, Day) and moment.value.precision == "day"


def dated(row: Row, cell: Cell) -> Point:
    """A point of a line over time, for a row whose first cell is its day."""
    moment = row.cells[0]
    assert isinstance(moment, Words)
    assert isinstance(moment.value, Day)
    return Point(moment.value, *limits(cell))
