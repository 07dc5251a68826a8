"""What became of reports: how many were acted on, passed on, closed and answered, and how soon."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from toevlucht.dictionary import dictionary
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
    Share,
    Sum,
    Table,
    Words,
)

RECEIVED, CLOSED = "received", "closed"
# A step, and of what it is a part.
PART_OF = {
    "acknowledged_in_time": RECEIVED,
    "acted_in_a_day": "acted_in_a_week",
    "acted_in_a_week": "acted_on",
    "acted_on": RECEIVED,
    "referred": RECEIVED,
    "taken_up": "referred",
    "answered": RECEIVED,
    CLOSED: RECEIVED,
}
STEPS = (RECEIVED, *PART_OF)
REASON = "closed_"
NUMBER, SHARE = "number", "share_of_received"


def find(snapshot: Snapshot) -> Findings:
    rows = _of_the_period(known(snapshot.table("follow_up"), snapshot), snapshot.edition)
    order = [ibis.desc(rows.known_on), ibis.desc(rows.ref)]
    key = [rows.stated_by, rows.area, rows.month.truncate("M")]
    ranked = rows.mutate(place=ibis.row_number().over(group_by=key, order_by=order))
    newest = ranked.filter(ranked.place == 0)
    names = (*STEPS, *_reasons())
    [totals] = rows_of(
        newest.agg(
            **{name: newest[name].sum() for name in names},
            **{_unsaid(name): newest[name].isnull().sum() for name in names},
        )
    )
    columns = (column("step", "label"), column(NUMBER, "count"), column(SHARE, "share"))
    if totals[RECEIVED] is None:
        return Findings(Table(columns, ()), cited(rows), organisations(rows))
    cells = {name: _count(totals, name) for name in names}
    table = Table(
        columns,
        tuple(Row(n, (Words(_label(n)), cells[n], _share(n, cells))) for n in names),
        tuple(_sums(cells)),
        tuple(_bounds(cells)),
    )
    return Findings(table, cited(rows), organisations(rows))


def _of_the_period(rows: ir.Table, edition: Edition) -> ir.Table:
    """The months that lie in the period, if only with a part of their days."""
    first = edition.period.start.replace(day=1)
    last: datetime.date = edition.period.end
    return rows.filter((rows.month >= ibis.literal(first)) & (rows.month <= ibis.literal(last)))


def _reasons() -> tuple[str, ...]:
    return tuple(n for n in dictionary().table("follow_up").names if n.startswith(REASON))


def _unsaid(name: str) -> str:
    """Of how many months nobody said this number, so that a sum is a lower limit."""
    return f"{name}_not_said"


def _count(totals: Mapping[str, Any], name: str) -> Cell:
    """Protected whatever it counts: of a few reports, somebody knows which they are."""
    if totals[name] is None:
        return NotSupplied()
    at_least = bool(totals[_unsaid(name)])
    return Count(totals[name], "report", at_least=at_least, below_national=True)


def _share(name: str, cells: Mapping[str, Cell]) -> Cell:
    """Of those received, where both numbers are exact."""
    part, whole = cells[name], cells[RECEIVED]
    if name == RECEIVED or not isinstance(part, Count) or not isinstance(whole, Count):
        return NotSupplied()
    if part.at_least or whole.at_least or not whole.value:
        return NotSupplied()
    return Share((Decimal(part.value) / whole.value).quantize(Decimal("0.001")))


def _label(name: str) -> Message:
    if not name.startswith(REASON):
        return Message(f"figures.follow_up.step.{name}")
    why = Message(f"codes_of_reports.outcome.{name.removeprefix(REASON)}")
    return Message("figures.follow_up.closed_because", {"why": why})


def _sums(cells: Mapping[str, Cell]) -> Iterator[Sum]:
    """The reasons make up all that was closed, where each has one."""
    parts, whole = [cells[name] for name in _reasons()], cells[CLOSED]
    counted = [cell.value for cell in parts if isinstance(cell, Count) and not cell.at_least]
    if isinstance(whole, Count) and len(counted) == len(parts) and sum(counted) == whole.value:
        yield Sum((CLOSED, NUMBER), tuple((name, NUMBER) for name in _reasons()))


def _bounds(cells: Mapping[str, Cell]) -> Iterator[AtMost]:
    """Those who were not answered, or not in time, are a count as well."""
    for part, whole in (PART_OF | dict.fromkeys(_reasons(), CLOSED)).items():
        complete, given = cells[whole], cells[part]
        if isinstance(complete, Count) and not complete.at_least:
            exact = isinstance(given, Count) and not given.at_least
            yield AtMost((part, NUMBER), (whole, NUMBER), exact and in_scope(complete))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.follow_up.empty"), None, table, "empty")
    table = _shares_of_what_is_shown(table)
    told = [row for row in table.rows if row.id in PART_OF and _is_told(row.cells[1])]
    items = tuple(
        Message(
            "figures.follow_up.item",
            {
                "step": Message(f"figures.follow_up.step.{row.id}"),
                "number": phrase(row.cells[1], "report"),
            },
        )
        for row in told
    )
    values = {"received": phrase(table.cell(RECEIVED, NUMBER)), "items": items}
    return Reading(Message("figures.follow_up.sentence", values), _chart(table), table)


def _is_told(cell: Cell) -> bool:
    return not isinstance(cell, NotSupplied | Protected)


def _shares_of_what_is_shown(table: Table) -> Table:
    """A share of a hidden number would tell it to whoever has the part."""
    if isinstance(table.cell(RECEIVED, NUMBER), Count):
        return table
    return table.with_cells({(row.id, SHARE): Protected() for row in table.rows})


def _chart(table: Table) -> BarChart:
    points = tuple(
        Point(Message(f"figures.follow_up.step.{name}"), *limits(table.cell(name, NUMBER)))
        for name in STEPS
    )
    title = Message("figures.follow_up.title")
    return BarChart((Series(title, points),), Message("figures.units.report"))
