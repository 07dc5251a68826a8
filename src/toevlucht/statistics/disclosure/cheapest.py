"""The table that takes one cell where it is wanted and leaves what is published the most alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from toevlucht.statistics.disclosure.structure import UNKNOWN

Values = NDArray[np.int64]
Limits = NDArray[np.float64]

# What one unit outside a published range costs: least for a range that is there already, more for
# an exact count (with its size), most for a zero. Missing the wanted end outweighs all of it.
OF_A_RANGE = 0.01
OF_A_ZERO = 100.0
OF_A_MISS = 1e5


def cheapest_table(
    equations: csr_array,
    values: Values,
    published: tuple[Values, Values],
    limits: tuple[Limits, Limits],
    weights: Limits,
    place: int,
    end: int,
) -> Values:
    """A complete table in which the cell at ``place`` is ``end``, or as near to it as can be.

    Each cell is the sum of a part within its published range and of what goes beyond that range,
    up or down, as far as ``limits`` allow; only the latter has a price. One linear programme, and
    an integer one where the linear one ends between whole numbers.
    """
    size = len(values)
    low, high = (bound.astype(float) for bound in published)
    high[high >= UNKNOWN] = np.inf
    beyond = _above(limits[1], high), np.maximum(low - limits[0], 0)
    upwards = end > values[place]
    if upwards:
        high[place] = min(high[place], end)
    else:
        low[place] = max(low[place], end)
    beyond[0][place] = beyond[1][place] = 0
    price = _prices(values, published) * weights
    objective = np.concatenate([np.zeros(size), price, price])
    objective[place] = -OF_A_MISS if upwards else OF_A_MISS
    bounds = Bounds(
        np.concatenate([low, np.zeros(2 * size)]), np.concatenate([high, beyond[0], beyond[1]])
    )
    moves = LinearConstraint(hstack([equations, equations, -equations]), 0, 0)
    for whole in (0, 1):
        found = milp(
            objective, integrality=np.full(3 * size, whole), bounds=bounds, constraints=moves
        )
        if found.x is None:
            raise RuntimeError(f"the solver found no table, not even the true one: {found.message}")
        within, up, down = np.split(found.x, 3)
        table = within + up - down
        if np.allclose(table, np.rint(table), rtol=0, atol=1e-6):
            break
    return np.rint(table).astype(np.int64)


def _above(limit: Limits, high: Limits) -> Limits:
    room = np.zeros_like(high)
    bounded = np.isfinite(high)
    room[bounded] = np.maximum(limit[bounded] - high[bounded], 0)
    return room


def _prices(values: Values, published: tuple[Values, Values]) -> NDArray[np.float64]:
    exact = published[0] == published[1]
    price = np.where(exact, 1 + np.log1p(values), OF_A_RANGE)
    price[exact & (values == 0)] = OF_A_ZERO
    # Between equals the earlier cell goes first.
    return price * (1 + 1e-4 * np.arange(len(values)) / len(values))
