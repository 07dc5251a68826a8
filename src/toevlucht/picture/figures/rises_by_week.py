"""Did a form or a region rise in the last weeks, against the same season of earlier years?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from toevlucht.language import Coded, Day, Message, Value
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.areas import AreaOfEdition, areas, with_region
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
from toevlucht.picture.figures.trust_settings import WEEKS
from toevlucht.picture.figures.weekly_series import Weekly, weekly
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    Cell,
    Count,
    NotComputed,
    Point,
    RangeChart,
    Row,
    Series,
    Span,
    Table,
    Words,
)
from toevlucht.statistics.aberration import (
    NOUFAILY,
    Rises,
    discoveries,
    false_alarms,
    farrington,
    stories,
)
from toevlucht.statistics.nowcasting import delay_table, lawless

IN_A_YEAR = 52
# Days that are known well enough to say in which week something happened.
OF_A_WEEK = ("day", "week")
COLUMNS = (
    column("what", "label"),
    column("number", "count"),
    column("expected", "count"),
    column("how"),
)


@dataclass(frozen=True)
class _Judged:
    """The last weeks: what was found, and the alarms that are left among all that were asked."""

    rises: Rises
    chosen: NDArray[np.bool_]
    share: NDArray[np.float64]
    years: int


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("observations"), snapshot)
    rows = rows.filter(
        (rows.rung != "refuted")
        & (rows.subject == "occurrence")
        & rows.level.isin(["national", "regional"])
        & rows.date_precision.isin(OF_A_WEEK)
        & ~is_finding_of_nothing(rows)
    )
    given = rows_of(
        with_region(rows, snapshot)
        .group_by(["observed_to", "known_on", "form", "safety_region"])
        .agg(statements=rows.ref.count())
        .order_by(["observed_to", "known_on", "form", "safety_region"])
    )
    series = weekly([row for row in given if row["observed_to"]], snapshot.edition.period.cut_off)
    table_rows = [] if series is None else list(_rows(series, areas(snapshot)))
    return Findings(Table(COLUMNS, tuple(table_rows)), cited(rows), organisations(rows), STANDING)


def _rows(series: Weekly, places: dict[str, AreaOfEdition]) -> Iterator[Row]:
    judged = _judged(series)
    if judged is None:
        yield _too_few(len(series.mondays))
        return
    yield _asked(judged)
    yield from _country(series, judged)
    for number, (kind, code) in enumerate(series.names):
        if kind == "form":
            yield _form(number, code, judged)
    yield from _stories(series, judged, places)


def _judged(series: Weekly) -> _Judged | None:
    """Bounds for the last weeks of every series; None where history is too short."""
    length = len(series.mondays)
    years = min(NOUFAILY.years, (length - WEEKS.judged - NOUFAILY.half_window) // IN_A_YEAR)
    if years < WEEKS.least_years:
        return None
    table = delay_table(series.occurred, series.delays, length, WEEKS.longest_delay)
    share = np.clip(np.nan_to_num(lawless(table).share[-WEEKS.judged :], nan=1.0), 0.01, 1.0)
    # Without days a year has 52 weeks: enough for a season, and it needs no day a year back.
    rises = farrington(
        series.counts,
        weeks=range(-WEEKS.judged, 0),
        settings=replace(NOUFAILY, years=years, alpha=float(WEEKS.alpha)),
        reported=share,
    )
    found, _ = discoveries(rises.p_value, float(WEEKS.rate), dependent=True)
    return _Judged(rises, rises.alarm & found, share, years)


def _too_few(weeks: int) -> Row:
    needed = IN_A_YEAR * WEEKS.least_years + NOUFAILY.half_window + WEEKS.judged
    reason = NotComputed(Message("trust.weeks.too_few", {"n": weeks, "needed": needed}))
    return Row("asked", (_words("asked"), reason, reason, _words("too_short")))


def _asked(judged: _Judged) -> Row:
    stated = false_alarms(judged.rises, float(WEEKS.alpha))
    expected = Decimal(str(round(stated.expected, 1)))
    how = Message("trust.weeks.history", {"n": judged.years})
    by_chance = Words(Message("trust.weeks.by_chance", {"expected": expected}))
    return Row("asked", (_words("asked"), Count(stated.judged, "week"), by_chance, Words(how)))


def _country(series: Weekly, judged: _Judged) -> Iterator[Row]:
    for at, start in enumerate(series.mondays[-WEEKS.judged :]):
        percent = round(float(judged.share[at]) * 100)
        yield Row(
            f"country.{start.isoformat()}",
            (
                Words(Day(start, "week")),
                Count(int(judged.rises.observed[0, at]), "statement"),
                _up_to(float(judged.rises.bound[0, at])),
                Words(Message("trust.weeks.reported", {"percent": percent})),
            ),
        )


def _up_to(bound: float) -> Cell:
    if not np.isfinite(bound):
        return NotComputed(Message("trust.weeks.no_bound"))
    return Span(0, int(bound), "statement")


def _form(number: int, code: str, judged: _Judged) -> Row:
    expected = float(np.nansum(judged.rises.expected[number]))
    said = "rise" if judged.chosen[number].any() else "no_rise"
    return Row(
        f"form.{code}",
        (
            Words(Coded("form", code)),
            Count(int(judged.rises.observed[number].sum()), "statement"),
            Count(round(expected), "statement", about=True),
            _words(said),
        ),
    )


def _stories(series: Weekly, judged: _Judged, places: dict[str, AreaOfEdition]) -> Iterator[Row]:
    """Alarms of one week that lie within each other are one; of a region no number is told.

    A region with an alarm had five statements or more: the method asks for as many.
    """
    excess = np.nan_to_num(judged.rises.observed - judged.rises.expected)
    parents = [-1, *[0] * (len(series.names) - 1)]
    for at, start in enumerate(series.mondays[-WEEKS.judged :]):
        for story in stories(judged.chosen[:, at], excess[:, at], parents):
            kind, code = series.names[story.series]
            told = _words("not_told")
            week = Message("trust.weeks.in_week", {"week": Day(start, "week")})
            yield Row(
                f"story.{start.isoformat()}.{kind}{code}",
                (_named(kind, code, places), told, told, Words(week)),
            )


def _named(kind: str, code: str, places: dict[str, AreaOfEdition]) -> Words:
    if kind == "form":
        return Words(Coded("form", code))
    return places[code].words if kind == "region" else _words("country")


def _words(name: str) -> Words:
    return Words(Message(f"trust.weeks.{name}"))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.rises_by_week.empty"), None, table, "empty")
    asked = table.rows[0]
    if isinstance(asked.cells[1], NotComputed):
        return Reading(asked.cells[1].reason, None, table, "not_computed")
    by_chance, number = asked.cells[2], asked.cells[1]
    assert isinstance(by_chance, Words)
    assert isinstance(by_chance.value, Message)
    assert isinstance(number, Count)
    values: dict[str, Value] = {"n": number.value, **by_chance.value.values}
    told = [row for row in table.rows if row.id.startswith("story.")]
    if not told:
        return Reading(Message("trust.weeks.none", values), _chart(table), table)
    items = tuple(
        Message("trust.weeks.item", {"what": what.value, "when": when.value})
        for row in told
        if isinstance(what := row.cells[0], Words) and isinstance(when := row.cells[3], Words)
    )
    return Reading(Message("trust.weeks.risen", {**values, "items": items}), _chart(table), table)


def _chart(table: Table) -> RangeChart:
    """The country week by week: what could be expected, and below it what came."""
    points = tuple(
        Point(Message(f"trust.weeks.{name}", {"week": start.value}), *limits(row.cells[at]))
        for row in table.rows
        if row.id.startswith("country.") and isinstance(start := row.cells[0], Words)
        for name, at in (("expected_in", 2), ("came_in", 1))
    )
    title = Message("figures.rises_by_week.title")
    return RangeChart((Series(title, points),), Message("figures.units.statement"))
