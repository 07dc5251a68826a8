"""Numbers that earlier versions may have held: near those of now, and true to what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from toevlucht.picture.protection.quantities import Relation
from toevlucht.statistics.disclosure import Range
from toevlucht.statistics.disclosure import Sum as Positions

# What one unit costs by which a later number lies above or below an earlier one.
COSTS = {"grown": (0.01, 1.0), "same": (1.0, 1.0), "held": (1.0, 1.0)}


def earlier_values(
    values: Sequence[int],
    given: Mapping[int, Range],
    sums: Sequence[Positions],
    block: range,
    found: Sequence[Relation],
) -> list[int] | None:
    """A value for each cell of ``block``; None where no values fit what was published of them.

    An earlier version tells ranges only, so its true numbers are not known here. Any numbers that
    fit will do: what all of them have in common is what an attacker finds, and no more.
    """
    size, first = len(block), block.start
    known = [given[cell] for cell in block]
    if all(low == high for low, high in known) and not sums:
        return [low for low, _ in known]
    if not size:
        return []
    rows, columns, signs = [], [], []
    sides: list[int] = []
    for row, (total, parts) in enumerate(sums):
        for cell, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            rows.append(row)
            columns.append(cell - first)
            signs.append(sign)
        sides.append(0)
    costs: list[float] = []
    for row, one in enumerate(found, start=len(sums)):
        # later - earlier - up + down = 0, with a price for up and one for down
        side = 0
        for cell, sign in ((one.later, 1.0), (one.earlier, -1.0)):
            if cell in block:
                rows.append(row)
                columns.append(cell - first)
                signs.append(sign)
            else:
                side -= int(sign) * values[cell]
        for sign, cost in zip((-1.0, 1.0), COSTS[one.kind], strict=True):
            rows.append(row)
            columns.append(size + len(costs))
            signs.append(sign)
            costs.append(cost)
        sides.append(side)
    width = size + len(costs)
    matrix = coo_array((signs, (rows, columns)), shape=(len(sides), width)).tocsr()
    low = np.concatenate([[low for low, _ in known], np.zeros(len(costs))])
    high = np.concatenate([[high for _, high in known], np.full(len(costs), np.inf)])
    solved = milp(
        # Between equals the smaller numbers, so that the answer is always the same.
        np.concatenate([np.full(size, 1e-6), costs]),
        integrality=np.concatenate([np.ones(size), np.zeros(len(costs))]),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, sides, sides) if sides else (),
    )
    if solved.x is None:
        return None
    return [int(value) for value in np.rint(solved.x[:size])]
