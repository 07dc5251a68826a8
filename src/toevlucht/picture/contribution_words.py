"""Rows and traces of a contribution in the words of its reader."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from toevlucht.dictionary import Column, Table
from toevlucht.geography.countries import EU, is_country, named_country
from toevlucht.language import Language

PLACES = frozenset({"country", "citizenship", "area"})
WITHOUT_PLACE = {
    "unknown": "contributing.rows.unknown",
    "stateless": "contributing.rows.stateless",
}
ABSENT = "contributing.trace.absent"


@dataclass(frozen=True)
class RowsTold:
    """The supplied columns by their labels, and each row with what became of it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True)
class ChangeTold:
    row: str
    column: str
    published: str
    own: str
    with_it: str
    without: str


@dataclass(frozen=True)
class FigureTold:
    """One figure and the cells of it that change."""

    title: str
    changes: tuple[ChangeTold, ...]


def rows_told(table: Table, rows: list[dict[str, Any]], language: Language) -> RowsTold:
    """Columns that no row on the page fills are left out: a phone is narrow."""
    filled = [one for one in table.columns if any(row[one.name] is not None for row in rows)]
    labels = tuple(language.say(f"tables.{table.id}.columns.{one.name}.label") for one in filled)
    return RowsTold(labels, tuple(_row(filled, row, language) for row in rows))


def _row(
    columns: list[Column], row: Mapping[str, Any], language: Language
) -> tuple[tuple[str, ...], str]:
    fate = language.say(f"contributing.fate.{row['fate']}") if "fate" in row else ""
    return tuple(_cell(column, row[column.name], language) for column in columns), fate


def _cell(column: Column, value: Any, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_cell(column, part, language) for part in value)
    match value:
        case datetime.date():
            return language.date(value, "medium")
        case Decimal():
            return language.percent(value)
        case int():
            return str(value) if column.type == "year" else language.number(value)
    if column.codes:
        return language.say(f"codes.{column.codes}.{value}")
    return _place(value, language) if column.type in PLACES else str(value)


def _place(code: str, language: Language) -> str:
    """A country by its name; the code of a municipality or region is known to who sent it."""
    if code in WITHOUT_PLACE:
        return language.say(WITHOUT_PLACE[code])
    is_named = code == EU or is_country(code)
    return language.write(named_country(code)) if is_named else code


def changes_told(changes: Iterable[Mapping[str, Any]], language: Language) -> list[FigureTold]:
    """By figure, in the order of an edition."""
    grouped = groupby(changes, key=lambda one: one["figure"])
    return [
        FigureTold(
            language.say(f"figures.{figure.replace('-', '_')}.title"),
            tuple(_change(change, language) for change in found),
        )
        for figure, found in grouped
    ]


def _change(change: Mapping[str, Any], language: Language) -> ChangeTold:
    def text(name: str) -> str:
        words = change.get(name)
        return words[language.tag] if words else language.say(ABSENT)

    return ChangeTold(
        change["row"][language.tag],
        change["column"][language.tag],
        text("published"),
        text("own"),
        text("with"),
        text("without"),
    )
