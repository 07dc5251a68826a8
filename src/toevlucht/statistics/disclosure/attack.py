"""What a reader with pencil, paper and a solver can work out from a published table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from toevlucht.statistics.disclosure.structure import (
    UNKNOWN,
    Component,
    Range,
    Sum,
    check_sums,
    components,
)

Values = NDArray[np.int64]

# Where the search tree grows beyond this, the best table found so far counts: it is a table that
# fits, so the cell reaches that far at least. Never met in an edition.
MOST_NODES = 2000

# With more open ends than this, tables are first pushed to many at once, as long as each table
# shows at least this share of the ends that are left.
TOGETHER = 40
WORTH_IT = 0.02


def audit(
    published: Sequence[Range], sums: Sequence[Sum], cells: Collection[int] | None = None
) -> list[Range]:
    """The smallest and largest value that each cell can have, for one who knows all that is shown.

    The attacker knows every published value and range, which cells are sums of which, and that
    counts are whole and not negative. Both ends of each answer are reached by a complete table
    that fits everything; a cell with ``low < high`` therefore has at least two possible values.
    Where the unknown cells form no cycle of sums (nested tables) exact bounds come from passing
    them up and down the sums; elsewhere (two-way and linked tables) the remaining cells are
    minimised and maximised as an integer programme with HiGHS. Should one of these need more than
    ``MOST_NODES`` nodes, that end is what was reached by then.

    Parameters
    ----------
    published : sequence of (low, high)
        What is shown for each cell; ``low == high`` for an exact one.
    sums : sequence of (total, parts)
        Positions in ``published``.
    cells : collection of int, optional
        Of which cells the bounds must be exact; those of others may be wider than they need be.

    Returns
    -------
    list of (low, high)
        Never wider than what was published.

    Raises
    ------
    ValueError
        If no table fits what was published, a range is empty or negative, or a sum is not one.

    References
    ----------
    M. Fischetti and J. J. Salazar-González (2001). Solving the cell suppression problem on tabular
    data with linear constraints. Management Science 47(7), 1008-1027: the attacker's problem.

    Examples
    --------
    Six in all, one region under five and the other not: then it is one and five.

    >>> audit([(1, 4), (5, 9), (6, 6)], [(2, [0, 1])])
    [(1, 1), (5, 5), (6, 6)]
    """
    check_sums(len(published), sums)
    low = np.array([low for low, _ in published], dtype=np.int64)
    high = np.array([high for _, high in published], dtype=np.int64)
    if (low < 0).any() or (low > high).any():
        raise ValueError("a published range goes from a count of 0 or more up to one not lower")
    _pass_bounds(low, high, sums)
    asked = np.ones(len(published), dtype=bool)
    if cells is not None:
        asked[:] = False
        asked[list(cells)] = True
    for component in components(len(published), sums):
        if not asked[component.cells].any():
            continue
        if not component.is_forest(low[component.cells] < high[component.cells]):
            _solve(component, low, high, asked)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def given_away(
    published: Sequence[Range],
    sums: Sequence[Sum],
    small: Collection[int],
    hidden: Sequence[Range],
    threshold: int = 5,
) -> list[int]:
    """The small cells that the attack finds, or finds more of than it must.

    A small cell is given away where one value is left for it; and where fewer values are left than
    1 to ``threshold - 1``, although more would be left if everything that may be hidden were.

    Parameters
    ----------
    published : sequence of (low, high)
        What is shown of each cell, or known of it.
    sums : sequence of (total, parts)
        Positions in ``published``.
    small : collection of int
        The cells that hold a small count.
    hidden : sequence of (low, high)
        What would be known of each cell if all were hidden that may be.
    threshold : int
        The smallest positive count that is published.

    Returns
    -------
    list of int
        Positions, in their order.

    Raises
    ------
    ValueError
        As `audit`.

    Examples
    --------
    >>> given_away([(1, 4), (9, 9), (12, 12)], [(2, [0, 1])], [0], [(1, 4), (0, 99), (12, 12)])
    [0]
    """
    reach = audit(published, sums, small)
    narrow = [cell for cell in small if reach[cell][0] > 1 or reach[cell][1] < threshold - 1]
    if not narrow:
        return []
    best = audit(hidden, sums, narrow)
    return sorted(
        cell
        for cell in narrow
        if reach[cell][0] == reach[cell][1]
        or max(best[cell][0], 1) < reach[cell][0]
        or min(best[cell][1], threshold - 1) > reach[cell][1]
    )


def _pass_bounds(low: Values, high: Values, sums: Sequence[Sum]) -> None:
    """Tighten the bounds by each sum in turn until nothing moves; exact where there is no cycle."""
    arrays = [(total, np.asarray(parts)) for total, parts in sums]
    # A bound crosses one sum a round at least. In a cycle bounds may creep on by one a round for
    # long; there the solver does the rest.
    for _ in range(len(sums) + 1):
        tightened = [_tighten(low, high, total, parts) for total, parts in arrays]
        if not any(tightened):
            return


def _tighten(low: Values, high: Values, total: int, parts: NDArray[np.intp]) -> bool:
    lows, highs = low[parts], high[parts]
    total_low, total_high = max(low[total], lows.sum()), min(high[total], highs.sum())
    part_lows = np.maximum(lows, total_low - highs.sum() + highs)
    part_highs = np.minimum(highs, total_high - lows.sum() + lows)
    if total_low > total_high or (part_lows > part_highs).any():
        raise ValueError(f"no table fits what was published: see the sum at cell {total}")
    changed = (total_low, total_high) != (low[total], high[total])
    changed |= (part_lows != lows).any() or (part_highs != highs).any()
    low[total], high[total] = total_low, total_high
    low[parts], high[parts] = part_lows, part_highs
    return bool(changed)


def _solve(component: Component, low: Values, high: Values, asked: NDArray[np.bool_]) -> None:
    """Minimise and maximise each cell whose ends no table found so far has shown."""
    cells = component.cells
    open_cells = np.flatnonzero((low[cells] < high[cells]) & asked[cells])
    least, most = _reached_together(component, low[cells], high[cells], open_cells)
    for place in open_cells:
        for ends, reached, sign in ((low, least, 1.0), (high, most, -1.0)):
            if reached[place] != ends[cells[place]]:
                table = _extreme(component, low[cells], high[cells], int(place), sign)
                ends[cells[place]] = table[place]
                np.minimum(least, table, out=least)
                np.maximum(most, table, out=most)


def _reached_together(
    component: Component, low: Values, high: Values, places: NDArray[np.intp]
) -> tuple[Values, Values]:
    """How far whole tables reach that were each pushed to many open ends at once.

    One programme a cell would take hours for thousands. A table that one push ends at lies at the
    bounds of most cells, and so shows their ends; which way each is pushed, and how hard, is drawn.
    """
    least, most = high.copy(), low.copy()
    chance = np.random.default_rng(len(low))
    left = 2 * len(places)
    while left > TOGETHER:
        up, down = most[places] < high[places], least[places] > low[places]
        wanted = np.where(up & down, chance.choice((-1.0, 1.0), len(places)), 1.0 * down - 1.0 * up)
        objective = np.zeros(len(low))
        objective[places] = wanted * chance.uniform(0.5, 1.5, len(places))
        table = _whole_table(component, low, high, objective)
        if table is None:
            break
        np.minimum(least, table, out=least)
        np.maximum(most, table, out=most)
        before = left
        left = int((most[places] < high[places]).sum() + (least[places] > low[places]).sum())
        if before - left < WORTH_IT * before:
            break
    return least, most


def _whole_table(
    component: Component, low: Values, high: Values, objective: NDArray[np.float64]
) -> Values | None:
    """Where the linear programme ends, if that is at whole numbers."""
    found = milp(
        objective,
        bounds=Bounds(low, np.where(high < UNKNOWN // 2, high, _limit(low, high))),
        constraints=LinearConstraint(component.equations, 0, 0),
        options={"presolve": False},
    )
    if found.x is None:
        return None
    table = np.rint(found.x)
    whole = np.allclose(found.x, table, rtol=0, atol=1e-6)
    return table.astype(np.int64) if whole else None


def _limit(low: Values, high: Values) -> int:
    """For a cell of which nobody knows how high it is: no solver likes a limit far beyond all."""
    within = high < UNKNOWN // 2
    return 2 * int(high[within].sum() + low.sum()) + 1000


def _extreme(component: Component, low: Values, high: Values, place: int, sign: float) -> Values:
    objective = np.zeros(len(low))
    objective[place] = sign
    highest = np.where(high < UNKNOWN // 2, high, _limit(low, high))
    for whole in (0, 1):
        found = milp(
            objective,
            integrality=np.full(len(low), whole),
            bounds=Bounds(low, highest),
            constraints=LinearConstraint(component.equations, 0, 0),
            options={"mip_rel_gap": 0, "node_limit": MOST_NODES},
        )
        if found.x is None:
            raise ValueError(f"no table fits what was published: {found.message}")
        table = np.rint(found.x)
        if np.allclose(found.x, table, rtol=0, atol=1e-6):
            break
    return table.astype(np.int64)
