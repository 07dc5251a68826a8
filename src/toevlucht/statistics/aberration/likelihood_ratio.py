"""A rise that began some weeks ago, by any factor: the likelihood ratio of the best explanation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.aberration.series import count_series
from toevlucht.statistics.arguments import spread_over, whole
from toevlucht.statistics.compiling import compiled

Floats = NDArray[np.float64]

# A factor of 1e15 or more takes some fifty steps from 1.
MOST_STEPS = 200


@dataclass(frozen=True)
class LikelihoodRatio:
    """What `likelihood_ratio` found, shape (series, weeks).

    Attributes
    ----------
    statistic : array of float
        Logarithm of the greatest likelihood ratio of a rise that lasts up to this week; 0 or more.
    since : array of int
        Position of the week in which that rise began; -1 where nothing speaks for one.
    factor : array of float
        By which it multiplies the mean; 1 where nothing speaks for one.
    alarm : array of bool
        The statistic is ``limit`` or more.
    """

    statistic: Floats
    since: NDArray[np.int64]
    factor: Floats
    alarm: NDArray[np.bool_]


def likelihood_ratio(
    counts: ArrayLike,
    expected: ArrayLike,
    overdispersion: ArrayLike = 0.0,
    *,
    limit: float = 5.0,
    longest: int | None = None,
) -> LikelihoodRatio:
    """The generalised likelihood ratio detector for negative binomial counts [1]_.

    Without a rise the count of week *t* has mean mu(t) and variance mu(t) + a mu(t)^2. A rise that
    began in week *k* multiplies the mean by one factor *r* above 1 from then on. For week *n*

        GLR(n) = max over k <= n and r of the sum over t = k..n of
                 y(t) log r - (y(t) + 1/a) log((1 + a r mu(t)) / (1 + a mu(t)))

    which with a = 0 is y(t) log r - (r - 1) mu(t). At an alarm the watch begins anew: no rise is
    sought that began in the week of the alarm or before.

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
        The weeks that are watched, oldest first, none missing.
    expected : array_like of float, above 0, broadcast to the shape of ``counts``
        The mean without a rise, such as that of `seasonal_negative_binomial`.
    overdispersion : array_like of float, 0 or more, broadcast to the shape (series,)
        Of counts without a rise; 0 is Poisson.
    limit : float
        Of the logarithm of the likelihood ratio. With 5, the rise explains the weeks e^5, or 148,
        times as well.
    longest : int, optional
        Weeks of the longest rise that is sought. Default: all since the last alarm, for which the
        time grows with the third power of the weeks.

    Returns
    -------
    LikelihoodRatio

    Raises
    ------
    ValueError
        For bad counts, if an expected count is not above 0, or for settings out of range.

    Notes
    -----
    No chance belongs to one alarm, for each week looks at all weeks before. How often there is an
    alarm without a rise follows from simulated counts.

    References
    ----------
    .. [1] M. Höhle and M. Paul (2008). Count data regression charts for the monitoring of
       surveillance time series. Computational Statistics & Data Analysis 52(9), 4357-4368.

    Examples
    --------
    >>> found = likelihood_ratio([2, 3, 1, 6, 7, 7], expected=2.5, overdispersion=0.05)
    >>> found.alarm[0].tolist(), found.since[0, -1].item(), round(found.factor[0, -1].item(), 2)
    ([False, False, False, False, False, True], 3, 2.67)
    """
    table = count_series(counts).astype(float)
    mean = np.array(spread_over("expected", expected, table.shape))
    extra = np.array(spread_over("overdispersion", overdispersion, (len(table),)))
    if not (np.isfinite(mean) & (mean > 0)).all():
        raise ValueError("an expected count must be a number above 0")
    if not (np.isfinite(extra) & (extra >= 0)).all():
        raise ValueError("an overdispersion must be a number, 0 or more")
    reach = table.shape[1] if longest is None else whole("the longest rise", longest, 1)
    if not limit > 0:
        raise ValueError(f"the limit must be above 0, got {limit!r}")
    statistic, factor = np.zeros(table.shape), np.ones(table.shape)
    since = np.full(table.shape, -1, dtype=np.int64)
    _watch(table, mean, extra, float(limit), reach, statistic, since, factor)
    return LikelihoodRatio(statistic, since, factor, statistic >= limit)


@compiled
def _watch(  # type: ignore[no-untyped-def]
    counts, mean, extra, limit, longest, statistic, since, factor
) -> None:
    for series in range(counts.shape[0]):
        begin = 0
        for week in range(counts.shape[1]):
            slope = 0.0
            for first in range(week, max(begin, week + 1 - longest) - 1, -1):
                expected = mean[series, first]
                slope += (counts[series, first] - expected) / (1 + extra[series] * expected)
                # With a slope of 0 or less at a factor of 1 no factor above it does better.
                if slope > 0:
                    part = slice(first, week + 1)
                    ratio, gain = _best(counts[series, part], mean[series, part], extra[series])
                    if gain > statistic[series, week]:
                        statistic[series, week] = gain
                        since[series, week] = first
                        factor[series, week] = ratio
            if statistic[series, week] >= limit:
                begin = week + 1


@compiled
def _best(counts, mean, extra) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """The factor of greatest likelihood, and the logarithm of its ratio to that of 1.

    The slope falls with the factor and is convex: from 1, Newton's steps never go too far.
    """
    ratio = 1.0
    for _ in range(MOST_STEPS):
        slope, fall = 0.0, 0.0
        for week in range(len(counts)):
            spread = 1 + extra * ratio * mean[week]
            slope += (counts[week] - ratio * mean[week]) / spread
            fall += mean[week] * (1 + extra * counts[week]) / (spread * spread)
        step = slope / fall
        ratio += step
        if step <= 1e-13 * ratio:
            break
    gain = 0.0
    for week in range(len(counts)):
        more = (ratio - 1) * mean[week]
        if extra > 0:
            more = (counts[week] + 1 / extra) * np.log1p(extra * more / (1 + extra * mean[week]))
        gain += counts[week] * np.log(ratio) - more
    return ratio, gain
