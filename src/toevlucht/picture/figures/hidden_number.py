"""The hidden number: what overlapping lists say of it, and all that speaks against one number."""

from __future__ import annotations

from typing import Any

import ibis.expr.types as ir

from toevlucht.language import Message, Value
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
    Listed,
    NotComputed,
    Point,
    RangeChart,
    Row,
    Series,
    Span,
    Table,
    Words,
)

PERSONS = "persons"
# Rows of what lists hold have such ids; those of an estimate begin like this.
ESTIMATED = "estimate."
VERDICT = "estimate.verdict"


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("overlap"), snapshot)
    # Another period may hold the same people: only the newest is shown.
    rows = rows.filter(rows.period_to == rows.period_to.max())
    rows = rows.filter(rows.period_from == rows.period_from.max())
    columns = (column("what", "label"), column(PERSONS, "count"), column("how"))
    on_lists = _on_lists(rows)
    if not on_lists:
        return Findings(Table(columns, ()))
    given = rows_of(rows.order_by("ref"))
    estimated, gives_away = _estimated(given)
    return Findings(
        Table(columns, (*on_lists, *estimated)),
        cited(rows),
        organisations(rows),
        partners_only=frozenset(row.id for row in estimated) if gives_away else frozenset(),
    )


def _on_lists(rows: ir.Table) -> list[Row]:
    """How many persons stand on one list, on two, and so on."""
    lists = rows.on_lists.length().name("lists")
    groups = rows_of(
        rows.group_by([lists, "linkage_method"])
        .agg(persons=rows["count"].sum())
        .order_by(["lists", "linkage_method"])
    )
    return [
        Row(
            f"{group['lists']}.{group['linkage_method']}",
            (
                Words(Message("figures.hidden_number.on_lists", {"n": group["lists"]})),
                Count(group["persons"], "person"),
                coded("linkage_method", group["linkage_method"]),
            ),
        )
        for group in groups
    ]


def _estimated(given: list[dict[str, Any]]) -> tuple[list[Row], bool]:
    """The rows of the estimate, and whether small numbers could be worked out of them."""
    # Compiled code takes a second to load: only where somebody sent overlapping lists.
    from toevlucht.picture.figures.hidden_rows import estimate_rows, no_estimate
    from toevlucht.picture.figures.overlap_table import overlap_table
    from toevlucht.statistics.systems_estimation.tables import NotEstimable

    try:
        table = overlap_table(given)
    except NotEstimable as refusal:
        return [no_estimate(refusal.code)], False
    assert table is not None
    return estimate_rows(table), table.gives_away


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.hidden_number.empty"), None, table, "not_computed")
    estimated = {row.id: row.cells[1] for row in table.rows if row.id.startswith(ESTIMATED)}
    if not estimated:
        return Reading(Message("trust.hidden.partners_only"), None, table, "not_computed")
    verdict = estimated[VERDICT]
    if isinstance(verdict, NotComputed):
        sentence = Message("trust.hidden.not_estimable", {"reason": verdict.reason})
        return Reading(sentence, None, table, "not_computed")
    why = table.cell(VERDICT, "how")
    return Reading(_sentence(verdict, why, estimated), _chart(table), table)


def _sentence(verdict: Cell, why: Cell, estimated: dict[str, Cell]) -> Message:
    assert isinstance(verdict, Words)
    assert isinstance(verdict.value, Message)
    decided = verdict.value.key.rpartition(".")[2]
    low, high = limits(estimated["estimate.all"])
    values: dict[str, Value] = {"low": round(low or 0), "high": round(high or 0)}
    for name in ("best", "otherwise"):
        cell = estimated.get(ESTIMATED + name)
        if isinstance(cell, Count):
            values[name] = cell.value
    if isinstance(why, Listed):
        values["why"] = phrase(why.parts[-1])  # the last is the gravest
    if decided == "publish_no_number" and "otherwise" in values:
        return Message("trust.hidden.two_numbers", values)
    return Message(f"trust.hidden.sentence.{decided}", values)


def _chart(table: Table) -> RangeChart:
    points = tuple(
        Point(name.value, *limits(number))
        for row in table.rows
        if row.id.startswith(ESTIMATED)
        and isinstance(name := row.cells[0], Words)
        and isinstance(name.value, Message)
        and isinstance(number := row.cells[1], Count | Span)
    )
    title = Message("figures.hidden_number.title")
    return RangeChart((Series(title, points),), Message("figures.units.person"))
