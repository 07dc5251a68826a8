"""Statements over time, by the day they became known: concrete ones apart from the rest."""

from __future__ import annotations

import datetime
from typing import Any

import ibis

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.evidence import is_finding_of_nothing
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
from toevlucht.picture.figures.ladder import CONCRETE
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Count, LineChart, Point, Row, Series, Table, Words

# Up to this many weeks are shown by the week; a longer series by the month.
MOST_WEEKS = 60


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("observations"), snapshot)
    rows = rows.filter(
        (rows.rung != "refuted")
        & (rows.subject == "occurrence")
        & rows.level.isin(["national", "regional"])
        & ~is_finding_of_nothing(rows)
    )
    first = rows.known_on.min().to_pyarrow().as_py()
    last = snapshot.edition.period.cut_off
    unit = "W" if first is None or (last - first).days <= MOST_WEEKS * 7 else "M"
    moments = rows.mutate(moment=rows.known_on.truncate(unit), concrete=rows.rung.isin(CONCRETE))
    groups = rows_of(
        moments.group_by("moment")
        .agg(all=ibis._.count(), concrete=moments.concrete.sum())
        .order_by("moment")
    )
    table = Table(
        (
            column("known_in", "label"),
            column("not_concrete", "count"),
            column("concrete", "count"),
        ),
        tuple(_row(group, unit) for group in _without_gaps(groups, unit, last)),
    )
    return Findings(table, cited(rows), organisations(rows))


def _without_gaps(
    groups: list[dict[str, Any]], unit: str, last: datetime.date
) -> list[dict[str, Any]]:
    """Every week or month from the first to the last: none stated is a zero, and is shown."""
    found = {group["moment"]: group for group in groups}
    if not found:
        return []
    moment = min(found)
    every = []
    while moment <= last:
        every.append(found.get(moment, {"moment": moment, "all": 0, "concrete": 0}))
        moment = _next(moment, unit)
    return every


def _next(moment: datetime.date, unit: str) -> datetime.date:
    if unit == "W":
        return moment + datetime.timedelta(weeks=1)
    return (moment.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def _row(group: dict[str, Any], unit: str) -> Row:
    moment = Day(group["moment"], "week" if unit == "W" else "month")
    others = group["all"] - group["concrete"]
    cells = (Words(moment), Count(others, "statement"), Count(group["concrete"], "statement"))
    return Row(group["moment"].isoformat(), cells)


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.statements_over_time.empty"), None, table, "empty")
    totals = {name: _total(table, name) for name in ("not_concrete", "concrete")}
    first, last = table.rows[0].cells[0], table.rows[-1].cells[0]
    assert isinstance(first, Words)
    assert isinstance(last, Words)
    values = {"first": first.value, "last": last.value, "others": totals["not_concrete"]}
    sentence = Message("figures.statements_over_time.sentence", {**values, "n": totals["concrete"]})
    series = tuple(_series(table, name) for name in ("not_concrete", "concrete"))
    return Reading(sentence, LineChart(series, Message("figures.units.statement")), table)


def _total(table: Table, name: str) -> int:
    position = table.position(name)
    return sum(int(limits(row.cells[position])[0] or 0) for row in table.rows)


def _series(table: Table, name: str) -> Series:
    position = table.position(name)
    return Series(
        Message(f"figures.columns.{name}"),
        tuple(_point(row, position) for row in table.rows),
    )


def _point(row: Row, position: int) -> Point:
    moment = row.cells[0]
    assert isinstance(moment, Words)
    assert isinstance(moment.value, Day)
    low, high = limits(row.cells[position])
    return Point(moment.value, low, high)
