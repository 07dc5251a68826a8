"""What each audience would get of a table, before anybody decides: no noise is drawn for it."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from toevlucht.picture.releasing.catalogue import ReleasableTable
from toevlucht.picture.releasing.counting import Counted
from toevlucht.statistics.disclosure import GivesAway, Ledger, Release, release
from toevlucht.statistics.disclosure.private import margin
from toevlucht.statistics.disclosure.structure import leaves_of

BASE = 5  # partners' numbers are multiples of it
THRESHOLD = 5  # and tell of no count that is smaller which it is
MOSTLY = Fraction(1, 2)


@dataclass(frozen=True)
class ForPartners:
    """The rounded table, or the cells that would give small counts away."""

    rounded: Release | None
    gives_away: tuple[int, ...] = ()


@dataclass(frozen=True)
class ForPublic:
    """What a table with noise would be worth and cost. Exact, so for inside only."""

    margins: tuple[int, ...]
    small: int  # cells, not totals, that hold fewer people than their margin
    cells: int
    cut_short: int  # people who are in more cells than are counted of them
    lost: int  # by how much all cells together are too low for that reason
    ledger: Ledger
    cost: Fraction

    @property
    def margin(self) -> int:
        """Of one cell that is no total."""
        return min(self.margins)

    @property
    def is_too_small(self) -> bool:
        """Whether most numbers would say little more than that they are small."""
        return self.small > MOSTLY * self.cells

    @property
    def is_affordable(self) -> bool:
        return self.cost <= self.ledger.left


@dataclass(frozen=True)
class Plan:
    table: ReleasableTable
    counted: Counted
    partners: ForPartners
    public: ForPublic

    @property
    def mark(self) -> str:
        """Names what was looked at: it is another one as soon as a number is another one."""
        seen = repr((self.table.code, self.counted.frame, self.counted.exact))
        return hashlib.sha256(seen.encode()).hexdigest()[:16]


def plan(table: ReleasableTable, counted: Counted, ledger: Ledger) -> Plan:
    return Plan(table, counted, for_partners(counted), _for_public(table, counted, ledger))


def for_partners(counted: Counted) -> ForPartners:
    try:
        rounded = release(
            counted.exact, counted.frame.sums, "partners", threshold=THRESHOLD, base=BASE
        )
    except GivesAway as found:
        return ForPartners(None, found.cells)
    return ForPartners(rounded)


def _for_public(table: ReleasableTable, counted: Counted, ledger: Ledger) -> ForPublic:
    frame, variance = counted.frame, table.variance
    parts = _parts(counted)
    width = {number: margin(variance, number) for number in set(parts)}
    margins = tuple(width[number] for number in parts)
    of_person = Counter(
        person for person, _ in set(zip(counted.people, counted.cells, strict=True))
    )
    beyond = [cells - table.most_cells for cells in of_person.values() if cells > table.most_cells]
    small = sum(counted.exact[cell] < margins[cell] for cell in frame.leaves)
    return ForPublic(
        margins, small, len(frame.leaves), len(beyond), sum(beyond), ledger, table.cost
    )


def _parts(counted: Counted) -> list[int]:
    """Of how many cells with noise of their own each cell is the sum."""
    return [len(parts) for parts in leaves_of(counted.frame.size, counted.frame.sums)]


@dataclass(frozen=True)
class PlannedCell:
    """What inside reads of a cell, and what would go out of it to each audience."""

    column: str
    exact: int
    rounded: int | None
    gives_away: bool
    margin: int

    @property
    def is_small(self) -> bool:
        return self.exact < self.margin


def planned_rows(found: Plan) -> list[tuple[str, list[PlannedCell]]]:
    """By the code of a region or the total."""
    frame, partners = found.counted.frame, found.partners
    rounded = partners.rounded.values if partners.rounded else (None,) * frame.size
    cells = [
        PlannedCell(
            column,
            found.counted.exact[n],
            rounded[n],
            n in partners.gives_away,
            found.public.margins[n],
        )
        for n, (_, column) in enumerate(frame.cells)
    ]
    width = frame.width
    return [(code, cells[n * width : (n + 1) * width]) for n, code in enumerate(frame.row_codes)]
