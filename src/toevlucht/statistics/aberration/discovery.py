"""How many alarms of a whole grid of series are to be expected by chance, and how to have fewer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control

from toevlucht.statistics.aberration.farrington import Rises


@dataclass(frozen=True)
class Expectation:
    """Alarms that chance alone gives.

    Attributes
    ----------
    judged : int
        Series and weeks with a bound.
    alarms : int
        Alarms among them.
    nominal : float
        The expected number if each bound were passed with chance alpha exactly: ``alpha x judged``.
    expected : float
        The same with the chance that each whole-numbered bound has, if its mean were known. An
        estimated mean adds to it, the least number of cases takes away; `simulate` says how much.
    """

    judged: int
    alarms: int
    nominal: float
    expected: float


def false_alarms(rises: Rises, alpha: float) -> Expectation:
    """State how many alarms would come if nothing rose anywhere.

    Parameters
    ----------
    rises : Rises
        Of `farrington`.
    alpha : float
        Of its settings.

    Returns
    -------
    Expectation

    Examples
    --------
    At an alpha of 0.05 each of 57 weeks has a chance of one in twenty; counts are whole, so that it
    is a little less:

    >>> from toevlucht.statistics.aberration import farrington
    >>> stated = false_alarms(farrington([[2, 3] * 160]), alpha=0.05)
    >>> stated.judged, round(stated.nominal, 2), round(stated.expected, 1), stated.alarms
    (57, 2.85, 2.4, 0)
    """
    judged = int(np.isfinite(rises.false_alarm).sum())
    return Expectation(
        judged, int(rises.alarm.sum()), alpha * judged, float(np.nansum(rises.false_alarm))
    )


def discoveries(
    p_values: ArrayLike, rate: float = 0.1, *, dependent: bool = False
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Choose alarms so that at most a share ``rate`` of those chosen is false, on average.

    Benjamini and Hochberg [1]_ over all p-values together, whatever their shape; with
    ``dependent`` Benjamini and Yekutieli [2]_, which holds for any dependence, such as that of a
    nation and its regions. P-values of counts are too large rather than too small: both hold.

    Parameters
    ----------
    p_values : array_like of float
        NaN is left out and never chosen.
    rate : float
        Between 0 and 1.
    dependent : bool

    Returns
    -------
    chosen : array of bool, adjusted : array of float
        In the shape of ``p_values``; ``adjusted`` is the smallest rate that would choose it.

    Raises
    ------
    ValueError
        If a p-value is not from 0 to 1 or the rate not between 0 and 1.

    References
    ----------
    .. [1] Y. Benjamini and Y. Hochberg (1995). Journal of the Royal Statistical Society B 57(1),
       289-300.
    .. [2] Y. Benjamini and D. Yekutieli (2001). The Annals of Statistics 29(4), 1165-1188.

    Examples
    --------
    >>> chosen, _ = discoveries([0.001, 0.03, 0.2, 0.9])
    >>> chosen.tolist()
    [True, True, False, False]
    """
    given = np.asarray(p_values, dtype=float)
    known = np.isfinite(given)
    if not 0 < rate < 1:
        raise ValueError(f"a rate lies between 0 and 1, got {rate!r}")
    if np.isinf(given).any() or ((given[known] < 0) | (given[known] > 1)).any():
        raise ValueError("a p-value lies from 0 to 1")
    adjusted = np.full(given.shape, np.nan)
    if known.any():
        adjusted[known] = false_discovery_control(given[known], method="by" if dependent else "bh")
    with np.errstate(invalid="ignore"):
        return adjusted <= rate, adjusted
