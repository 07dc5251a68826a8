"""Means with one yearly wave, from the past of a series: what charts of later weeks start from."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import digamma

from toevlucht.statistics.aberration.series import count_series
from toevlucht.statistics.arguments import positive, whole

Floats = NDArray[np.float64]

# Sizes of a negative binomial count between which is searched. Variance is at most a ten-thousandth
# above that of Poisson counts with the last, which is a multiple of the mean: farther on, rounding
# hides which way the likelihood goes.
LEAST_SIZE, MOST_SIZE = 1e-7, 1e4
MOST_STEPS = 50


def seasonal_mean(counts: ArrayLike, until: int, *, period: float = 52.0) -> Floats:
    """Mean with one yearly wave, from the weeks before ``until``, for all weeks.

    A Poisson regression: log mean = a + b cos(2 pi t / period) + c sin(2 pi t / period).

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
    until : int
        The position of the first week that is not used; 4 or more.
    period : float
        Weeks in a year.

    Returns
    -------
    array of float, shape (series, weeks)
        For a series without a case before ``until`` the mean is half a case over all these weeks,
        since a mean of 0 would make any case infinitely surprising.

    Raises
    ------
    ValueError
        For bad counts or if ``until`` leaves too few weeks.

    References
    ----------
    R. E. Serfling (1963). Methods for current statistical analysis of excess pneumonia-influenza
    deaths. Public Health Reports 78(6), 494-506: the wave; here by Poisson regression.

    Examples
    --------
    >>> seasonal_mean([[4] * 104 + [9]], until=104)[0, -1].round(6).item()
    4.0
    """
    table, waves = _waves(counts, until, period, trend=False)
    return np.stack([_fitted(series[:until], waves, 0.0) for series in table])


def seasonal_negative_binomial(
    counts: ArrayLike, until: int, *, trend: bool = True, period: float = 52.0
) -> tuple[Floats, Floats]:
    """Mean with one yearly wave and a trend, and how much counts vary around it.

    A negative binomial regression by maximum likelihood [1]_ on the weeks before ``until``:
    log mean = a + b t + c cos(2 pi t / period) + d sin(2 pi t / period), and
    variance = mean + overdispersion mean squared. Mean and overdispersion are fitted in turn until
    neither changes.

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
    until : int
        The position of the first week that is not used; more than the 4 (without trend 3) numbers
        that are fitted.
    trend : bool
        A trend goes on after ``until``: a long way after it, the mean is no longer to be trusted.
    period : float
        Weeks in a year.

    Returns
    -------
    mean : array of float, shape (series, weeks)
        For a series without a case before ``until`` half a case over all these weeks.
    overdispersion : array of float, shape (series,)
        0 where counts vary no more than Poisson counts.

    Raises
    ------
    ValueError
        For bad counts or if ``until`` leaves too few weeks.

    References
    ----------
    .. [1] J. F. Lawless (1987). Negative binomial and mixed Poisson regression. Canadian Journal
       of Statistics 15(3), 209-225.

    Examples
    --------
    Counts that vary no more than Poisson counts have no overdispersion:

    >>> mean, overdispersion = seasonal_negative_binomial([[4] * 120], until=104)
    >>> mean[0, -1].round(6).item(), overdispersion.round(6).tolist()
    (4.0, [0.0])
    """
    table, waves = _waves(counts, until, period, trend=trend)
    found = [_mean_and_overdispersion(series[:until], waves) for series in table]
    return np.stack([mean for mean, _ in found]), np.array([extra for _, extra in found])


def _waves(counts: ArrayLike, until: int, period: float, *, trend: bool) -> tuple[Floats, Floats]:
    table = count_series(counts).astype(float)
    positive("the period", period)
    week = np.arange(1, table.shape[1] + 1)
    angle = 2 * np.pi * week / period
    waves = np.column_stack(
        [np.ones_like(angle), np.cos(angle), np.sin(angle), *([week / period] if trend else [])]
    )
    least = waves.shape[1] + 1
    if not least <= whole("until", until, 0) <= table.shape[1]:
        raise ValueError(f"this needs {least} weeks or more, of {table.shape[1]}; until is {until}")
    return table, waves


def _mean_and_overdispersion(past: Floats, waves: Floats) -> tuple[Floats, float]:
    extra = 0.0
    for _ in range(MOST_STEPS):
        mean = _fitted(past, waves, extra)
        before, extra = extra, _overdispersion(past, mean[: len(past)])
        if abs(extra - before) <= 1e-10 * before:
            break
    return mean, extra


def _overdispersion(past: Floats, mean: Floats) -> float:
    """Of greatest likelihood with this mean: where the slope in the logarithm of the size is 0."""

    def slope(log_size: float) -> float:
        size = math.exp(log_size)
        gained = digamma(size + past) - digamma(size) - np.log1p(mean / size)
        return float(np.sum(gained + (mean - past) / (mean + size)))

    # At an overdispersion of 0 the likelihood has this slope, twice.
    if not past.any() or np.sum((past - mean) ** 2 - past) <= 0:
        return 0.0
    least, most = math.log(LEAST_SIZE), math.log(MOST_SIZE * max(1.0, mean.max()))
    if slope(most) >= 0:
        return 0.0
    return math.exp(-brentq(slope, least, most, xtol=1e-13)) if slope(least) > 0 else 1 / LEAST_SIZE


def _fitted(past: Floats, waves: Floats, extra: float) -> Floats:
    """The mean of all weeks by iteratively reweighted least squares on those of the past."""
    if not past.any():
        return np.full(len(waves), 0.5 / len(past))
    known = waves[: len(past)]
    mean = past + 0.1
    log_mean = np.log(mean)
    for _ in range(MOST_STEPS):
        working = log_mean + past / mean - 1
        root = np.sqrt(mean / (1 + extra * mean))
        solution = np.linalg.lstsq(known * root[:, None], working * root, rcond=None)[0]
        before, log_mean = log_mean, np.clip(known @ solution, -30, 50)
        mean = np.exp(log_mean)
        if np.abs(log_mean - before).max() < 1e-10:
            break
    return np.asarray(np.exp(np.clip(waves @ solution, -30, 50)))
