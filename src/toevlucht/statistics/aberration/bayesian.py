"""Weeks above what the same season of the last years lets expect, without a model of trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.aberration.series import count_series
from toevlucht.statistics.aberration.tails import quantile, upper_tail
from toevlucht.statistics.arguments import whole

Floats = NDArray[np.float64]
YEAR = 52


@dataclass(frozen=True)
class Predicted:
    """What `bayesian` found, shape (series, weeks). NaN and no alarm where the past is too short.

    Attributes
    ----------
    expected, bound : array of float
        Mean of the predictive distribution, and the highest count that is no alarm.
    p_value : array of float
        Chance of a count as high as this or higher, without a rise.
    false_alarm : array of float
        Chance of a count above the bound, without a rise: at most alpha, for counts are whole.
    alarm : array of bool
    """

    expected: Floats
    bound: Floats
    p_value: Floats
    false_alarm: Floats
    alarm: NDArray[np.bool_]


def bayesian(
    counts: ArrayLike,
    *,
    alpha: float = 0.05,
    years: int = 2,
    window: int = 6,
    this_year: bool = True,
) -> Predicted:
    """Compare each week with the predictive distribution that its baseline gives [1]_ [2]_.

    The baseline of a week are the weeks at most ``window`` before or after it, 52, 104 and so on
    weeks ago, and the ``window`` weeks right before it. All are taken for Poisson counts with one
    mean. With the prior of Jeffreys, Gamma(1/2, 0), and *n* weeks with *s* cases in all the mean
    is Gamma(s + 1/2, n), and a new count is negative binomial with size s + 1/2 and chance
    n / (n + 1). The bound is its quantile 1 - alpha.

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
        Weekly counts, oldest first, none missing.
    alpha : float
        Chance of an alarm without a rise, at most.
    years : int
        Of the baseline, 1 or more.
    window : int
        Weeks on both sides, 0 to 25.
    this_year : bool
        Whether the weeks right before count too.

    Returns
    -------
    Predicted

    Raises
    ------
    ValueError
        For bad counts, and for settings out of range.

    Notes
    -----
    Counts that vary more than Poisson counts give more alarms than alpha says, and so does a trend
    upwards: `farrington` reckons with both. This asks for a shorter past.

    References
    ----------
    .. [1] A. Riebler (2004). Empirischer Vergleich von statistischen Methoden zur
       Ausbruchserkennung bei Surveillance Daten. Bachelor's thesis, University of Munich.
    .. [2] M. Höhle (2007). surveillance: An R package for the monitoring of infectious diseases.
       Computational Statistics 22(4), 571-582.

    Examples
    --------
    >>> found = bayesian([3] * 120 + [9])
    >>> found.bound[0, -1].item(), found.alarm[0, -1].item()
    (6.0, True)
    """
    table = count_series(counts)
    whole("years", years, 1)
    whole("the window", window, 0, YEAR // 2 - 1)
    if not 0 < alpha < 1:
        raise ValueError(f"alpha lies between 0 and 1, got {alpha!r}")
    size = years * (2 * window + 1) + this_year * window
    expected = np.full(table.shape, np.nan)
    first = years * YEAR + window
    if first < table.shape[1]:
        expected[:, first:] = (_baseline(table, first, years, window, this_year) + 0.5) / size
    spread = np.full(table.shape, 1 + 1 / size)
    bound = quantile(alpha, expected, spread)
    return Predicted(
        expected,
        bound,
        upper_tail(table.astype(float), expected, spread),
        upper_tail(bound + 1, expected, spread),
        table > bound,
    )


def _baseline(
    table: NDArray[np.int64], first: int, years: int, window: int, this_year: bool
) -> NDArray[np.int64]:
    """Cases in the baseline of each week from ``first``, as differences of running totals."""
    totals = np.pad(np.cumsum(table, axis=1), ((0, 0), (1, 0)))
    week = np.arange(first, table.shape[1])
    cases = np.zeros((len(table), len(week)), dtype=np.int64)
    for year in range(1, years + 1):
        middle = week - year * YEAR
        cases += totals[:, middle + window + 1] - totals[:, middle - window]
    if this_year:
        cases += totals[:, week] - totals[:, week - window]
    return cases
