"""The phenomena: where, by what way and with what lure people are approached, and who says so."""

from __future__ import annotations

import datetime
from typing import Any

import ibis
import ibis.expr.types as ir

from toevlucht.dictionary import dictionary
from toevlucht.language import Coded, Day, Message, Value
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.evidence import is_finding_of_nothing, statements
from toevlucht.picture.figures.findings import (
    STANDING,
    Findings,
    Reading,
    cited,
    coded,
    column,
    limits,
    organisations,
    rows_of,
)
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    BarChart,
    Cell,
    Count,
    Listed,
    NotSupplied,
    Point,
    Row,
    Series,
    Table,
    Words,
)

# Columns with one code and with several codes a row, and the code lists that they use.
LISTED = {
    "place_kinds": "place_kind",
    "channel": "channel",
    "lure": "lure",
    "target_group": "target_group",
}
NO_PHENOMENON = ("unspecified", "unknown")
NAMED_IN_SENTENCE = 3


def find(snapshot: Snapshot) -> Findings:
    rows = statements(snapshot, snapshot.edition.period)
    rows = rows.filter(
        rows.phenomenon.notin(NO_PHENOMENON)
        & (rows.rung != "refuted")
        & ~is_finding_of_nothing(rows)
    )
    rows = rows.mutate(abroad=rows.level == "european")
    rows = rows.mutate(row=_row_id(rows))
    groups = rows_of(
        rows.group_by(["row", "phenomenon", "subject", "abroad"]).agg(
            first=rows.observed_from.min(),
            last=rows.observed_to.max(),
            organisations=rows.stated_by.nunique(),
            rungs=rows.rung.collect(distinct=True),
        )
    )
    codes = {name: _codes(rows, name, code_list) for name, code_list in LISTED.items()}
    stated_by = _codes(rows, "stated_by", "organisation")
    order = dictionary().code_list("phenomenon").names
    groups.sort(key=lambda group: (order.index(group["phenomenon"]), group["row"]))
    table = Table(
        (
            column("phenomenon", "label"),
            column("rung"),
            *(column(name) for name in LISTED),
            column("seen", "date"),
            column("organisations", "count"),
            column("stated_by"),
        ),
        tuple(_row(group, codes, stated_by) for group in groups),
    )
    return Findings(table, cited(rows), organisations(rows), STANDING)


def _codes(rows: ir.Table, name: str, code_list: str) -> dict[str, Cell]:
    """The distinct codes of one column by phenomenon, in the order of the code list."""
    value = rows[name].unnest() if rows[name].type().is_array() else rows[name]
    pairs = rows.select("row", value=value).distinct()
    order = dictionary().code_list(code_list).names
    found: dict[str, list[str]] = {}
    for pair in rows_of(pairs):
        found.setdefault(pair["row"], []).append(pair["value"])
    return {
        row: Listed(tuple(coded(code_list, code) for code in sorted(values, key=order.index)))
        for row, values in found.items()
    }


def _row_id(rows: ir.Table) -> ir.StringValue:
    """What is seen here, what only raises a risk, and what Europe sees have rows of their own."""
    risk = ibis.ifelse(rows.subject == "risk_condition", ".risk", "")
    abroad = ibis.ifelse(rows.abroad, ".europe", "")
    return rows.phenomenon + risk + abroad


def _row(
    group: dict[str, Any], codes: dict[str, dict[str, Cell]], stated_by: dict[str, Cell]
) -> Row:
    row = group["row"]
    phenomenon, rung = Coded("phenomenon", group["phenomenon"]), _highest(group["rungs"])
    in_europe = Message("figures.phenomena.in_europe", {"phenomenon": phenomenon})
    risk = Message("figures.phenomena.risk", {"rung": Coded("rung", rung)})
    return Row(
        row,
        (
            Words(in_europe if group["abroad"] else phenomenon),
            Words(risk) if group["subject"] == "risk_condition" else coded("rung", rung),
            *(codes[name].get(row, NotSupplied()) for name in LISTED),
            _seen(group["first"], group["last"]),
            Count(group["organisations"], "organisation"),
            stated_by[row],
        ),
    )


def _seen(first: datetime.date | None, last: datetime.date | None) -> Cell:
    if first is None or last is None:
        return NotSupplied()
    if first == last:
        return Words(Day(first))
    return Words(Message("figures.phenomena.seen", {"first": Day(first), "last": Day(last)}))


def _highest(rungs: list[str]) -> str:
    order = dictionary().code_list("rung").names
    return max(rungs, key=order.index)


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.phenomena.empty"), None, table, "empty")
    position = table.position("organisations")
    most = sorted(table.rows, key=lambda row: -(limits(row.cells[position])[0] or 0))
    described = {row.id.split(".")[0] for row in table.rows}
    named = tuple(phrase(row.cells[0]) for row in most[:NAMED_IN_SENTENCE])
    values: dict[str, Value] = {"n": len(described), "named": named}
    points = tuple(_point(row, position) for row in most)
    unit = Message("figures.units.organisation")
    chart = BarChart((Series(Message("figures.columns.organisations"), points),), unit)
    return Reading(Message("figures.phenomena.sentence", values), chart, table)


def _point(row: Row, position: int) -> Point:
    label = row.cells[0]
    assert isinstance(label, Words)
    assert isinstance(label.value, (Coded, Message))
    low, high = limits(row.cells[position])
    return Point(label.value, low, high)
