"""Two lists only: a range over what nobody can test, in the place of one number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable


@dataclass(frozen=True)
class TwoListRange:
    """Persons in all for each assumed odds ratio.

    Attributes
    ----------
    odds_ratios, estimates, low, high : (r,) float64
        ``low`` and ``high`` hold the chance in the counts only, at the level asked for.
    """

    odds_ratios: NDArray[np.float64]
    estimates: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @property
    def span(self) -> tuple[float, float]:
        """What to show: from the least lower limit to the greatest upper one."""
        return float(self.low.min()), float(self.high.max())


def two_list_range(
    table: CaptureHistories, odds_ratios: ArrayLike = (0.5, 1.0, 2.0), level: float = 0.95
) -> TwoListRange:
    """Persons on neither of two lists, under assumed dependence of the lists.

    ``n00 = odds ratio * n10 * n01 / n11`` (Gerritse, van der Heijden and Bakker 2015, Journal of
    Official Statistics 31, 357-379; with 1: Lincoln and Petersen). 1 stands for independent lists;
    above 1, who is on one list is sooner on the other, and more persons are hidden. Two lists
    hold no information on it. Limits are ``n00 exp(± z sqrt(1/n10 + 1/n01 + 1/n11))``.

    Parameters
    ----------
    table : CaptureHistories
        Of two lists.
    odds_ratios : (r,) array
        Above 0.
    level : float

    Returns
    -------
    TwoListRange

    Raises
    ------
    ValueError
        If the table has another number of lists, an odds ratio is not a positive number, or
        ``level`` is not between 0 and 1.
    NotEstimable
        If a list is empty, holds everybody, or nobody is on both.

    Examples
    --------
    >>> lists = CaptureHistories.from_rows([[1, 0], [0, 1], [1, 1]], [80, 40, 20])
    >>> two_list_range(lists).estimates.tolist()
    [220.0, 300.0, 460.0]
    """
    if table.t != 2:
        raise ValueError(f"this is for two lists, got {table.t}")
    if not 0 < level < 1:
        raise ValueError(f"a confidence level lies between 0 and 1, got {level!r}")
    ratios = np.atleast_1d(np.asarray(odds_ratios, np.float64))
    if ratios.ndim != 1 or not len(ratios) or not (np.isfinite(ratios) & (ratios > 0)).all():
        raise ValueError(f"an odds ratio is a positive number, got {odds_ratios!r}")
    table.check_estimable()
    first, second, both = (float(table.counts[cell]) for cell in (1, 2, 3))
    if not both:
        raise NotEstimable("no_overlap", "nobody is on both lists", table.lists)
    hidden = ratios * first * second / both
    wide = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt(1 / first + 1 / second + 1 / both)
    seen = table.observed
    return TwoListRange(
        ratios, seen + hidden, seen + hidden * math.exp(-wide), seen + hidden * math.exp(wide)
    )
