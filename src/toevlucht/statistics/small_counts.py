"""Say whether a small count rose by more than chance, without a percentage of one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import index

from scipy.stats import binom, chi2, f


@dataclass(frozen=True)
class Comparison:
    """Two counts compared as rates; the later one is held against the earlier one.

    Attributes
    ----------
    rate_ratio : float or None
        Later rate divided by earlier rate. None where the earlier count is 0: then there is no
        ratio to give, whatever the later count is.
    low, high : float, float or None
        Exact central interval for the true ratio. ``high`` is None where the counts set no upper
        limit (earlier count 0).
    p_rise : float
        Probability of a later count this high or higher, given both counts together, if nothing
        had changed. Small values speak for a rise.
    p_value_two_sided : float
        The same for a change in either direction.
    """

    rate_ratio: float | None
    low: float
    high: float | None
    p_rise: float
    p_value_two_sided: float


def compare_counts(
    before: int, after: int, time_before: float, time_after: float, level: float = 0.95
) -> Comparison:
    """Compare two Poisson counts exactly, given how long (or how widely) was watched for each.

    Given their sum ``n``, the later count is binomial with success probability
    ``time_after / (time_before + time_after)`` if the rates are equal, whatever that rate is
    [1]_. The interval comes from the Clopper-Pearson interval for that probability.

    The two-sided p-value is twice the smaller tail, at most 1. It agrees with the interval: it is
    under 0.05 exactly where the 95 % interval leaves out 1. The p-value of R's ``poisson.test``
    adds up improbable outcomes of both tails instead and can contradict its own interval [2]_;
    for equal times both are the same.

    Parameters
    ----------
    before, after : int
        The counts, of one counting unit and one rung.
    time_before, time_after : float
        What each count was collected over, above 0 and in one unit: days, or places x weeks.
    level : float
        Confidence level of the interval.

    Returns
    -------
    Comparison
        With 0 against 0 there is no ratio, the interval is 0 to no limit and both p-values are 1:
        two times nothing says nothing about a change.

    Raises
    ------
    ValueError
        If a count is negative, a time is not a positive number, or ``level`` is not from 0 to 1.
    TypeError
        If a count is not a whole number.

    References
    ----------
    .. [1] J. Przyborowski and H. Wilenski (1940). Homogeneity of results in testing samples from
       Poisson series. Biometrika 31, 313-323.
    .. [2] M. P. Fay (2010). Two-sided exact tests and matching confidence intervals for discrete
       data. The R Journal 2(1), 53-58.

    Examples
    --------
    One case in the month before and four in this one is not yet a rise:

    >>> round(compare_counts(1, 4, 30, 30).p_rise, 4)
    0.1875
    """
    before, after, total = _whole(before), _whole(after), _whole(before) + _whole(after)
    times = _time(time_before), _time(time_after)
    share = times[1] / (times[0] + times[1])
    rise = float(binom.sf(after - 1, total, share))
    fall = float(binom.cdf(after, total, share))
    low, high = _odds_interval(before, after, _tail(level))
    scale = times[0] / times[1]
    return Comparison(
        rate_ratio=after / before * scale if before else None,
        low=low * scale,
        high=None if high is None else high * scale,
        p_rise=rise,
        p_value_two_sided=min(1.0, 2 * min(rise, fall)),
    )


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """The exact central interval for the expected number behind a Poisson count [1]_.

    Parameters
    ----------
    count : int
        What was counted.
    level : float
        Confidence level; the error is divided equally over both sides, also for a count of 0.

    Returns
    -------
    low, high : float
        In the unit of the count. For 0 it is 0 to 3.69 (95 %): seeing none does not prove none.

    Raises
    ------
    ValueError
        If the count is negative or ``level`` is not between 0 and 1.
    TypeError
        If the count is not a whole number.

    References
    ----------
    .. [1] F. Garwood (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    >>> low, high = poisson_interval(3)
    >>> round(low, 2), round(high, 2)
    (0.62, 8.77)
    """
    count, tail = _whole(count), _tail(level)
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.isf(tail, 2 * count + 2)) / 2


def _odds_interval(before: int, after: int, tail: float) -> tuple[float, float | None]:
    """Clopper-Pearson as odds: F quantiles keep their digits where a probability nears 1."""
    low = after / (before + 1) * float(f.ppf(tail, 2 * after, 2 * before + 2)) if after else 0.0
    if not before:
        return low, None
    return low, (after + 1) / before * float(f.isf(tail, 2 * after + 2, 2 * before))


def _whole(count: int) -> int:
    whole = index(count)
    if whole < 0:
        raise ValueError(f"a count cannot be negative, got {whole}")
    return whole


def _time(time: float) -> float:
    if not (math.isfinite(time) and time > 0):
        raise ValueError(f"a time must be a positive number, got {time!r}")
    return float(time)


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, got {level!r}")
    return (1 - level) / 2
