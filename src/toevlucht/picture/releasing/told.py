"""A table as it went out, line by line in the words of a language: for pages and files alike."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from toevlucht.geography import areas
from toevlucht.language import Day, Language
from toevlucht.picture.releasing.catalogue import DELTA, TABLES
from toevlucht.picture.releasing.counting import TOTAL, Frame
from toevlucht.statistics.disclosure import epsilon

CUT_SHORT = "cut_short"
NOT_SUPPLIED = "not_supplied"


@dataclass(frozen=True)
class Number:
    """With how far it may lie from the true one. Without a value nobody supplied it."""

    column: str
    value: int | None = None
    margin: int | None = None

    @property
    def low(self) -> int | None:
        return (
            None if self.value is None or self.margin is None else max(0, self.value - self.margin)
        )

    @property
    def high(self) -> int | None:
        return None if self.value is None or self.margin is None else self.value + self.margin


@dataclass(frozen=True)
class ToldRow:
    """A region, or all that were counted; without numbers where no ledger was kept."""

    code: str
    numbers: tuple[Number, ...]
    keeping: int
    of: int


@dataclass(frozen=True)
class Told:
    """``cost`` is in rho, of this table; nothing for partners."""

    table: str
    month: datetime.date
    audience: str
    released_on: datetime.date
    is_generated: bool
    frame: Frame
    values: Sequence[int]
    margins: Sequence[int]
    most_cells: int
    variance: Fraction
    cost: Fraction

    @cached_property
    def rows(self) -> list[ToldRow]:
        keeping = {one.code: (one.keeping, one.of) for one in self.frame.rows}
        keeping[TOTAL] = (
            sum(one.keeping for one in self.frame.rows),
            sum(one.of for one in self.frame.rows),
        )
        codes = enumerate(self.frame.row_codes)
        return [ToldRow(code, self._numbers(n), *keeping[code]) for n, code in codes]

    def _numbers(self, row: int) -> tuple[Number, ...]:
        start = row * self.frame.width
        return tuple(
            Number(column, self.values[start + n], self.margins[start + n])
            for n, column in enumerate(self.frame.column_codes)
        )

    @property
    def cut_short(self) -> Number | None:
        """How many people were in more cells than are counted of them, with noise of its own."""
        if len(self.values) == self.frame.size:
            return None
        return Number(TOTAL, self.values[-1], self.margins[-1])

    @cached_property
    def not_supplied(self) -> list[ToldRow]:
        """The regions in which nobody kept a ledger all month; that is not zero."""
        counted = {one.code for one in self.frame.rows}
        nothing = tuple(Number(column) for column in self.frame.column_codes)
        return [
            ToldRow(one.code, nothing, 0, len(areas.municipalities(self.month, one.code)))
            for one in areas.safety_regions(self.month)
            if one.code not in counted
        ]

    @property
    def margin(self) -> int:
        """Of a number that is no total."""
        return min(self.margins)

    @property
    def epsilon(self) -> float:
        return epsilon(float(self.cost), DELTA)

    @property
    def year_epsilon(self) -> float:
        """Of all tables about the same people in the year together."""
        return TABLES[self.table].subject.epsilon


def title_of(table: str, month: datetime.date, spoken: Language) -> str:
    return spoken.say(f"releases.table.{table}", month=Day(month, "month"))


def row_name(code: str, month: datetime.date, spoken: Language) -> str:
    if code in (TOTAL, CUT_SHORT):
        return spoken.say(f"releases.row.{code}")
    return areas.named(code, month).name(spoken.tag)


def column_name(code: str, spoken: Language) -> str:
    return spoken.say(f"releases.column.{code}")
