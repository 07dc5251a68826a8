"""Round a table to multiples of a base so that rounded parts still make their rounded totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import index

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import hstack

from toevlucht.statistics.disclosure.structure import Range, Sum, check_sums, equations

Values = NDArray[np.int64]

# How many multiples beyond the adjacent ones a cell may go where nothing nearer adds up.
FURTHEST = 2
# What one step beyond the adjacent multiples costs, against a deviation of one: it outweighs all.
OF_A_STEP_BEYOND = 1e4
# A linked table is rounded as near as can be up to so many cells that are no multiples; above that
# no solver does so in the time a person waits, and a search takes its place.
NEAREST_UP_TO = 600
# Where the integer programme ends with the best table found so far.
MOST_NODES, MOST_SECONDS = 500, 30


class CannotRound(ValueError):
    """No table of multiples adds up, even with cells two multiples beyond the adjacent ones."""


@dataclass(frozen=True)
class Rounded:
    """A rounded table. ``relaxed`` holds the cells that are not at an adjacent multiple;
    ``nearest`` says whether it is proved that no such table deviates less."""

    values: tuple[int, ...]
    relaxed: tuple[int, ...]
    deviation: int
    nearest: bool = True

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
    deviations is taken. In nested tables, and in two-way tables of which one way or both are
    nested, there always is one, and the linear programme over choices from 0 to 1 ends at whole
    numbers: the table is a network. Elsewhere an integer programme decides [2]_; where linked
    tables leave none, single cells move on to the next multiple, as few and as little as can be,
    and ``relaxed`` names them [3]_. Tables of three ways and more with over ``NEAREST_UP_TO`` cells
    that are no multiples are searched instead: they add up, each cell that is no total goes to an
    adjacent multiple, but the table need not be the nearest (``nearest``), and ``relaxed`` may name
    totals that a perfect search would have spared.

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
    rounded, nearest = _rounded(counts, kept, sums, base)
    far = np.abs(rounded - counts)
    if (far[~kept] >= base * (1 + FURTHEST)).any():
        raise CannotRound(f"no table of multiples of {base} adds up near these counts")
    beyond = np.flatnonzero(~kept & (far >= base))
    return Rounded(tuple(rounded.tolist()), tuple(beyond.tolist()), int(far.sum()), nearest)


def _rounded(
    counts: Values, kept: NDArray[np.bool_], sums: Sequence[Sum], base: int
) -> tuple[Values, bool]:
    """The table, and whether it is proved to be the nearest."""
    if _is_searched(counts, kept, sums, base):
        # Not at the top: what it is compiled with takes a while to load.
        from toevlucht.statistics.disclosure.searching import is_derived, search

        if is_derived(len(counts), sums):
            return search(counts, sums, base), False
    for furthest in (0, FURTHEST):
        found = _nearest(counts, kept, sums, base, furthest)
        if found is not None:
            return found
    raise CannotRound(f"no table of multiples of {base} adds up")


def _is_searched(counts: Values, kept: NDArray[np.bool_], sums: Sequence[Sum], base: int) -> bool:
    """Whether the table has three ways or more, and is large."""
    ways = np.bincount([part for _, parts in sums for part in parts], minlength=len(counts))
    large = np.count_nonzero(counts % base) > NEAREST_UP_TO
    return bool(large and not kept.any() and ways.max(initial=0) > 2)


def _nearest(
    counts: Values, kept: NDArray[np.bool_], sums: Sequence[Sum], base: int, furthest: int
) -> tuple[Values, bool] | None:
    """The nearest table: each cell is its floor, plus a choice of up, plus steps beyond."""
    size = len(counts)
    floor = np.where(kept, counts, counts // base * base)
    rest = np.where(kept, 0, counts % base)
    further = np.where(kept, 0, furthest)
    limits = np.concatenate([rest > 0, further, np.minimum(further, floor // base)])
    # Going up costs what it adds to the deviation; between equals the earlier cell goes up.
    price = (base - 2 * rest) + 1e-4 * np.arange(size) / size
    prices = np.concatenate([price, np.full(2 * size, OF_A_STEP_BEYOND)])
    able = np.flatnonzero(limits)
    if not able.size:
        return counts, True
    table = equations(size, sums)
    slack = np.array([base - 1 if kept[[t, *p]].any() else 0 for t, p in sums])
    start = table @ floor
    moves = hstack([table, table, -table], format="csr")[:, able] * base
    # A linear programme that ends at whole numbers needs no other; HiGHS takes longer to look for
    # what it could leave out than to solve it.
    for whole in (0, 1):
        found = milp(
            prices[able],
            integrality=np.full(len(able), whole),
            bounds=Bounds(0, limits[able]),
            constraints=LinearConstraint(moves, -start - slack, -start + slack) if sums else (),
            options={
                "presolve": bool(whole),
                "mip_rel_gap": 0,
                "node_limit": MOST_NODES,
                "time_limit": MOST_SECONDS,
            },
        )
        if found.x is None:
            return None
        chosen = np.zeros(3 * size, dtype=np.int64)
        chosen[able] = np.rint(found.x)
        if np.allclose(found.x, chosen[able], rtol=0, atol=1e-6):
            break
    risen, over, under = np.split(chosen, 3)
    rounded = np.asarray(floor + base * (risen + over - under), dtype=np.int64)
    return rounded, bool(found.success)


def _check(counts: Values, kept: NDArray[np.bool_], sums: Sequence[Sum], base: int) -> None:
    if len(kept) != len(counts):
        raise ValueError("values and exact must have one entry a cell")
    if base < 2 or (counts < 0).any():
        raise ValueError("counts are 0 or more and the base is 2 or more")
    check_sums(len(counts), sums)
    for total, parts in sums:
        if counts[total] != counts[list(parts)].sum():
            raise ValueError(f"cell {total} is {counts[total]}, which is not the sum of its parts")
