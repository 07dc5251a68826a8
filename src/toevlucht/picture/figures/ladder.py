"""The evidence ladder: what is believed, by form and rung, in the country and in Europe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ibis.expr.types as ir

from toevlucht.dictionary import dictionary
from toevlucht.language import Coded, Message, Value
from toevlucht.picture.editorial import Edition, Period
from toevlucht.picture.figures.evidence import countable, is_finding_of_nothing
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
    Mentioned,
    NotSupplied,
    Point,
    Row,
    Series,
    Several,
    Table,
    Words,
)

KEY = ["level", "form", "rung", "counting_unit"]
ITEMS_IN_SENTENCE = 8
CONCRETE = ("signal", "incident", "investigation", "established")


def find_national(snapshot: Snapshot) -> Findings:
    return _find(snapshot, ["national", "regional"])


def find_european(snapshot: Snapshot) -> Findings:
    return _find(snapshot, ["european"])


def _find(snapshot: Snapshot, levels: list[str]) -> Findings:
    edition = snapshot.edition
    rows = _of_levels(countable(snapshot, edition.period), levels)
    before = _previous(snapshot, edition.previous, levels)
    table = Table(
        (
            column("form", "label"),
            column("rung"),
            column("level"),
            column("number", "count"),
            column("statements", "count"),
            column("organisations", "count"),
            column("previous", "count"),
        ),
        tuple(_row(group, before) for group in _grouped(rows)),
    )
    return Findings(table, cited(rows), organisations(rows), _rungs())


def _of_levels(rows: ir.Table, levels: list[str]) -> ir.Table:
    return rows.filter(rows.level.isin(levels))


def _previous(
    snapshot: Snapshot, period: Period | None, levels: list[str]
) -> dict[tuple[str, ...], Cell]:
    if period is None:
        return {}
    groups = _grouped(_of_levels(countable(snapshot, period), levels))
    return {_key(group): _number(group) for group in groups}


def _grouped(rows: ir.Table) -> list[dict[str, Any]]:
    numbered = rows.count_kind.isin(["exact", "about", "at_least"])
    something = ~is_finding_of_nothing(rows)
    groups = rows_of(
        rows.group_by(KEY).agg(
            total=rows["count"].sum(where=numbered),
            numbered=numbered.sum(),
            at_least=(rows.count_kind == "at_least").sum(),
            about=(rows.count_kind == "about").sum(),
            several=(rows.count_kind == "several").sum(),
            statements=(something & (rows.rung != "refuted")).sum(),
            without_number=(~numbered).sum(),
            organisations=rows.stated_by.nunique(),
            seen_by=rows.stated_by.nunique(where=something),
            zero_kind=rows.zero_kind.min(),
        )
    )
    return sorted(groups, key=_order)


def _order(group: dict[str, Any]) -> tuple[int, ...]:
    lists = ("level", "form", "rung", "counting_unit")
    return tuple(dictionary().code_list(name).names.index(group[name]) for name in lists)


def _rungs() -> tuple[str, ...]:
    return dictionary().code_list("rung").names


def _key(group: dict[str, Any]) -> tuple[str, ...]:
    return tuple(group[name] for name in KEY)


def _row(group: dict[str, Any], before: dict[tuple[str, ...], Cell]) -> Row:
    of_persons = group["counting_unit"] == "person"
    return Row(
        ".".join(_key(group)),
        (
            coded("form", group["form"]),
            coded("rung", group["rung"]),
            coded("level", group["level"]),
            _number(group),
            Count(group["statements"], "statement", below_national=of_persons),
            Count(group["seen_by"] or group["organisations"], "organisation"),
            before.get(_key(group), NotSupplied()),
        ),
    )


def _number(group: dict[str, Any]) -> Cell:
    """The numbers added up, and beside them what was said without a number."""
    unit, unnumbered = group["counting_unit"], group["without_number"]
    # How often persons are mentioned may be how many they are.
    times = min(unnumbered, 1) if unit == "person" else unnumbered
    mentioned = Several(unit) if group["several"] else Mentioned(times)
    if not group["numbered"]:
        return mentioned
    total = Count(
        group["total"],
        unit,
        at_least=bool(group["at_least"]),
        about=bool(group["about"]),
        zero_kind=group["zero_kind"] if group["total"] == 0 else None,
    )
    return Listed((total, mentioned)) if unnumbered else total


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.ladder.empty"), None, table, "empty")
    table = _with_change(table, edition)
    items = [_item(table, row) for row in table.rows if _is_concrete(table, row)]
    if not items:
        sentence = Message("figures.ladder.no_concrete", {"statements": _statements(table)})
    else:
        left = len(items) - ITEMS_IN_SENTENCE
        shown = tuple(items[:ITEMS_IN_SENTENCE])
        sentence = Message("figures.ladder.concrete", {"items": shown})
        if left > 0:
            sentence = Message("figures.ladder.concrete_and_more", {"items": shown, "n": left})
    return Reading(_with_refuted(sentence, table), _chart(table), table)


def _with_refuted(sentence: Message, table: Table) -> Message:
    """The sentence, and beside it that something was refuted: it clears somebody."""
    refuted = [row for row in table.rows if _code(row.cells[1]) == "refuted"]
    if not refuted:
        return sentence
    number = sum(int(limits(row.cells[table.position("number")])[0] or 1) for row in refuted)
    also = Message("figures.ladder.refuted", {"n": number})
    return Message("figures.ladder.with_refuted", {"sentence": sentence, "refuted": also})


def _is_concrete(table: Table, row: Row) -> bool:
    number = row.cells[table.position("number")]
    return _code(row.cells[1]) in CONCRETE and not isinstance(number, Mentioned)


def _code(cell: Cell) -> str:
    assert isinstance(cell, Words)
    assert isinstance(cell.value, Coded)
    return cell.value.code


def _item(table: Table, row: Row) -> Message:
    number = row.cells[table.position("number")]
    values = {"number": phrase(number), "form": phrase(row.cells[0]), "rung": phrase(row.cells[1])}
    # An investigation that counts investigations need not say so twice.
    same = isinstance(number, Count) and number.unit == _code(row.cells[1])
    return Message("figures.ladder.item_of_unit" if same else "figures.ladder.item", values)


def _statements(table: Table) -> Value:
    cells = [row.cells[table.position("statements")] for row in table.rows]
    low = sum(int(limits(cell)[0] or 0) for cell in cells)
    exact = all(isinstance(cell, Count) for cell in cells)
    return phrase(Count(low, "statement", at_least=not exact))


def _with_change(table: Table, edition: Edition) -> Table:
    """Add the change since the edition before, from what the table itself shows."""
    if edition.previous is None:
        columns = table.columns[:-1]
        return Table(columns, tuple(replace(r, cells=r.cells[:-1]) for r in table.rows))
    if edition.period.counting_mode == "incremental":
        return table  # every number is new, and the counting says so
    rows = tuple(
        replace(row, cells=(*row.cells, _change(row.cells[-1], row.cells[3]))) for row in table.rows
    )
    return Table((*table.columns, column("change")), rows)


def _change(before: Cell, now: Cell) -> Cell:
    if not (isinstance(before, Count) and isinstance(now, Count)):
        return Words(Message("figures.change.not_comparable"))
    difference = now.value - before.value
    if difference == 0:
        return Words(Message("figures.change.same"))
    key = "more" if difference > 0 else "fewer"
    return Words(Message(f"figures.change.{key}", {"number": abs(difference)}))


def _chart(table: Table) -> BarChart:
    levels = dict.fromkeys(_code(row.cells[2]) for row in table.rows)
    series = tuple(_series(table, level) for level in levels)
    return BarChart(series, Message("figures.units.statement"))


def _series(table: Table, level: str) -> Series:
    position = table.position("statements")
    points = []
    for rung in STANDING:
        found = [limits(r.cells[position]) for r in table.rows if _stands_at(r, level, rung)]
        low = sum(low or 0 for low, _ in found)
        high = sum(high or 0 for _, high in found)
        points.append(Point(Coded("rung", rung), low, high))
    return Series(Coded("level", level), tuple(points))


def _stands_at(row: Row, level: str, rung: str) -> bool:
    return _code(row.cells[2]) == level and _code(row.cells[1]) == rung
