"""Read weekly series: a row for each week of each series, in any order, none missing."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from toevlucht.cli.sheets import Problems, Sheet, count_in, read_sheet, wrong_cell

WEEK = ("week", "date", "datum", "тиждень", "дата")
SERIES = ("series", "reeks", "ряд")
COUNT = ("count", "counts", "n", "aantal", "кількість")
POPULATION = ("population", "bevolking", "населення")
ISO_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)
MOST_WEEKS = 5_000
MOST_CELLS = 20_000_000

Cell = tuple[str, int]


@dataclass(frozen=True)
class Weekly:
    """``days``: Mondays (w,); ``counts`` (s, w); ``population`` (s, w), 0 where it is not known."""

    names: tuple[str, ...]
    days: NDArray[np.datetime64]
    counts: NDArray[np.int64]
    population: NDArray[np.int64] | None


@dataclass(frozen=True)
class _Row:
    number: int
    count: int
    population: int


def read_weekly(path: Path, missing_is_zero: bool = False) -> Weekly:
    """The series in a file, each over all weeks from the first to the last of the file.

    A week is an ISO week (2025-W07) or any day in it (2025-02-10). Raises `WrongInput`, also for a
    week that a series does not have, unless ``missing_is_zero``.
    """
    sheet = read_sheet(path)
    problems = Problems()
    found = _columns(sheet, problems)
    problems.stop()
    rows = _rows(sheet, found, path.stem, problems)
    problems.stop()
    names = tuple(dict.fromkeys(name for name, _ in rows))
    weeks = [week for _, week in rows]
    first, last = min(weeks), max(weeks)
    length = last - first + 1
    if length > MOST_WEEKS or length * len(names) > MOST_CELLS:
        problems.add("analysing.problem.too_long", first=_monday(first), last=_monday(last))
        problems.stop()
    table = np.zeros((2, len(names), length), np.int64)
    has = np.zeros((len(names), length), bool)
    place = {name: i for i, name in enumerate(names)}
    for (name, week), row in rows.items():
        table[:, place[name], week - first] = row.count, row.population
        has[place[name], week - first] = True
    if not missing_is_zero:
        for i, week in np.argwhere(~has).tolist():
            problems.add("analysing.problem.week_missing", series=names[i], week=_iso(first + week))
    problems.stop()
    days = np.datetime64(_monday(first)) + 7 * np.arange(length)
    return Weekly(names, days, table[0], None if found["population"] is None else table[1])


def iso_week(day: np.datetime64) -> str:
    year, week, _ = day.astype("datetime64[D]").item().isocalendar()
    return f"{year}-W{week:02}"


def _columns(sheet: Sheet, problems: Problems) -> dict[str, int | None]:
    found = {
        "week": sheet.column(*WEEK),
        "series": sheet.column(*SERIES),
        "count": sheet.column(*COUNT),
        "population": sheet.column(*POPULATION),
    }
    if found["week"] is None:
        problems.add("analysing.problem.no_week_column", known=", ".join(WEEK))
    if found["count"] is None:
        problems.add("analysing.problem.no_count_column", known=", ".join(COUNT))
    return found


def _rows(
    sheet: Sheet, found: dict[str, int | None], unnamed: str, problems: Problems
) -> dict[Cell, _Row]:
    when, series, counted, people = (
        found[name] for name in ("week", "series", "count", "population")
    )
    assert when is not None
    assert counted is not None
    rows: dict[Cell, _Row] = {}
    for number, cells in sheet.rows:
        week = _week(cells[when])
        if week is None:
            wrong_cell(problems, "analysing.problem.no_week", sheet, number, cells, when)
        count = count_in(problems, sheet, number, cells, counted)
        population: int | None = 1
        if people is not None:
            population = count_in(problems, sheet, number, cells, people)
            if population == 0:
                wrong_cell(problems, "analysing.problem.nobody", sheet, number, cells, people)
        name = unnamed if series is None else cells[series]
        if series is not None and not name:
            wrong_cell(problems, "analysing.problem.nameless_series", sheet, number, cells, series)
        if week is None or count is None or not population or not name:
            continue
        key = (name, week)
        if key in rows:
            problems.add(
                "analysing.problem.week_twice",
                row=str(number),
                earlier=str(rows[key].number),
                week=_iso(week),
            )
        rows.setdefault(key, _Row(number, count, population))
    return rows


def _week(text: str) -> int | None:
    """Weeks since the Monday of year 1; None for what is no week."""
    try:
        if match := ISO_WEEK.fullmatch(text):
            day = datetime.date.fromisocalendar(int(match[1]), int(match[2]), 1)
        elif len(text) == 10:
            day = datetime.date.fromisoformat(text)
        else:
            return None
    except ValueError:
        return None
    return (day.toordinal() - 1) // 7


def _monday(week: int) -> datetime.date:
    return datetime.date.fromordinal(7 * week + 1)


def _iso(week: int) -> str:
    return iso_week(np.datetime64(_monday(week)))
