"""Quasi-Poisson regressions on seasons and a trend, for all series at once.

The normal equations of seasons (one indicator each) and one trend are solved in closed form by
eliminating the seasons, so a step costs a few products of matrices, however many series there are.
Standard errors and leverages come from the last step's weights, and a fit stops at a relative
change of the deviance of 1e-8, as iteratively reweighted least squares is mostly run; so results
can be compared digit by digit.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.aberration.baseline import Design, Floats

Flags = NDArray[np.bool_]

MOST_STEPS = 25
CLOSE = 1e-8
# Very large counts never settle to 1e-8, for rounding: this is good enough for them.
CLOSE_AT_LAST = 1e-5
TINY = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Fit:
    """A row a series. ``used`` holds the weights of the last step; ``spread`` the sum of squares of
    time within seasons; ``mean_time`` its mean by season."""

    log_mean: Floats
    used: Floats
    level: Floats
    slope: Floats
    mass: Floats
    mean_time: Floats
    spread: Floats
    converged: Flags

    def put(self, where: Flags, other: Fit) -> None:
        for field in fields(self):
            getattr(self, field.name)[where] = getattr(other, field.name)


def fit(counts: Floats, prior: Floats, design: Design, trend: bool) -> Fit:
    """Fit log mean = season (+ slope x time) to ``counts`` (series, rows)."""
    series, rows = counts.shape
    seasons = design.season.shape[1]
    moments = _moments(design)
    basis = np.vstack([design.season.T, design.time])
    found = Fit(
        log_mean=np.zeros((series, rows)),
        used=np.zeros((series, rows)),
        level=np.zeros((series, seasons)),
        slope=np.zeros(series),
        mass=np.zeros((series, seasons)),
        mean_time=np.zeros((series, seasons)),
        spread=np.ones(series),
        converged=np.zeros(series, dtype=bool),
    )
    active = np.arange(series)
    mean = counts + 0.1
    log_mean = np.log(mean)
    log_counts = np.log(np.where(counts > 0, counts, 1.0))
    deviance = _deviance(counts, log_counts, mean, log_mean, prior)
    for step in range(MOST_STEPS):
        used = prior * mean
        first = used @ moments
        second = (prior * (mean * (log_mean - 1) + counts)) @ moments[:, :-1]
        mass, mean_time = first[:, :seasons], first[:, seasons:-1] / first[:, :seasons]
        slope, spread = np.zeros(len(active)), np.ones(len(active))
        if trend:
            spread = first[:, -1] - (mean_time**2 * mass).sum(axis=1)
            upward = second[:, seasons:].sum(axis=1) - (mean_time * second[:, :seasons]).sum(axis=1)
            slope = upward / spread
        level = second[:, :seasons] / mass - slope[:, None] * mean_time
        log_mean = np.column_stack([level, slope]) @ basis
        mean = np.maximum(np.exp(log_mean), TINY)
        before, deviance = deviance, _deviance(counts, log_counts, mean, log_mean, prior)
        change = np.abs(deviance - before) / (np.abs(deviance) + 0.1)
        last = step == MOST_STEPS - 1
        done = change < (CLOSE_AT_LAST if last else CLOSE)
        store = np.ones_like(done) if last else done
        if store.any():
            values = (log_mean, used, level, slope, mass, mean_time, spread, done)
            for field, value in zip(fields(found), values, strict=True):
                getattr(found, field.name)[active[store]] = value[store]
            left = ~store
            if not left.any():
                break
            active, counts, log_counts = active[left], counts[left], log_counts[left]
            prior, mean, log_mean = prior[left], mean[left], log_mean[left]
            deviance = deviance[left]
    return found


def dispersion(counts: Floats, found: Fit, weights: Floats, parameters: int) -> Floats:
    """Sum of weighted squared working residuals, by the degrees of freedom."""
    relative = counts * np.exp(-np.maximum(found.log_mean, np.log(TINY))) - 1
    squares = np.einsum("ij,ij,ij->i", weights, relative, relative)
    return np.asarray(squares / (counts.shape[1] - parameters))


def leverage(found: Fit, design: Design, trend: bool) -> Floats:
    """Diagonal of the hat matrix, (series, rows)."""
    per_season = 1 / found.mass
    if not trend:
        return np.asarray(found.used * (per_season @ design.season.T))
    spread = found.spread[:, None]
    parts = [per_season + found.mean_time**2 / spread, -2 * found.mean_time / spread, 1 / spread]
    return np.asarray(found.used * (np.hstack(parts) @ _moments(design).T))


def _moments(design: Design) -> Floats:
    time = design.time[:, None]
    return np.hstack([design.season, design.season * time, time**2])


def _deviance(
    counts: Floats, log_counts: Floats, mean: Floats, log_mean: Floats, prior: Floats
) -> Floats:
    each = counts * (log_counts - log_mean)
    each -= counts
    each += mean
    return np.asarray(2 * np.einsum("ij,ij->i", prior, each))
