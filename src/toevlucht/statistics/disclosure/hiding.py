"""Publish a table so that no small count of people can be worked out from the rest of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import index

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.disclosure.cheapest import cheapest_table
from toevlucht.statistics.disclosure.structure import Component, Range, Sum, check_sums, components

Values = NDArray[np.int64]
Flags = NDArray[np.bool_]


class CannotProtect(ValueError):
    """These cells can be worked out from cells that must be published exactly.

    ``cells`` holds their positions. Publish fewer parts, or merge them.
    """

    def __init__(self, cells: Sequence[int]) -> None:
        self.cells = tuple(cells)
        super().__init__(
            f"exact totals give away the cells {list(cells)}; merge parts or drop them"
        )


def protect(
    values: Sequence[int],
    sensitive: Sequence[bool],
    sums: Sequence[Sum],
    threshold: int = 5,
    fixed: Sequence[bool] | None = None,
    *,
    given: Mapping[int, Range] | None = None,
    drawn: Mapping[int, Range] | None = None,
    weights: Sequence[float] | None = None,
) -> list[Range]:
    """Replace small counts, and what would give them away, by ranges.

    A cell in scope with a value from 1 to ``threshold - 1`` is *small* and is published as the
    range (1, threshold - 1). Further cells are hidden behind ranges from one multiple of
    ``threshold`` to just under the next, widened where needed, until this holds:

        For every small cell there are two complete tables or more that agree with all that is
        published (exact values, ranges, sums, whole numbers of 0 and up) and differ in that cell.
        Wherever other cells can be hidden to that end, they reach from 1 to ``threshold - 1``.

    It is what `audit` finds of the result. A hidden cell in scope that is not small keeps a range
    of values that are not small, so knowing the rule of the threshold does not help the attacker.
    Zeros are findings and stay exact. Only where that leaves a small cell open are, in this order,
    ranges drawn that mix small and larger counts, and zeros hidden too (ranges from 0).

    Which cells to hide is decided one small cell and one direction at a time, by the cheapest move
    of the whole table that takes the cell there [1]_, hiding few and small cells [2]_. Order of the
    cells decides between equals, so the same input has the same result.

    Not covered: being one of the people counted, and reasoning back from which cells this
    procedure chose to hide.

    Parameters
    ----------
    values : sequence of int
        The counts, totals among them.
    sensitive : sequence of bool
        Which cells are in scope of the rule.
    sums : sequence of (total, parts)
        Which positions add up to which. Nested, two-way and linked tables are more sums over the
        same list; a sum with one part says that two cells are the same number.
    threshold : int
        The smallest positive count that is published, 2 or more.
    fixed : sequence of bool, optional
        Cells that are published exactly whatever the others need, such as national totals.
    given : mapping of int to (low, high), optional
        Cells that are not published here, and what everybody knows of each.
    drawn : mapping of int to (low, high), optional
        Cells that are published no narrower than this, for example none and few alike.
    weights : sequence of float, optional
        How dear it is to hide each cell, 1 where nothing is said.

    Returns
    -------
    list of (low, high)
        For each cell ``(value, value)`` or the published range, ``low < high``.

    Raises
    ------
    CannotProtect
        If fixed cells give small cells away whatever else is hidden.
    ValueError
        If the values do not add up, are negative, differ in number from the flags, lie outside
        what is given or drawn, or a small cell is fixed.

    References
    ----------
    .. [1] L. H. Cox (1995). Network models for complementary cell suppression. Journal of the
       American Statistical Association 90(432), 1453-1462.
    .. [2] M. Fischetti and J. J. Salazar-González (2003). Partial cell suppression: a new
       methodology for statistical disclosure control. Statistics and Computing 13, 13-21.

    Examples
    --------
    Three regions and their total; the total of 26 would give the 3 away, so the 9 is hidden too.
    Its range goes to 14: were the 3 a 1, it would be 11.

    >>> protect([3, 9, 14, 26], [True] * 4, [(3, [0, 1, 2])], fixed=[False] * 3 + [True])
    [(1, 4), (5, 14), (14, 14), (26, 26)]
    """
    table = _table(values, sensitive, sums, threshold, fixed)
    table = _with_ranges(table, given or {}, drawn or {}, weights)
    ranges = _Ranges(table)
    open_cells: list[int] = []
    for component in components(len(table.values), sums):
        if table.small[component.cells].any():
            open_cells += _cover(component, table, ranges)
    if open_cells:
        raise CannotProtect(sorted(open_cells))
    return list(zip(ranges.low.tolist(), ranges.high.tolist(), strict=True))


@dataclass(frozen=True)
class _Table:
    values: Values
    sensitive: Flags
    fixed: Flags
    threshold: int
    held: Flags
    least: Values
    most: Values
    weights: NDArray[np.float64]

    @property
    def small(self) -> Flags:
        return self.sensitive & (self.values > 0) & (self.values < self.threshold)

    def limits(self, step: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far each cell's range may be widened: 0 keeps small apart, 1 mixes, 2 hides zeros."""
        low, high = self.values.astype(float), self.values.astype(float)
        free = ~self.fixed if step == 2 else ~self.fixed & (self.values > 0)
        low[free], high[free] = 0 if step == 2 else 1, np.inf
        if step == 0:
            low[free & self.sensitive & ~self.small] = self.threshold
            high[self.small] = self.threshold - 1
        low[self.held], high[self.held] = self.least[self.held], self.most[self.held]
        return low, high


