"""Weeks above what the same season of earlier years lets expect, for many series at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtr

from toevlucht.statistics.aberration.baseline import Days, Design, Floats, design, first_position
from toevlucht.statistics.aberration.regression import Flags, Past, fit_twice
from toevlucht.statistics.aberration.series import count_series, shares, week_days
from toevlucht.statistics.aberration.settings import NOUFAILY, Settings
from toevlucht.statistics.aberration.tails import quantile, upper_tail
from toevlucht.statistics.arguments import whole, whole_array


@dataclass(frozen=True)
class Rises:
    """What `farrington` found; every array has the shape (series, weeks asked).

    Attributes
    ----------
    weeks : array of int, shape (weeks asked,)
        Positions in the series.
    observed : array of int
        The counts that were judged.
    expected, bound : array of float
        Mean without a rise, and the highest count that is no alarm. NaN without a baseline. Where
        only a share was reported yet, both are of what should have been reported by now.
    dispersion : array of float
        Variance divided by mean, 1 or more.
    slope : array of float
        Trend of the logarithm a week; 0 where there is none.
    p_value : array of float
        Chance of a count as high as this or higher, without a rise. NaN without a baseline.
    false_alarm : array of float
        Chance of a count above the bound, without a rise: at most alpha, for counts are whole.
    alarm : array of bool
        Above the bound, with enough cases in the last weeks.
    score : array of float
        (observed - expected) / (bound - expected): above 1 for an alarm. For ranking.
    """

    weeks: NDArray[np.intp]
    observed: NDArray[np.int64]
    expected: Floats
    bound: Floats
    dispersion: Floats
    slope: Floats
    p_value: Floats
    false_alarm: Floats
    alarm: Flags
    score: Floats


def farrington(
    counts: ArrayLike,
    days: ArrayLike | None = None,
    *,
    weeks: Sequence[int] | None = None,
    settings: Settings = NOUFAILY,
    reported: ArrayLike | None = None,
    workers: int = 1,
) -> Rises:
    """Compare weeks with their baseline by the flexible Farrington method [1]_ [2]_.

    The baseline of a week are the same weeks of earlier years, and with more than one period the
    weeks in between, in seasons. A quasi-Poisson regression (log mean = season + trend) is fitted
    by iteratively reweighted least squares; past weeks with a large standardised Anscombe residual
    get a lower weight and the model is fitted again; the trend is left out with less than three
    years, where it is not significant, or where it would lead beyond all past counts. The bound is
    a negative binomial quantile [2]_ or a normal one after the power 2/3 [1]_.

    Reports that come late are not made up. The bound is lowered to what should have been reported
    by now: if a share *p* of the reports of a week is in after this delay, the count has mean
    *p* mu and dispersion 1 + *p* (phi - 1), which is exact for a negative binomial count of which
    each report is in with chance *p*.

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
        Weekly counts, oldest first, none missing.
    days : array_like of datetime64, shape (weeks,), optional
        A day of each week, seven days apart. Without it a year has 52 weeks.
    weeks : sequence of int, optional
        Positions to judge; negative ones count from the end. Default: all that have a baseline.
    settings : Settings
        `NOUFAILY`, `MUAN`, `ORIGINAL`, or others.
    reported : array_like of float, shape (weeks asked,) or (series, weeks asked), optional
        The share of each week's reports that is in, above 0 and at most 1.
    workers : int
        Threads. Results do not depend on it.

    Returns
    -------
    Rises

    Raises
    ------
    ValueError
        If counts are missing, negative or not whole, days are not seven days apart, a share is not
        above 0 and at most 1, or there is no week to judge.
    TypeError
        If counts are not numbers, or weeks or workers not whole ones.

    Notes
    -----
    Agrees with `farringtonFlexible` of the R package surveillance 1.20.3, with these intended
    differences: ``score`` uses the mean, not its logarithm; the p-value of an uncertain mean is
    that of the mean; bounds are also given where cases are too few for an alarm. As there, the
    standard error of the mean comes from the squared relative residuals after down-weighting, not
    from the dispersion of the bound.

    References
    ----------
    .. [1] C. P. Farrington, N. J. Andrews, A. D. Beale and M. A. Catchpole (1996). Journal of the
       Royal Statistical Society A 159(3), 547-563.
    .. [2] A. Noufaily and others (2013). Statistics in Medicine 32(7), 1206-1222.

    Examples
    --------
    Four a week for six years, then eleven:

    >>> found = farrington([4] * 312 + [11], weeks=[-1])
    >>> found.bound.item(), found.alarm.item()
    (8.0, True)
    """
    table = count_series(counts)
    dates = None if days is None else week_days(days, table.shape[1])
    asked = _positions(weeks, table.shape[1], dates, settings)
    share = shares(reported, (len(table), len(asked)))
    work = partial(_one_week, Past.of(table), dates, settings)
    if whole("workers", workers, 1) > 1:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(work, asked, share.T))
    else:
        parts = [work(position, of_week) for position, of_week in zip(asked, share.T, strict=True)]
    observed = table[:, asked]
    if not parts:
        raise ValueError("no week was asked for")
    columns = [np.stack(column, axis=1) for column in zip(*parts, strict=True)]
    expected, bound, spread, slope, p_value, beyond = columns
    enough = _lately(table, asked, settings.least_weeks) >= settings.least
    with np.errstate(invalid="ignore", divide="ignore"):
        alarm = (observed > bound) & enough
        score = (observed - expected) / (bound - expected)
    return Rises(asked, observed, expected, bound, spread, slope, p_value, beyond, alarm, score)


def _positions(
    weeks: Sequence[int] | None, length: int, days: Days | None, settings: Settings
) -> NDArray[np.intp]:
    if weeks is not None:
        asked = whole_array("weeks", weeks)
        if ((asked < -length) | (asked >= length)).any():
            raise ValueError(f"a week was asked for that is not among the {length} weeks")
        return np.where(asked < 0, asked + length, asked)
    first = first_position(length, days, settings)
    if first == length:
        raise ValueError(f"{length} weeks are too few for a baseline of {settings.years} years")
    return np.arange(first, length)


def _lately(table: NDArray[np.int64], asked: NDArray[np.intp], span: int) -> NDArray[np.int64]:
    """Cases in the ``span`` weeks up to each week asked for."""
    so_far = np.concatenate([np.zeros((len(table), 1), np.int64), table.cumsum(axis=1)], axis=1)
    return np.asarray(so_far[:, asked + 1] - so_far[:, np.maximum(asked + 1 - span, 0)])


def _one_week(
    past: Past, days: Days | None, settings: Settings, position: int, share: Floats
) -> tuple[Floats, ...]:
    """Expected, bound, dispersion, slope, p-value and chance of a false alarm, of all series."""
    layout = design(int(position), days, settings)
    if layout is None:
        return tuple(np.full(len(past.counts), np.nan) for _ in range(6))
    mean, spread, error, slope = _estimate(past, layout, settings)
    counted = past.counts[:, position]
    thin, thin_spread = share * mean, 1 + share * (spread - 1)
    if settings.threshold == "power":
        bound, p_value, beyond = _by_power(counted, thin, thin_spread, share * error, settings)
    else:
        reach = -float(ndtri(settings.alpha)) if settings.threshold == "uncertain mean" else 0.0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            highest = thin * np.exp(reach * np.where(mean > 0, error / mean, 0.0))
        bound = quantile(settings.alpha, highest, thin_spread)
        p_value = upper_tail(counted, thin, thin_spread)
        beyond = upper_tail(bound + 1, thin, thin_spread)
    return thin, bound, spread, slope, p_value, beyond


def _by_power(
    counted: Floats, mean: Floats, spread: Floats, error: Floats, settings: Settings
) -> tuple[Floats, Floats, Floats]:
    """Bound, p-value and chance of a false alarm where counts to the power 2/3 are normal."""
    sd = np.sqrt(4 / 9 * np.cbrt(mean) * (spread + error**2 / mean))
    centre = mean ** (2 / 3)
    bound = (centre - float(ndtri(settings.alpha)) * sd) ** 1.5
    beyond = np.where(np.isnan(mean), np.nan, settings.alpha)
    return bound, ndtr((centre - counted ** (2 / 3)) / sd), beyond


def _estimate(
    past: Past, layout: Design, settings: Settings
) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean, dispersion, standard error of the mean, and slope of the week itself."""
    every = np.arange(len(past.counts))
    found = fit_twice(past, every, layout, settings.trend, settings.down_weight_above)
    trend = np.full(len(every), settings.trend)
    if settings.trend:
        now = found.level + found.slope * layout.now
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            highest = past.counts[:, layout.rows].max(axis=1)
            trend &= found.converged & (np.exp(now) <= highest)
            if settings.trend_p < 1:
                degrees = len(layout.rows) - layout.seasons - 1
                ratio = np.abs(found.slope) / np.sqrt(found.relative / found.spread)
                trend &= 2 * stdtr(degrees, -ratio) < settings.trend_p
        trend &= settings.years >= 3
        flat = ~trend
        if flat.any():
            plain = fit_twice(past, every[flat], layout, False, settings.down_weight_above)
            found.put(flat, plain)
    away = np.where(trend, (layout.now - found.mean_time) ** 2 / found.spread, 0.0)
    mean = np.exp(found.level + found.slope * layout.now)
    error = mean * np.sqrt(found.relative * (1 / found.mass + away))
    failed = ~found.converged
    spread = found.dispersion
    mean[failed] = spread[failed] = error[failed] = np.nan
    return mean, spread, error, found.slope
