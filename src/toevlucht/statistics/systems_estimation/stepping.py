"""Forward selection by Poisson p-values, many tables at a time."""

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
# P-values of pairs that mirror each other differ in the last digits only: the first is taken.
TIE = 1e-9


@compiled
def log_smaller_tail(count: float, mean: float) -> float:
    """Log of the smaller of P(X <= count) and P(X >= count), X Poisson; safe where both underflow.

    Chan, Silverman and Vincent (2021), section 3.1: one-sided, not doubled.
    """
    if mean <= 0:
        return 0.0 if count == 0 else -math.inf
    log_at = count * math.log(mean) - mean - math.lgamma(count + 1)
    term, total, k = 1.0, 1.0, count
    if count < mean:
        while k > 0 and term > 1e-17 * total:
            term *= k / mean
            total += term
            k -= 1
    else:
        while term > 1e-17 * total:
            k += 1
            term *= mean / k
            total += term
    tail = log_at + math.log(total)
    if tail < -2:
        return tail
    here = min(math.exp(tail), 1.0)
    return math.log(max(min(here, 1.0 - here + math.exp(log_at)), 1e-300))


@compiled
def step_by_step(
    counts: Floats, pairs: Ints, threshold: float, chosen: Small
) -> tuple[int, float, float]:
    """Forward selection by Poisson p-values (Chan, Silverman and Vincent 2021, section 3.1).

    ``chosen`` (a flag for each pair, in the order of ``pairs``) is filled in. A candidate whose
    fit has no maximum is passed over; while a list is empty none joins, as SparseMSE has it.
    Returns status, hidden number and log-likelihood of the last model.
    """
    margins = observed_margins(counts)
    cells, lists = len(counts), 0
    terms = np.zeros(1 + 64 + len(pairs), np.int64)
    empty = False
    while 1 << lists < cells:
        terms[1 + lists] = 1 << lists
        empty = empty or margins[1 << lists] == 0
        lists += 1
    size = 1 + lists
    most = size + len(pairs)
    matrix = np.empty((most, most))
    fitted, beta = np.empty(cells), np.empty(cells)
    tried_fitted, tried = np.empty(cells), np.empty(cells)
    start_values(margins, beta)
    status, likelihood = fit(terms, size, margins, beta, fitted, matrix)
    chosen[:] = 0
    tails = np.empty(len(pairs))
    limit = math.log(threshold) if threshold > 0 else -math.inf
    growing = not empty
    while growing:
        for i in range(len(pairs)):
            tails[i] = 0.0
            if not chosen[i]:
                tails[i] = log_smaller_tail(margins[pairs[i]], fitted[pairs[i]])
        growing = False
        while not growing:
            best = -1
            for i in range(len(pairs)):
                if tails[i] < limit and (best < 0 or tails[i] < tails[best] - TIE):
                    best = i
            if best < 0:
                break
            terms[size] = pairs[best]
            tried[:] = beta
            if margins[pairs[best]] > 0 and fitted[pairs[best]] > 0:
                tried[pairs[best]] = math.log(margins[pairs[best]] / fitted[pairs[best]])
            now, reached = fit(terms, size + 1, margins, tried, tried_fitted, matrix)
            if now == FINE:
                size += 1
                chosen[best] = 1
                beta[:] = tried
                fitted[:] = tried_fitted
                status, likelihood = now, reached
                growing = True
            else:
                tails[best] = 0.0
    return status, math.exp(beta[0]), likelihood


@compiled
def each_step_by_step(tables: Floats, pairs: Ints, threshold: float) -> tuple[Floats, Small]:
    """Hidden number and chosen pairs of each table (rows of ``tables``); NaN without maximum."""
    hidden = np.empty(len(tables))
    chosen = np.zeros((len(tables), len(pairs)), np.int8)
    for i in range(len(tables)):
        status, hidden[i], _ = step_by_step(tables[i], pairs, threshold, chosen[i])
        if status != FINE:
            hidden[i] = np.nan
    return hidden, chosen
