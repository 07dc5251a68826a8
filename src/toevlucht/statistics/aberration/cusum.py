"""Small rises that last: sums of what lies above an expectation, week after week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.aberration.series import count_series
from toevlucht.statistics.arguments import number, positive, spread_over

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cusum:
    """What `cusum` found, shape (series, weeks).

    ``bound`` is the count at which the sum would reach ``limit``; 0 where it is beyond already.
    """

    statistic: Floats
    bound: Floats
    alarm: NDArray[np.bool_]


def cusum(
    counts: ArrayLike, expected: ArrayLike, *, allowance: float = 1.04, limit: float = 2.26
) -> Cusum:
    """Cumulative sum of counts made nearly normal by the transformation of Rossi [1]_.

    With mean mu, x = (y - 3 mu + 2 sqrt(y mu)) / (2 sqrt(mu)) [1]_, the sum is
    C = max(0, C before + x - allowance), and there is an alarm while C is ``limit`` or more.

    Parameters
    ----------
    counts : array_like of int, shape (series, weeks) or (weeks,)
    expected : array_like of float, above 0, broadcast to the shape of ``counts``
        The mean without a rise, such as that of `seasonal_mean`.
    allowance, limit : float
        In standard deviations.

    Returns
    -------
    Cusum

    Raises
    ------
    ValueError
        For bad counts, if an expected count is not above 0, and for settings out of range.

    References
    ----------
    .. [1] G. Rossi, L. Lampugnani and M. Marchi (1999). An approximate CUSUM procedure for
       surveillance of health events. Statistics in Medicine 18(16), 2111-2122.

    Examples
    --------
    >>> found = cusum([2, 4, 5, 6, 7, 8], 3.0)
    >>> found.statistic[0].round(2).tolist(), found.alarm[0, -1].item()
    ([0.0, 0.0, 0.04, 0.58, 1.61, 3.11], True)
    """
    table = count_series(counts).astype(float)
    mean = spread_over("expected", expected, table.shape)
    if not (np.isfinite(mean) & (mean > 0)).all():
        raise ValueError("an expected count must be a number above 0")
    number("the allowance", allowance)
    positive("the limit", limit)
    root = np.sqrt(mean)
    step = (table - 3 * mean + 2 * np.sqrt(table) * root) / (2 * root) - allowance
    total = np.zeros(table.shape)
    before = np.zeros(table.shape)
    running = np.zeros(len(table))
    for week in range(table.shape[1]):
        before[:, week] = running
        running = np.maximum(0, running + step[:, week])
        total[:, week] = running
    missing = limit + allowance - before
    # The square root of the count solves a quadratic equation.
    square_root = np.sqrt(np.maximum(4 * mean + 2 * root * missing, 0)) - root
    return Cusum(total, np.maximum(square_root, 0) ** 2, total >= limit)
