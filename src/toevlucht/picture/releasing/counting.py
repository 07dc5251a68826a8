"""A table of people by region and column: where each cell stands, and what adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from toevlucht.statistics.disclosure import Sum

TOTAL = "total"


@dataclass(frozen=True)
class RegionRow:
    """A region, and how many of its municipalities kept the ledger all month."""

    code: str
    keeping: int
    of: int


@dataclass(frozen=True)
class Frame:
    """Which cells there are; that depends on who keeps a ledger, never on the counts.

    Cells stand row by row; a row ends with its total. With two rows or more a row of
    totals follows.
    """

    rows: tuple[RegionRow, ...]
    columns: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.columns) + 1

    @property
    def row_codes(self) -> tuple[str, ...]:
        codes = tuple(one.code for one in self.rows)
        return (*codes, TOTAL) if len(codes) > 1 else codes

    @property
    def column_codes(self) -> tuple[str, ...]:
        return (*self.columns, TOTAL)

    @property
    def size(self) -> int:
        return len(self.row_codes) * self.width

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """Row and column of each cell."""
        return tuple((row, column) for row in self.row_codes for column in self.column_codes)

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The cells that are no totals."""
        return tuple(n for n, names in enumerate(self.cells) if TOTAL not in names)

    @property
    def sums(self) -> list[Sum]:
        return list(self._sums())

    def _sums(self) -> Iterator[Sum]:
        last = len(self.columns)
        for row in range(len(self.row_codes)):
            start = row * self.width
            yield start + last, range(start, start + last)
        if len(self.rows) > 1:
            total = len(self.rows) * self.width
            for column in range(self.width):
                yield total + column, [row * self.width + column for row in range(len(self.rows))]


@dataclass(frozen=True)
class Counted:
    """Whose each record is and in which cell; several records of a person in a cell count once."""

    frame: Frame
    people: tuple[int, ...]
    cells: tuple[int, ...]
    is_generated: bool

    @cached_property
    def exact(self) -> tuple[int, ...]:
        """People in each cell. In a total somebody counts once for each cell that is in it."""
        counts = [0] * self.frame.size
        for _, cell in set(zip(self.people, self.cells, strict=True)):
            counts[cell] += 1
        for total, parts in self.frame.sums:
            counts[total] = sum(counts[part] for part in parts)
        return tuple(counts)


def counted(
    rows: Sequence[RegionRow],
    columns: Sequence[str],
    records: Sequence[tuple[int, str, str]],
    is_generated: bool,
) -> Counted:
    """Of records that say who it is, in which region, and in which column."""
    frame = Frame(tuple(rows), tuple(columns))
    place = {names: cell for cell, names in enumerate(frame.cells)}
    people = tuple(person for person, _, _ in records)
    cells = tuple(place[region, column] for _, region, column in records)
    return Counted(frame, people, cells, is_generated)
