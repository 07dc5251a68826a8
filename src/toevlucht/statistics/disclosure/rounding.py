"""Round a table to multiples of a base so that rounded parts still make their rounded totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import index

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from toevlucht.statistics.disclosure.structure import Range, Sum, check_sums, equations

Values = NDArray[np.int64]

# How many multiples beyond the adjacent ones a cell may go where nothing nearer adds up.
FURTHEST = 2
# What one step beyond the adjacent multiples costs, against a deviation of one: it outweighs all.
OF_A_STEP_BEYOND = 1e4


class CannotRound(ValueError):
    """No table of multiples adds up, even with cells two multiples beyond the adjacent ones."""


@dataclass(frozen=True)
class Rounded:
    """A rounded table. ``relaxed`` holds the cells that are not at an adjacent multiple."""

    values: tuple[int, ...]
    relaxed: tuple[int, ...]
    deviation: int

    def stands_for(self, cell: int, base: int) -> Range:
        """The values that a reader, who knows the rule, must think possible for a cell."""
        beyond = base * FURTHEST if cell in self.relaxed else 0
        value = self.values[cell]
        return max(0, value - base - beyond + 1), value + base + beyond - 1


def controlled_rounding(
    values: Sequence[int],
    sums: Sequence[Sum],
    base: int = 5,
    exact: Sequence[bool] | None = None,
) -> Rounded:
    """Round every cell to a multiple of ``base`` so that all sums still hold.

    Zero-restricted: a multiple of the base stays as it is, and any other cell goes to the multiple
    just under or just over it [1]_. Of all such tables the one with the least sum of absolute
    deviations is taken, by an integer programme over one binary choice a cell [2]_. In nested and
    two-way tables there always is one; where linked tables leave none, single cells move on to the
    next multiple, as few and as little as can be, and ``relaxed`` names them [3]_.

    Parameters
    ----------
    values : sequence of int
        The counts, totals among them.
    sums : sequence of (total, parts)
        Which positions add up to which.
    base : int
        2 or more.
    exact : sequence of bool, optional
        Cells that are published as they are, such as national totals. A sum that holds one cannot
        hold exactly any more unless it is a multiple; its parts then make less than one base more
        or less than the total.

    Returns
    -------
    Rounded

    Raises
    ------
    CannotRound
        If not even a relaxed table adds up.
    ValueError
        If values are negative or do not add up, or flags differ in number from values.

    References
    ----------
    .. [1] L. H. Cox (1987). A constructive procedure for unbiased controlled rounding. Journal of
       the American Statistical Association 82(398), 520-524.
    .. [2] M. Fischetti and J. J. Salazar-González (1998). Computational experience with the
       controlled rounding problem in statistical disclosure control. Journal of Official
       Statistics 14(4), 553-565.
    .. [3] J. J. Salazar-González, C. Staggermeier and M. Bycroft (2004). Controlled rounding
       implementation. Privacy in Statistical Databases, LNCS 3050, 303-308.

    Examples
    --------
    Rounded one by one these three would make 15, and their total 10.

    >>> controlled_rounding([3, 3, 4, 10], [(3, [0, 1, 2])]).values
    (5, 0, 5, 10)
    """
    counts = np.array([index(value) for value in values], dtype=np.int64)
    kept = np.zeros(len(counts), dtype=bool) if exact is None else np.array(exact, dtype=bool)
    _check(counts, kept, sums, base)
    if not len(counts):
        return Rounded((), (), 0)
    for furthest in (0, FURTHEST):
        rounded = _nearest(counts, kept, sums, base, furthest)
        if rounded is not None:
            beyond = np.flatnonzero(~kept & (np.abs(rounded - counts) >= base))
            deviation = int(np.abs(rounded - counts).sum())
            return Rounded(tuple(rounded.tolist()), tuple(beyond.tolist()), deviation)
    raise CannotRound(f"no table of multiples of {base} adds up")


def _nearest(
    counts: Values, kept: NDArray[np.bool_], sums: Sequence[Sum], base: int, furthest: int
) -> Values | None:
    """The nearest table: each cell is its floor, plus a choice of up, plus steps beyond."""
    size = len(counts)
    floor = np.where(kept, counts, counts // base * base)
    rest = np.where(kept, 0, counts % base)
    up = (rest > 0).astype(float)
    further = np.where(kept, 0, furthest).astype(float)
    lower = np.minimum(further, floor // base)
    # Going up costs what it adds to the deviation; between equals the earlier cell goes up.
    price = (base - 2 * rest) + 1e-4 * np.arange(size) / size
    objective = np.concatenate([price, np.full(2 * size, OF_A_STEP_BEYOND)])
    bounds = Bounds(np.zeros(3 * size), np.concatenate([up, further, lower]))
    constraints = []
    if sums:
        table = equations(size, sums).toarray()
        slack = np.array([base - 1 if kept[[t, *p]].any() else 0 for t, p in sums])
        start = table @ floor
        moves = np.hstack([table, table, -table]) * base
        constraints.append(LinearConstraint(moves, -start - slack, -start + slack))
    found = milp(
        objective,
        integrality=np.ones(3 * size, dtype=np.int64),
        bounds=bounds,
        constraints=constraints,
        options={"mip_rel_gap": 0},
    )
    if found.x is None:
        return None
    risen, over, under = np.split(np.rint(found.x).astype(np.int64), 3)
    return np.asarray(floor + base * (risen + over - under), dtype=np.int64)


def _check(counts: Values, kept: NDArray[np.bool_], sums: Sequence[Sum], base: int) -> None:
    if len(kept) != len(counts):
        raise ValueError("values and exact must have one entry a cell")
    if base < 2 or (counts < 0).any():
        raise ValueError("counts are 0 or more and the base is 2 or more")
    check_sums(len(counts), sums)
    for total, parts in sums:
        if counts[total] != counts[list(parts)].sum():
            raise ValueError(f"cell {total} is {counts[total]}, which is not the sum of its parts")
