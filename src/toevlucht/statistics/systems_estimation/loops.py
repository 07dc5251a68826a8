"""The inner loop: fit a model to a table.

A table of t lists is an array of 2**t cells; bit j of a cell's index says "on list j". Cell 0, on
no list, is never observed. A term is a bit mask too. Two sums over subsets do all the work:
``mu`` of a cell is the product of the factors of the terms inside it, and ``margins[a]`` is the
sum over the cells that contain a. In these terms the gradient of the Poisson log-likelihood is
``observed margins - fitted margins`` and its information matrix is ``fitted[a | b]``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.compiling import compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FINE, WITHOUT_MAXIMUM, NOT_CONVERGED = 0, 1, 2
# A step this small is the last; what remains is about its square.
LAST_STEP = 1e-6
# The likelihood rises no more but the parameters still move: they run to infinity.
RISES_NO_MORE, STILL_MOVES = 1e-7, 0.1
# Share of a diagonal element that is left when others are taken out: below it, none is left.
DEPENDENT = 1e-11
ITERATIONS = 100


@compiled
def add_supersets(cells: Floats) -> None:
    """Turn cells into margins, in place: each becomes the sum over the cells that contain it."""
    size, step = len(cells), 1
    while step < size:
        for base in range(0, size, 2 * step):
            for k in range(base, base + step):
                cells[k] += cells[k + step]
        step *= 2


@compiled
def multiply_subsets(cells: Floats) -> None:
    """Turn factors of terms into expected cells, in place."""
    size, step = len(cells), 1
    while step < size:
        for base in range(0, size, 2 * step):
            for k in range(base, base + step):
                cells[k + step] *= cells[k]
        step *= 2


@compiled
def observed_margins(counts: Floats) -> Floats:
    margins = counts.copy()
    margins[0] = 0.0
    add_supersets(margins)
    return margins


@compiled
def start_values(margins: Floats, beta: Floats) -> None:
    """Independent lists in a population five times as large as what was seen."""
    beta[:] = 0.0
    five = 5.0 * max(margins[0], 1.0)
    beta[0] = math.log(five)
    j = 1
    while j < len(margins):
        if margins[j] > 0:
            beta[j] = math.log(margins[j] / five)
        j *= 2


@compiled
def solve(matrix: Floats, right: Floats, size: int) -> bool:
    """Solve in place by Cholesky; a dependent unknown becomes 0. Returns whether there was one."""
    dependent = False
    for i in range(size):
        row = matrix[i]
        for j in range(i):
            other = matrix[j]
            total = row[j]
            for k in range(j):
                total -= row[k] * other[k]
            row[j] = total * other[j]
        total = row[i]
        for k in range(i):
            total -= row[k] * row[k]
        if total > DEPENDENT * row[i]:
            row[i] = 1.0 / math.sqrt(total)
        else:
            row[i] = 0.0
            dependent = True
        total = right[i]
        for k in range(i):
            total -= row[k] * right[k]
        right[i] = total * row[i]
    for i in range(size - 1, -1, -1):
        row = matrix[i]
        right[i] *= row[i]
        for k in range(i):
            right[k] -= row[k] * right[i]
    return dependent


@compiled
def expect(terms: Ints, size: int, margins: Floats, beta: Floats, fitted: Floats) -> float:
    """Fill in the fitted margins; give the log-likelihood without its constant.

    A term whose margin is 0 has the estimate minus infinity: its factor is 0 and with it every
    cell that contains it (Chan, Silverman and Vincent 2021, section 2.3).
    """
    fitted[:] = 1.0
    likelihood = 0.0
    for i in range(size):
        a = terms[i]
        if margins[a] > 0:
            fitted[a] = math.exp(beta[a])
            likelihood += margins[a] * beta[a]
        else:
            fitted[a] = 0.0
    multiply_subsets(fitted)
    fitted[0] = 0.0
    add_supersets(fitted)
    return likelihood - float(fitted[0])


@compiled
def fit(
    terms: Ints, size: int, margins: Floats, beta: Floats, fitted: Floats, matrix: Floats
) -> tuple[int, float]:
    """Newton's method from the values in ``beta``, which become the estimates.

    Parameters
    ----------
    terms : (at least size,) int64
        Masks of the model's terms, 0 (the constant) and the single lists among them.
    margins : (2**t,) float64
        Observed margins.
    beta : (2**t,) float64
        Parameters at the place of their mask; in: start values, out: estimates.
    fitted, matrix : (2**t,), (at least size, at least size) float64
        Room to work in; ``fitted`` holds the fitted margins afterwards.

    Returns
    -------
    status : int
        FINE, WITHOUT_MAXIMUM (parameters run to infinity or depend on each other) or
        NOT_CONVERGED.
    likelihood : float
        Log-likelihood without ``-sum log n!``: the supremum, where there is no maximum.
    """
    step = np.empty(size)
    active = np.empty(size, np.int64)
    count = 0
    for i in range(size):
        if margins[terms[i]] > 0:
            active[count] = terms[i]
            count += 1
    likelihood = expect(terms, size, margins, beta, fitted)
    for _ in range(ITERATIONS):
        for i in range(count):
            a = active[i]
            step[i] = margins[a] - fitted[a]
            for j in range(i + 1):
                matrix[i, j] = fitted[a | active[j]]
        gradient = step[:count].copy()
        dependent = solve(matrix, step, count)
        rise, longest = 0.0, 0.0
        for i in range(count):
            rise += gradient[i] * step[i]
            longest = max(longest, abs(step[i]))
        if longest < LAST_STEP:
            for i in range(count):
                beta[active[i]] += step[i]
            return (WITHOUT_MAXIMUM if dependent else FINE), likelihood + rise / 2
        if rise < RISES_NO_MORE and longest > STILL_MOVES:
            return WITHOUT_MAXIMUM, likelihood + rise
        scale = min(1.0, 4.0 / longest)
        for i in range(count):
            beta[active[i]] += scale * step[i]
        risen = expect(terms, size, margins, beta, fitted)
        while not risen >= likelihood - 1e-9 * (1.0 + abs(likelihood)):
            scale /= 2
            for i in range(count):
                beta[active[i]] -= scale * step[i]
            risen = expect(terms, size, margins, beta, fitted)
            if scale < 1e-8:
                return NOT_CONVERGED, likelihood
        likelihood = risen
    return NOT_CONVERGED, likelihood


@compiled
def fit_each(tables: Floats, terms: Ints) -> Floats:
    """Hidden number that one model gives for each table; NaN without maximum."""
    hidden = np.full(len(tables), np.nan)
    cells, size = tables.shape[1], len(terms)
    beta, fitted, matrix = np.empty(cells), np.empty(cells), np.empty((size, size))
    for i in range(len(tables)):
        margins = observed_margins(tables[i])
        start_values(margins, beta)
        if fit(terms, size, margins, beta, fitted, matrix)[0] == FINE:
            hidden[i] = math.exp(beta[0])
    return hidden