class _Ranges:
    """What is to be published so far, and how far tables that fit it are known to reach."""

    def __init__(self, table: _Table) -> None:
        self.threshold = table.threshold
        self.values = table.values
        self.low, self.high = table.values.copy(), table.values.copy()
        self.low[table.small], self.high[table.small] = 1, table.threshold - 1
        self.low = np.where(table.held, table.least, np.minimum(self.low, table.least))
        self.high = np.where(table.held, table.most, np.maximum(self.high, table.most))
        self.held = table.held
        self.least, self.most = table.values.copy(), table.values.copy()

    def copy(self) -> tuple[Values, ...]:
        return self.low.copy(), self.high.copy(), self.least.copy(), self.most.copy()

    def restore(self, copied: tuple[Values, ...]) -> None:
        self.low, self.high, self.least, self.most = copied

    def widen(self, cell: int, value: int) -> None:
        """Let the range hold ``value``, outwards to the bounds of its band."""
        if self.held[cell]:
            return
        for held in (value, int(self.values[cell])):
            start = held - held % self.threshold
            self.low[cell] = min(self.low[cell], start or min(held, 1))
            self.high[cell] = max(self.high[cell], start + self.threshold - 1)

    def pins(self, cell: int) -> bool:
        """Whether no other value of the cell is known to agree with what is published."""
        return bool(self.least[cell] == self.most[cell])

    def keeps_promise(self, cell: int) -> bool:
        """Whether the cell is known to reach over all small counts."""
        return bool(self.least[cell] <= 1 and self.most[cell] >= self.threshold - 1)

    def reach(self, cell: int) -> int:
        return int(self.most[cell] - self.least[cell])

    def admit(self, cells: NDArray[np.intp], found: Values) -> None:
        """Make a table of other values for ``cells`` one that agrees with what is published."""
        outside = (found < self.low[cells]) | (found > self.high[cells])
        for cell, value in zip(cells[outside].tolist(), found[outside].tolist(), strict=True):
            self.widen(cell, value)
        self.least[cells] = np.minimum(self.least[cells], found)
        self.most[cells] = np.maximum(self.most[cells], found)


def _cover(component: Component, table: _Table, ranges: _Ranges) -> list[int]:
    """Protect the small cells of one component; return those that stay open."""
    small = component.cells[table.small[component.cells]].tolist()
    return [cell for cell in small if not _cover_cell(cell, component, table, ranges)]


