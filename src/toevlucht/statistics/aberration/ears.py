"""Weeks above the few weeks before them, for series that are too short for a baseline of years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from toevlucht.statistics.aberration.series import count_series
from toevlucht.statistics.arguments import whole

Floats = NDArray[np.float64]
Kind = Literal["C1", "C2", "C3"]

LAG = {"C1": 0, "C2": 2, "C3": 2}
ALPHA = {"C1": 0.001, "C2": 0.001, "C3": 0.025}


@dataclass(frozen=True)
class Ears:
    """What `ears` found, shape (series, weeks). NaN and no alarm where the past is too short.

    ``statistic`` is the number of standard deviations above the mean (C3: the sum of what goes
    beyond one, over three weeks). ``bound`` is the highest count that is no alarm; in C3 it is -1
    where the weeks before are enough for an alarm by themselves (without its own week: 0, so that
    a week without a case is none).
    """

    statistic: Floats
    bound: Floats
    alarm: NDArray[np.bool_]


def ears(
    counts: ArrayLike,
    kind: Kind = "C2",
    *,
    alpha: float | None = None,
    baseline: int = 7,
    least_sd: float = 0.5,
    own_week: bool = True,
) -> Ears:
    """The early aberration reporting system's C1, C2 and C3 [1]_.

    C1 compares a week with mean and standard deviation of the ``baseline`` weeks before it, C2
    leaves two weeks in between, and C3 adds max(0, C2 - 1) over three weeks.

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
    kind : {"C1", "C2", "C3"}
    alpha : float, optional
        One-sided level of a normal distribution: 0.001 by default, for C3 0.025.
    baseline : int
        Weeks, 2 or more.
    least_sd : float
        A standard deviation under this is taken for this. The R package surveillance has 0 unless
        told otherwise: after weeks that are all equal every higher count is an alarm there.
    own_week : bool
        Whether C3 adds the week itself to the two before it. The R package surveillance 1.20.3
        adds the two before it only; False agrees with it about the alarms.

    Returns
    -------
    Ears

    Raises
    ------
    ValueError
        For bad counts, and for settings out of range.

    References
    ----------
    .. [1] L. Hutwagner, W. Thompson, G. M. Seeman and T. Treadwell (2003). The bioterrorism
       preparedness and response Early Aberration Reporting System (EARS). Journal of Urban Health
       80(2, supplement 1), i89-i96.

    Examples
    --------
    >>> found = ears([2, 3, 1, 4, 2, 3, 2, 9], "C1")
    >>> round(found.bound[0, -1].item(), 2), found.alarm[0, -1].item()
    (5.44, True)
    """
    table = count_series(counts).astype(float)
    if kind not in LAG:
        raise ValueError(f"there is no method {kind!r}, only {', '.join(LAG)}")
    level = ALPHA[kind] if alpha is None else alpha
    if not 0 < level < 1 or whole("the baseline", baseline, 0) < 2 or not 0 < least_sd < np.inf:
        raise ValueError("alpha lies between 0 and 1, baseline is 2 or more, least_sd above 0")
    reach = -float(ndtri(level))
    mean, sd = (np.full(table.shape, np.nan) for _ in range(2))
    first = baseline + LAG[kind]
    if table.shape[1] > first:
        before = np.lib.stride_tricks.sliding_window_view(table, baseline, axis=1)
        before = before[:, : table.shape[1] - first]
        mean[:, first:] = before.mean(axis=2)
        sd[:, first:] = np.maximum(before.std(axis=2, ddof=1), least_sd)
    distance = (table - mean) / sd
    if kind != "C3":
        bound = mean + reach * sd
        return Ears(distance, bound, table > bound)
    beyond = np.maximum(distance - 1, 0)
    earlier = np.full(table.shape, np.nan)
    earlier[:, 2:] = beyond[:, 1:-1] + beyond[:, :-2]
    if not own_week:
        bound = np.where(earlier > reach, 0.0, np.inf)
        return Ears(earlier, bound, table > bound)
    bound = np.where(earlier > reach, -1.0, mean + sd * (1 + reach - earlier))
    return Ears(earlier + beyond, bound, table > bound)
