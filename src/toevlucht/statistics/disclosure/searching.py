"""Search multiples that add up for tables that no linear programme rounds: three ways and more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from toevlucht.statistics.compiling import compiled
from toevlucht.statistics.disclosure.structure import Sum, leaves_of

Values = NDArray[np.int64]
# Where the entries of a row begin, and the entries of all rows one after another.
Rows = tuple[Values, Values]

# Passes over the choices, and how often they are begun anew, twice as long each time, where a total
# stays out of reach; the deviation that is taken in with chance 1/e at the beginning and the end.
PASSES = 100
TRIES = 4
HOT, COLD = 4.0, 0.6
# What a total costs, beside its deviation, for each multiple beyond the adjacent ones.
OF_A_STEP = 25.0
SEED = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class _Totals:
    """What totals make of the choices: in multiples above their floor, as all choices are down."""

    above: Values
    rest: Values


def is_derived(size: int, sums: Sequence[Sum]) -> bool:
    """Whether all sums hold as soon as totals are added up from the cells that are none."""
    below = leaves_of(size, sums)
    return all(
        Counter(below[total]) == Counter(leaf for part in parts for leaf in below[part])
        for total, parts in sums
    )


def search(counts: Values, sums: Sequence[Sum], base: int) -> Values:
    """Multiples of ``base`` that add up, near the counts: not proved to be the nearest.

    Cells that are no total go to an adjacent multiple and totals are added up from them, so all
    sums hold whatever is chosen. Which way each goes is annealed [1]_ until totals are at adjacent
    multiples too; a few may be left that are not. The same table has the same answer.

    References
    ----------
    .. [1] S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi (1983). Optimization by simulated
       annealing. Science 220(4598), 671-680.
    """
    below = leaves_of(len(counts), sums)
    totals = np.array(sorted({total for total, _ in sums}), dtype=np.int64)
    rest = counts % base
    is_leaf = np.ones(len(counts), dtype=bool)
    is_leaf[totals] = False
    free = np.flatnonzero(is_leaf & (rest > 0))
    place = np.full(len(counts), -1)
    place[free] = np.arange(len(free))
    inside = [place[below[total]] for total in totals]
    of_total = _rows([chosen[chosen >= 0] for chosen in inside])
    floor = counts // base
    start = _Totals(
        np.array([floor[below[total]].sum() for total in totals]) - floor[totals], rest[totals]
    )
    best: tuple[tuple[int, int], Values] | None = None
    for number in range(TRIES):
        up = (2 * rest[free] > base).astype(np.int64)
        above = start.above + _risen(of_total, up)
        _anneal(
            up,
            (base - 2 * rest[free]).astype(np.int64),
            _turned(of_total, len(free)),
            of_total,
            (above, start.rest),
            (PASSES << number, HOT, COLD, OF_A_STEP),
            base,
            SEED + number,
        )
        beyond = np.maximum(-above, above - (start.rest > 0))
        deviation = int(np.abs(base * up - rest[free]).sum())
        deviation += int(np.abs(base * above - start.rest).sum())
        found = (int(np.maximum(beyond, 0).sum()), deviation)
        if best is None or found < best[0]:
            best = found, up
        if not found[0]:
            break
    assert best is not None
    rounded = floor.copy()
    rounded[free] += best[1]
    return base * np.array([rounded[cells].sum() for cells in below], dtype=np.int64)


def _rows(entries: Sequence[Values]) -> Rows:
    first = np.concatenate([[0], np.cumsum([len(row) for row in entries])])
    return first.astype(np.int64), np.concatenate([*entries, []]).astype(np.int64)


def _turned(rows: Rows, width: int) -> Rows:
    first, entries = rows
    shape = (len(first) - 1, width)
    turned = csr_array(csr_array((np.ones(len(entries)), entries, first), shape=shape).T)
    return turned.indptr.astype(np.int64), turned.indices.astype(np.int64)


def _risen(rows: Rows, up: Values) -> Values:
    first, entries = rows
    return np.array([up[entries[a:b]].sum() for a, b in pairwise(first)], dtype=np.int64)


@compiled
def _price(above: int, rest: int, step: float, base: int) -> float:
    beyond = max(-above, above - (1 if rest else 0), 0)
    return float(abs(base * above - rest) + step * beyond)


@compiled
def _move(
    choice: int, by: int, of_choice: Rows, totals: Rows, step: float, base: int
) -> float:  # pragma: no cover - compiled
    """Move the totals of one choice by one multiple; what that adds to the price."""
    first, entries = of_choice
    above, rest = totals
    more = 0.0
    for at in range(first[choice], first[choice + 1]):
        total = entries[at]
        more -= _price(above[total], rest[total], step, base)
        above[total] += by
        more += _price(above[total], rest[total], step, base)
    return more


@compiled
def _anneal(
    up: Values,
    prices: Values,
    of_choice: Rows,
    of_total: Rows,
    totals: Rows,
    settings: tuple[int, float, float, float],
    base: int,
    seed: int,
) -> None:
    """Change single choices, and pairs of one total in opposite ways, ever less uphill."""
    passes, heat, cold, step = settings
    cooling = (cold / heat) ** (1.0 / max(1, passes - 1))
    size = len(up)
    np.random.seed(seed & 0xFFFFFFFF)
    for _ in range(passes):
        for _ in range(size):
            one, other = np.random.randint(size), -1
            by = 1 - 2 * up[one]
            # Three times in four a pair, so that the total they share stays where it is.
            if np.random.random() < 0.75 and of_choice[0][one] < of_choice[0][one + 1]:
                total = of_choice[1][np.random.randint(of_choice[0][one], of_choice[0][one + 1])]
                other = of_total[1][np.random.randint(of_total[0][total], of_total[0][total + 1])]
                if up[other] == up[one]:
                    other = -1
            more = by * prices[one] + _move(one, by, of_choice, totals, step, base)
            if other >= 0:
                more += _move(other, -by, of_choice, totals, step, base) - by * prices[other]
            if more <= 0 or np.random.random() < np.exp(-more / heat):
                up[one] += by
                if other >= 0:
                    up[other] -= by
                continue
            _move(one, -by, of_choice, totals, step, base)
            if other >= 0:
                _move(other, by, of_choice, totals, step, base)
        heat *= cooling
