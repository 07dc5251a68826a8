"""A rise in a series of a few cases, such as 0, 0, 1, 3: exactly, without any model of the mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom

from toevlucht.statistics.aberration.series import count_series

# Beyond this a model of the mean (`farrington`) is the better question, and tables grow large.
MOST_CASES = 1000


@dataclass(frozen=True)
class Recent:
    """What `recent_rise` found.

    Attributes
    ----------
    p_value : float
        Chance that some window is as surprising as the most surprising one, without a rise.
    window : int
        Weeks of the most surprising window.
    recent, total : int
        Cases in that window, and in the whole series.
    """

    p_value: float
    window: int
    recent: int
    total: int


def recent_rise(counts: ArrayLike, windows: Sequence[int] = (1, 2, 4)) -> Recent:
    """Whether the last weeks hold more of all cases than their share, tested exactly.

    Without a change each case falls into each week with the same chance, given how many there are
    in all. So the cases of the last *w* of *t* weeks are binomial with chance *w* / *t* [1]_. The
    windows are looked at together: the p-value is that of the smallest of their p-values, from the
    exact multinomial distribution of the cases over the windows. Looking at several costs
    something, and this is exactly what.

    Parameters
    ----------
    counts : array_like of int, shape (weeks,)
        One series, oldest first, 1,000 cases at most.
    windows : sequence of int
        Lengths of the last weeks that are looked at, each shorter than the series.

    Returns
    -------
    Recent
        A series without a case has p-value 1.

    Raises
    ------
    ValueError
        For bad counts, more than one series, more than 1,000 cases, or a window out of range.

    Notes
    -----
    Cases that come together (a family, one venue) are not independent: count occasions, not
    persons, or the p-value is too small.

    References
    ----------
    .. [1] J. Przyborowski and H. Wilenski (1940). Homogeneity of results in testing samples from
       Poisson series. Biometrika 31, 313-323.

    Examples
    --------
    Three cases in the last of four weeks and one before:

    >>> round(recent_rise([0, 0, 1, 3], windows=[1]).p_value, 4)
    0.0508
    """
    table = count_series(counts)
    if len(table) > 1:
        raise ValueError("one series at a time")
    series = table[0]
    length, total = len(series), int(series.sum())
    spans = sorted(set(windows))
    if not spans or spans[0] < 1 or spans[-1] >= length:
        raise ValueError(f"windows have 1 week or more, and fewer than the series' {length}")
    if total > MOST_CASES:
        raise ValueError(f"{total} cases are not few: compare them with a baseline of years")
    recent = np.array([int(series[length - span :].sum()) for span in spans])
    singly = np.asarray(binom.sf(recent - 1, total, np.array(spans) / length))
    best = int(np.argmin(singly))
    limit = float(singly[best]) * (1 + 1e-9)
    p_value = _any_as_surprising(total, length, spans, limit)
    return Recent(min(1.0, p_value), spans[best], int(recent[best]), total)


def _any_as_surprising(total: int, length: int, spans: Sequence[int], limit: float) -> float:
    """Chance that one window's binomial tail is ``limit`` or less, window after window."""
    numbers = np.arange(total + 1)
    state = np.zeros(total + 1)
    state[0] = 1.0
    surprised = 0.0
    before = 0
    for span in spans:
        share = (span - before) / (length - before)
        state = _spread(state, numbers, share)
        enough = binom.sf(numbers - 1, total, span / length) <= limit
        surprised += float(state[enough].sum())
        state[enough] = 0.0
        before = span
    return surprised


def _spread(
    state: NDArray[np.float64], numbers: NDArray[np.intp], share: float
) -> NDArray[np.float64]:
    """The distribution of the cases so far after a window takes its share of those left."""
    total = len(numbers) - 1
    more = numbers[None, :] - numbers[:, None]
    chance = np.where(more >= 0, binom.pmf(more, total - numbers[:, None], share), 0.0)
    return np.asarray(state @ chance)
