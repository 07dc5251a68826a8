"""Statements over time, by the day they became known: concrete ones apart from the rest."""

from __future__ import annotations

import datetime
from typing import Any

import ibis

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.evidence import is_finding_of_nothing
from toevlucht.picture.figures.findings import (
    STANDING,
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
    days = rows_of(
        rows.group_by("known_on").agg(all=ibis._.count(), concrete=rows.rung.isin(CONCRETE).sum())
    )
    moments = _moments(days, snapshot.edition.period.cut_off)
    table = Table(
        (
            column("known_in", "label"),
            column("not_concrete", "count"),
            column("concrete", "count"),
        ),
        tuple(_row(moment, counts) for moment, counts in moments.items()),
    )
    return Findings(table, cited(rows), organisations(rows), STANDING)


def _moments(days: list[dict[str, Any]], last: datetime.date) -> dict[Day, tuple[int, int]]:
    """All and concrete statements by week or month; one in which none became known is a zero."""
    if not days:
        return {}
    first = min(day["known_on"] for day in days)
    precision = "week" if (last - first).days <= MOST_WEEKS * 7 else "month"
    moments: dict[Day, tuple[int, int]] = {}
    start = _start(first, precision)
    while start <= last:
        moments[Day(start, precision)] = (0, 0)
        start = _start(start + datetime.timedelta(days=8 if precision == "week" else 32), precision)
    for day in days:
        moment = Day(_start(day["known_on"], precision), precision)
        every, concrete = moments[moment]
        moments[moment] = (every + day["all"], concrete + day["concrete"])
    return moments


def _start(day: datetime.date, precision: str) -> datetime.date:
    if precision == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1)


def _row(moment: Day, counts: tuple[int, int]) -> Row:
    every, concrete = counts
    cells = (Words(moment), Count(every - concrete, "statement"), Count(concrete, "statement"))
    return Row(moment.date.isoformat(), cells)


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.statements_over_time.empty"), None, table, "empty")
    totals = {name: _total(table, name) for name in ("not_concrete", "concrete")}
    first, last = table.rows[0].cells[0], table.rows[-1].cells[0]
    assert isinstance(first, Words)
    assert isinstance(last, Words)
    values = {"first": first.value, "last": last.value, "others": totals["not_concrete"]}
    key = "single" if len(table.rows) == 1 else "sentence"
    sentence = Message(f"figures.statements_over_time.{key}", {**values, "n": totals["concrete"]})
    if any(not isinstance(cell, Count) for row in table.rows for cell in row.cells[1:]):
        sentence = Message("disclosure.over_time", {**values, "n": totals["concrete"]})
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