def _cover_cell(cell: int, component: Component, table: _Table, ranges: _Ranges) -> bool:
    attempts = []
    before = ranges.copy()
    for step in (0, 1, 2):
        limits = table.limits(step)
        if step:
            # Its neighbours' ranges will hold small counts or zeros: its own must look like theirs.
            ranges.widen(cell, table.threshold if step == 1 else 0)
        # Upwards first: what can give way downwards can also give way upwards.
        _reach(cell, table.threshold - 1, component, limits, table, ranges)
        _reach(cell, 0 if step == 2 else 1, component, limits, table, ranges)
        if step and ranges.pins(cell):
            ranges.widen(cell, table.threshold)
            _reach(cell, int(table.values[cell]) + 1, component, limits, table, ranges)
        if ranges.keeps_promise(cell):
            return True
        attempts.append((ranges.reach(cell), ranges.copy()))
        ranges.restore(before)
        before = ranges.copy()
    width, best = max(attempts, key=lambda attempt: attempt[0])
    if width:
        ranges.restore(best)
    return width > 0


def _reach(
    cell: int,
    end: int,
    component: Component,
    limits: tuple[NDArray[np.float64], NDArray[np.float64]],
    table: _Table,
    ranges: _Ranges,
) -> None:
    """Widen what must be widened so that ``cell`` may be ``end``, or come as near as it can."""
    if ranges.least[cell] <= end <= ranges.most[cell]:
        return
    cells = component.cells
    found = cheapest_table(
        component.equations,
        ranges.values[cells],
        (ranges.low[cells], ranges.high[cells]),
        (limits[0][cells], limits[1][cells]),
        table.weights[cells],
        int(np.flatnonzero(cells == cell)[0]),
        end,
    )
    ranges.admit(cells, found)


def _table(
    values: Sequence[int],
    sensitive: Sequence[bool],
    sums: Sequence[Sum],
    threshold: int,
    fixed: Sequence[bool] | None,
) -> _Table:
    counts = np.array([index(value) for value in values], dtype=np.int64)
    must = np.zeros(len(counts), dtype=bool) if fixed is None else np.array(fixed, dtype=bool)
    free, one = np.zeros(len(counts), dtype=bool), np.ones(len(counts))
    scope = np.array(sensitive, dtype=bool)
    table = _Table(counts, scope, must, index(threshold), free, counts, counts, one)
    if not len(table.sensitive) == len(table.fixed) == len(counts):
        raise ValueError("values, sensitive and fixed must have one entry a cell")
    if table.threshold < 2 or (counts < 0).any():
        raise ValueError("counts are 0 or more and the threshold is 2 or more")
    if (clash := np.flatnonzero(table.small & table.fixed)).size:
        raise ValueError(f"the cells {clash.tolist()} are small and in scope, and also fixed")
    check_sums(len(counts), sums)
    for total, parts in sums:
        if counts[total] != counts[list(parts)].sum():
            raise ValueError(f"cell {total} is {counts[total]}, which is not the sum of its parts")
    return table


def _with_ranges(
    table: _Table,
    given: Mapping[int, Range],
    drawn: Mapping[int, Range],
    weights: Sequence[float] | None,
) -> _Table:
    held, least, most = table.held.copy(), table.values.copy(), table.values.copy()
    for cell, (low, high) in (*drawn.items(), *given.items()):
        if not 0 <= low <= table.values[cell] <= high:
            raise ValueError(f"cell {cell} is not in the range that is given of it or drawn")
        least[cell], most[cell] = low, high
    held[list(given)] = True
    dear = table.weights if weights is None else np.array(weights, dtype=float)
    if dear.shape != held.shape or (dear <= 0).any():
        raise ValueError("weights are above 0, one for each cell")
    return replace(table, held=held, least=least, most=most, weights=dear)
