"""What a figure holds before it has a language: a table of cells that know what they count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from toevlucht.language import Coded, Day, Message, Named


@dataclass(frozen=True)
class Count:
    """A number of units of one kind; never added to a count of another unit, rung or level.

    ``zero_kind`` says what a zero found (``none_found``, ``none_opened``, ``none_established``);
    ``below_national`` marks counts that the public rendition protects whatever their unit.
    ``rounded_to`` is the base of a count that the public sees as the multiple near it.
    """

    value: int
    unit: str
    at_least: bool = False
    about: bool = False
    zero_kind: str | None = None
    below_national: bool = False
    rounded_to: int = 0


@dataclass(frozen=True)
class Several:
    """More than one, and the source gives no number."""

    unit: str


@dataclass(frozen=True)
class Span:
    """A number known to lie from ``low`` to ``high``; ``high`` is None where no limit is known."""

    low: int
    high: int | None
    unit: str


@dataclass(frozen=True)
class Share:
    """A part of a whole, 0 to 1 (above 1 where more is used than there is)."""

    value: Decimal


@dataclass(frozen=True)
class Mentioned:
    """Said without a number: there are statements about it, and none gives a count."""

    statements: int


@dataclass(frozen=True)
class NotSupplied:
    """Nobody supplied it. This is not zero."""


@dataclass(frozen=True)
class Protected:
    """It is not shown, because a small number of people would follow from it."""


@dataclass(frozen=True)
class NotComputed:
    """It cannot be computed, and this is why."""

    reason: Message


@dataclass(frozen=True)
class Words:
    """A text in the reader's language: a message, a code, a place, a date, a name as it is."""

    value: str | Message | Coded | Named | Day
    address: str = ""


@dataclass(frozen=True)
class Listed:
    """Several entries in one cell, each on its own line."""

    parts: tuple[Cell, ...]


Cell = (
    Count
    | Several
    | Span
    | Share
    | Mentioned
    | NotSupplied
    | Protected
    | NotComputed
    | Words
    | Listed
)


@dataclass(frozen=True)
class Column:
    """``kind`` is ``label``, ``count``, ``share``, ``text`` or ``date``; it decides the alignment.

    A column with a ``unit`` counts nothing else: its heading names the unit and its cells show bare
    numbers. So does a count column without one whose cells all happen to count the same; in any
    other every count says its own unit.
    """

    id: str
    title: Message
    kind: str = "text"
    unit: str = ""


@dataclass(frozen=True)
class Sum:
    """Cells that add up to another cell of the same table, each as (row id, column id)."""

    total: tuple[str, str]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AtMost:
    """A cell that counts a part of what another counts, each as (row id, column id).

    ``rest_in_scope`` says that the rest, which anybody can subtract, is protected like a count.
    """

    part: tuple[str, str]
    whole: tuple[str, str]
    rest_in_scope: bool = False


@dataclass(frozen=True)
class Row:
    id: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Rows of cells under titled columns; the first column names the row."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...] = ()
    at_most: tuple[AtMost, ...] = ()

    def cell(self, row: str, column: str) -> Cell:
        return next(r for r in self.rows if r.id == row).cells[self.position(column)]

    def position(self, column: str) -> int:
        return next(i for i, c in enumerate(self.columns) if c.id == column)

    def without(self, rows: frozenset[str]) -> Table:
        """The same table without some rows, and without the sums that name them."""
        return Table(
            self.columns,
            tuple(row for row in self.rows if row.id not in rows),
            tuple(sum for sum in self.sums if sum.total[0] not in rows),
            self.at_most,
        )

    def with_cells(self, changed: dict[tuple[str, str], Cell]) -> Table:
        """The same table with some cells replaced, each found by (row id, column id)."""
        rows = tuple(
            replace(
                row,
                cells=tuple(
                    changed.get((row.id, column.id), cell)
                    for column, cell in zip(self.columns, row.cells, strict=True)
                ),
            )
            for row in self.rows
        )
        return replace(self, rows=rows)


# Charts: what is to be drawn, not how. Every value stands in the table too.


@dataclass(frozen=True)
class Point:
    """One value of a series: exact (``low == high``), a range, or not supplied (no ``low``)."""

    label: Message | Coded | Named | Day
    low: float | None
    high: float | None = None


@dataclass(frozen=True)
class Series:
    title: Message | Coded
    points: tuple[Point, ...]


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars, one a point; several series stand beside each other."""

    series: tuple[Series, ...]
    unit: Message


@dataclass(frozen=True)
class LineChart:
    """Values over time; points are dates on a true time axis; ``target`` is a labelled level."""

    series: tuple[Series, ...]
    unit: Message
    target: tuple[Message, float] | None = None


@dataclass(frozen=True)
class RangeChart:
    """One horizontal range a row: what is known of a number that nobody knows exactly."""

    series: tuple[Series, ...]
    unit: Message


@dataclass(frozen=True)
class RegionMap:
    """A map of the safety regions: the code of a region to its value; ``borders_of`` is a year."""

    values: dict[str, Point] = field(hash=False)
    unit: Message
    borders_of: int


Chart = BarChart | LineChart | RangeChart | RegionMap


@dataclass(frozen=True)
class Source:
    """Where rows of a figure come from: who stated it, in what publication, of what day."""

    title: str
    day: Day | None
    address: str = ""
    stated_by: Coded | None = None
    origin: Coded | None = None


@dataclass(frozen=True)
class Figure:
    """One question answered: a sentence, a chart, a table, and what must travel with the numbers.

    ``state`` is ``complete``, ``empty`` (a valid result: nobody supplied it) or ``not_computed``.
    """

    id: str
    title: Message
    question: Message
    sentence: Message
    caveat: Message  # what this figure does not say
    table: Table
    chart: Chart | None
    sources: tuple[Source, ...]
    known_until: Day
    counting: Message  # period, and cumulative or incremental
    rungs: tuple[str, ...]  # the rungs it counts, none where it counts no signals
    organisations: int  # independent organisations behind it
    state: str = "complete"
