"""The best of all hierarchical models, or all near it, by branch and bound."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.compiling import compiled
from toevlucht.statistics.systems_estimation.loops import (
    FINE,
    Floats,
    Ints,
    fit,
    observed_margins,
    start_values,
)

Small = NDArray[np.int8]
OPEN, FORCED, LEFT_OUT = 0, 1, 2
# Models whose criteria differ by rounding only are equally good.
TIE, TIE_IN_LARGE = 1e-9, 1e-13


@compiled
def fit_kept(
    state: Small, candidates: Ints, margins: Floats, beta: Floats, room: tuple[Ints, Floats, Floats]
) -> tuple[int, float, int]:
    """Fit the model of the candidates that are not left out; status, likelihood, parameters."""
    terms, fitted, matrix = room
    size = 1
    while 1 << (size - 1) < len(margins):
        terms[size] = 1 << (size - 1)
        size += 1
    for i in range(len(candidates)):
        if state[i] != LEFT_OUT:
            terms[size] = candidates[i]
            size += 1
    status, likelihood = fit(terms, size, margins, beta, fitted, matrix)
    return status, likelihood, size


@compiled
def keep(
    state: Small,
    status: int,
    criterion: float,
    constant: float,
    kept: int,
    cutoff: float,
    collecting: bool,
    found: tuple[Small, Floats, Floats],
) -> tuple[int, float]:
    """Note a model that has an estimate and is not above the cutoff.

    Of equally good ones the one with the least hidden number is best: which of them comes first
    hangs on the order of the lists.
    """
    if status != FINE or criterion > cutoff:
        return kept, cutoff
    models, criteria, hidden = found
    slack = TIE + TIE_IN_LARGE * abs(criterion)
    place = kept if collecting else 0
    number = math.exp(constant)
    if not collecting and kept and criterion > criteria[0] - slack:
        if number > hidden[0] * (1 - TIE):
            return kept, cutoff
        criterion = min(criterion, criteria[0])
    if place < len(criteria):
        for i in range(len(state)):
            models[place, i] = 1 if state[i] != LEFT_OUT else 0
        criteria[place], hidden[place] = criterion, number
    if collecting:
        return kept + 1, cutoff
    return 1, criterion + slack


@compiled
def rate(
    state: Small,
    candidates: Ints,
    margins: Floats,
    beta: Floats,
    factor: Floats,
    drop: Floats,
) -> None:
    """Guess what leaving out each open term costs in likelihood; only the order hangs on it.

    From the Cholesky factor that the last fit left: half of Wald's statistic. For lists that never
    meet: how many would be expected on both if they were independent.
    """
    lists, place = 0, 1
    while 1 << lists < len(margins):
        if margins[1 << lists] > 0:
            place += 1
        lists += 1
    last = place
    for i in range(len(candidates)):
        if state[i] != LEFT_OUT and margins[candidates[i]] > 0:
            last += 1
    column = np.empty(last)
    for i in range(len(candidates)):
        if state[i] == LEFT_OUT:
            continue
        if margins[candidates[i]] > 0:
            column[place] = factor[place, place]
            variance = column[place] ** 2
            for r in range(place + 1, last):
                total = 0.0
                for k in range(place, r):
                    total -= factor[r, k] * column[k]
                column[r] = total * factor[r, r]
                variance += column[r] ** 2
            drop[i] = beta[candidates[i]] ** 2 / (2 * variance) if variance > 0 else 0.0
            place += 1
        else:
            expected = math.exp(beta[0])
            for j in range(lists):
                if candidates[i] >> j & 1:
                    expected *= math.exp(beta[1 << j])
            drop[i] = expected


@compiled
def search(
    counts: Floats,
    candidates: Ints,
    penalty: float,
    seeds: Small,
    cutoff: float,
    most_fits: int,
    found: tuple[Small, Floats, Floats],
) -> tuple[int, int, bool]:
    """Least BIC over every hierarchical model, or all models up to a cutoff, by branch and bound.

    A node forces some terms in, leaves some out and has the rest open. The model with all that
    is not left out has the highest likelihood of the node, so no model of it has a criterion
    below ``penalty * (terms forced in) - 2 * that likelihood``. Nothing else is cut off.

    Parameters
    ----------
    counts : (2**t,) float64
    candidates : (m,) int64
        Masks of the terms that may be chosen, with every pair or larger term inside each.
    penalty : float
        For each parameter: log n for BIC, 2 for AIC.
    seeds : (k, m) int8
        Models to begin with, 1 for a term that is in; they only make it faster.
    cutoff : float
        Infinite: find the best. Finite: collect every model whose criterion is not above it.
    most_fits : int
        Give up after so many.
    found : (c, m) int8, (c,) float64, (c,) float64
        Filled in: models, criteria (without ``2 sum log n!``), hidden numbers.

    Returns
    -------
    models : int
        How many there are, which may be more than there was room for.
    fits : int
    proved : bool
        False where it gave up.
    """
    m, cells = len(candidates), len(counts)
    margins = observed_margins(counts)
    room = (np.zeros(70 + m, np.int64), np.empty(cells), np.empty((70 + m, 70 + m)))
    state = np.zeros((m + 2, m), np.int8)
    beta, cold = np.empty((m + 2, cells)), np.empty(cells)
    likelihood, drop = np.empty(m + 2), np.zeros((m + 2, m))
    statuses = np.zeros(m + 2, np.int64)
    collecting = cutoff < math.inf
    start_values(margins, cold)
    kept, fits, level = 0, 0, 0
    base = 0
    # The seeds first, then the model with everything, which is the root; then the root without
    # each term. Terms that are missed most are decided first: what leaves them out is far away.
    for k in range(-len(seeds), 1 + m):
        here = state[0] if k == 0 else state[1]
        for i in range(m):
            here[i] = OPEN
            if k < 0:
                out = seeds[k + len(seeds), i] == 0
            else:
                out = k > 0 and candidates[i] & candidates[k - 1] == candidates[k - 1]
            if out:
                here[i] = LEFT_OUT
        place = 0 if k == 0 else 1
        beta[place] = beta[0] if k > 0 and statuses[0] == FINE else cold
        status, reached, size = fit_kept(here, candidates, margins, beta[place], room)
        fits += 1
        if k == 0:
            statuses[0], likelihood[0], base = status, reached, size - m
        elif k > 0:
            drop[0, k - 1] = likelihood[0] - reached
        # What is collected must be met once: the root here, all others in the tree.
        if k == 0 or not collecting:
            criterion = penalty * size - 2 * reached
            kept, cutoff = keep(
                here, status, criterion, beta[place, 0], kept, cutoff, collecting, found
            )
    while level >= 0:
        here = state[level]
        forced, chosen = 0, -1
        for i in range(m):
            if here[i] == FORCED:
                forced += 1
            elif here[i] == OPEN and (chosen < 0 or drop[level, i] > drop[level, chosen]):
                chosen = i
        if chosen < 0 or penalty * (base + forced) - 2 * likelihood[level] > cutoff:
            level -= 1
            continue
        if fits >= most_fits:
            return kept, fits, False
        below = state[level + 1]
        below[:] = here
        for i in range(m):
            if candidates[i] & candidates[chosen] == candidates[chosen]:
                below[i] = LEFT_OUT
            if candidates[i] & candidates[chosen] == candidates[i]:
                here[i] = FORCED
        beta[level + 1] = beta[level] if statuses[level] == FINE else cold
        status, reached, size = fit_kept(below, candidates, margins, beta[level + 1], room)
        fits += 1
        criterion = penalty * size - 2 * reached
        kept, cutoff = keep(
            below, status, criterion, beta[level + 1, 0], kept, cutoff, collecting, found
        )
        statuses[level + 1], likelihood[level + 1] = status, reached
        drop[level + 1] = drop[level]
        if penalty * (base + forced) - 2 * reached <= cutoff:
            rate(below, candidates, margins, beta[level + 1], room[2], drop[level + 1])
        level += 1
    return kept, fits, True


@compiled
def search_each(
    tables: Floats, candidates: Ints, with_log_n: bool, seeds: Small, most_fits: int
) -> Floats:
    """Hidden number of the best model of each table; NaN where there is none or it gave up."""
    hidden = np.full(len(tables), np.nan)
    found = (np.zeros((1, len(candidates)), np.int8), np.zeros(1), np.zeros(1))
    for i in range(len(tables)):
        cases = tables[i].sum()
        if cases > 0:
            penalty = math.log(cases) if with_log_n else 2.0
            kept, _, proved = search(
                tables[i], candidates, penalty, seeds, math.inf, most_fits, found
            )
            if kept > 0 and proved:
                hidden[i] = found[2][0]
    return hidden
