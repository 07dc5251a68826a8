"""Quasi-Poisson regressions on seasons and a trend, of which past peaks are weighed down.

The normal equations of seasons (one indicator each) and one trend are solved in closed form by
eliminating the seasons, so a step costs one pass over the weeks. Powers of one number stand in for
exponentials of the trend. Standard errors and leverages come from the last step's weights, and a
fit stops at a relative change of the deviance of 1e-8, as iteratively reweighted least squares is
mostly run; so results can be compared digit by digit. The loops are compiled: they give up the lock
of the interpreter, so that weeks can be judged in threads.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.aberration.baseline import Design, Floats
from toevlucht.statistics.compiling import compiled

Flags = NDArray[np.bool_]

MOST_STEPS = 25
CLOSE = 1e-8
# Very large counts never settle to 1e-8, for rounding: this is good enough for them.
CLOSE_AT_LAST = 1e-5
TINY = float(np.finfo(float).eps)
# Beyond this an exponential is taken for each week, for its powers would leave the numbers.
FAR = 300.0


class Past(NamedTuple):
    """What the fits of all weeks need of counts (series, weeks), computed once."""

    counts: Floats
    log_counts: Floats
    log_start: Floats
    two_thirds: Floats

    @classmethod
    def of(cls, table: NDArray[np.int64]) -> Past:
        counts = table.astype(np.float64)
        logs = np.log(np.where(counts > 0, counts, 1.0))
        return cls(counts, logs, np.log(counts + 0.1), np.cbrt(counts) ** 2)


class Fit(NamedTuple):
    """One value a series: of the season of the week itself its level, the sum of its weights and
    its mean time; ``spread``, the sum of squares of time within seasons; ``dispersion`` with the
    weights of the last step, ``relative`` with those that weigh peaks down."""

    level: Floats
    slope: Floats
    mass: Floats
    mean_time: Floats
    spread: Floats
    dispersion: Floats
    relative: Floats
    converged: Flags

    def put(self, where: Flags, other: Fit) -> None:
        for mine, its in zip(self, other, strict=True):
            mine[where] = its


def fit_twice(
    past: Past, chosen: NDArray[np.int64], layout: Design, trend: bool, down_weight_above: float
) -> Fit:
    """Fit log mean = season (+ slope x time) to the chosen series, weigh past peaks down, fit
    again."""
    found = np.zeros((len(Fit._fields), len(chosen)))
    _each(*past, chosen, layout.rows, layout.time, layout.season, trend, down_weight_above, found)
    level, slope, mass, mean_time, spread, dispersion, relative, settled = found
    return Fit(level, slope, mass, mean_time, spread, dispersion, relative, settled > 0)


@compiled
def _powers(level, slope, time, rows, powers) -> bool:  # type: ignore[no-untyped-def]
    """exp(slope x time) for every week from the first row to the last; whether that is safe."""
    if not abs(slope) * max(-time[0], time[-1]) < FAR:
        return False
    for value in level:
        if not abs(value) < FAR:
            return False
    factor = math.exp(slope)
    powers[0] = math.exp(slope * time[0])
    for i in range(1, min(4, len(powers))):
        powers[i] = powers[i - 1] * factor
    factor = (factor * factor) * (factor * factor)
    for i in range(4, len(powers)):
        powers[i] = powers[i - 4] * factor
    return True


@compiled
def _fit(  # type: ignore[no-untyped-def]
    count, log_count, log_start, weight, rows, time, season, trend,
    level, mass, mean_time, mean, before, powers,
) -> tuple[float, float, bool]:  # fmt: skip
    """Slope, sum of squares of time within seasons, and whether it settled; the rest is written
    into the arrays: ``mean`` of the fit and ``before``, that of the step before."""
    n, seasons = len(count), len(level)
    first = rows[0]
    counted, counted_time, times = np.zeros(seasons), np.zeros(seasons), np.zeros(seasons)
    upward, working = np.zeros(seasons), np.zeros(seasons)
    exponential = np.empty(seasons)
    deviance, squares, working_time = 0.0, 0.0, 0.0
    mass[:] = 0.0
    for j in range(n):
        s, c, w = season[j], count[j], weight[j]
        log_mean = log_start[rows[j]]
        mean[j] = c + 0.1
        counted[s] += w * c
        counted_time[s] += w * c * time[j]
        mass[s] += w * mean[j]
        times[s] += w * mean[j] * time[j]
        squares += w * mean[j] * time[j] ** 2
        response = w * (mean[j] * (log_mean - 1) + c)
        working[s] += response
        working_time += response * time[j]
        deviance += w * (c * (log_count[j] - log_mean) - c + mean[j])
    deviance *= 2
    slope, spread, done = 0.0, 1.0, False
    for step in range(MOST_STEPS):
        slope, spread = 0.0, 1.0
        for s in range(seasons):
            mean_time[s] = times[s] / mass[s]
        if trend:
            spread, rise = squares, working_time
            for s in range(seasons):
                spread -= mean_time[s] ** 2 * mass[s]
                rise -= mean_time[s] * working[s]
            slope = rise / spread
        for s in range(seasons):
            level[s] = working[s] / mass[s] - slope * mean_time[s]
            exponential[s] = math.exp(level[s])
        safe = _powers(level, slope, time, rows, powers)
        # The sums that belong to the mean before stay as they are until it is known to go on.
        fresh = 0.0
        for j in range(n):
            s, log_mean = season[j], level[season[j]] + slope * time[j]
            before[j] = mean[j]
            value = exponential[s] * powers[rows[j] - first] if safe else math.exp(log_mean)
            if value < TINY:
                value = TINY
            mean[j] = value
            fresh += weight[j] * (count[j] * (log_count[j] - log_mean) - count[j] + value)
        fresh *= 2
        change = abs(fresh - deviance) / (abs(fresh) + 0.1)
        deviance = fresh
        done = change < (CLOSE_AT_LAST if step == MOST_STEPS - 1 else CLOSE)
        if done or step == MOST_STEPS - 1:
            break
        mass[:] = 0.0
        times[:] = 0.0
        upward[:] = 0.0
        for j in range(n):
            s, u = season[j], weight[j] * mean[j]
            mass[s] += u
            times[s] += u * time[j]
            upward[s] += u * time[j] ** 2
        squares, working_time = 0.0, 0.0
        for s in range(seasons):
            squares += upward[s]
            working[s] = mass[s] * (level[s] - 1) + slope * times[s] + counted[s]
            working_time += times[s] * (level[s] - 1) + slope * upward[s] + counted_time[s]
    return slope, spread, done


@compiled
def _weigh_down(  # type: ignore[no-untyped-def]
    two_thirds, dispersion, rows, time, season, trend, above,
    level, slope, mass, mean_time, spread, before, weight, powers,
) -> None:  # fmt: skip
    """One over the squared Anscombe residual where that is large; scaled to the number of rows."""
    n, total = len(rows), 0.0
    sixth_level = level / 6
    safe = _powers(sixth_level, slope / 6, time, rows, powers)
    exponential = np.exp(sixth_level)
    for j in range(n):
        s, t = season[j], time[j]
        hat = 1 / mass[s]
        if trend:
            hat += (mean_time[s] ** 2 - 2 * mean_time[s] * t + t * t) / spread
        hat *= before[j]
        if safe:
            sixth = exponential[s] * powers[rows[j] - rows[0]]
        else:
            sixth = math.exp((level[s] + slope * t) / 6)
        residual = 1.5 * (two_thirds[rows[j]] / sixth - sixth**3)
        residual /= math.sqrt(dispersion * max(1 - hat, 1e-10))
        weight[j] = residual**-2 if residual > above else 1.0
        total += weight[j]
    for j in range(n):
        weight[j] *= n / total


@compiled
def _each(  # type: ignore[no-untyped-def]
    counts, log_counts, log_start, two_thirds, chosen, rows, time, season, trend, above, found
) -> None:
    n, seasons = len(rows), season.max() + 1
    powers = np.empty(rows[-1] - rows[0] + 1)
    level, mass, mean_time = np.empty(seasons), np.empty(seasons), np.empty(seasons)
    count, log_count, weight = np.empty(n), np.empty(n), np.empty(n)
    mean, before = np.empty(n), np.empty(n)
    degrees = n - seasons - (1 if trend else 0)
    own = seasons - 1
    for k in range(len(chosen)):
        i = chosen[k]
        for j in range(n):
            count[j] = counts[i, rows[j]]
            log_count[j] = log_counts[i, rows[j]]
            weight[j] = 1.0
        slope, spread, fine = _fit(
            count, log_count, log_start[i], weight, rows, time, season, trend,
            level, mass, mean_time, mean, before, powers,
        )  # fmt: skip
        squares = 0.0
        for j in range(n):
            squares += before[j] * (count[j] / mean[j] - 1) ** 2
        _weigh_down(
            two_thirds[i], max(squares / degrees, 1.0), rows, time, season, trend, above,
            level, slope, mass, mean_time, spread, before, weight, powers,
        )  # fmt: skip
        slope, spread, still = _fit(
            count, log_count, log_start[i], weight, rows, time, season, trend,
            level, mass, mean_time, mean, before, powers,
        )  # fmt: skip
        squares, relative = 0.0, 0.0
        for j in range(n):
            apart = (count[j] / mean[j] - 1) ** 2
            squares += before[j] * weight[j] * apart
            relative += weight[j] * apart
        found[0, k], found[1, k] = level[own], slope
        found[2, k], found[3, k], found[4, k] = mass[own], mean_time[own], spread
        found[5, k], found[6, k] = max(squares / degrees, 1.0), relative / degrees
        found[7, k] = 1.0 if fine and still else 0.0
