"""Small rises that last: sums of what lies above an expectation, week after week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.aberration.series import count_series

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
        For bad counts, or if an expected count is not above 0.

    References
    ----------
    .. [1] G. Rossi, L. Lampugnani and M. Marchi (1999). An approximate CUSUM procedure for
       surveillance of health events. Statistics in Medicine 18(16), 2111-2122.
    """
    table = count_series(counts).astype(float)
    mean = np.broadcast_to(np.asarray(expected, dtype=float), table.shape)
    if not (np.isfinite(mean) & (mean > 0)).all():
        raise ValueError("an expected count must be a number above 0")
    if allowance < 0 or limit <= 0:
        raise ValueError("the allowance is 0 or more and the limit above 0")
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
    """
    table = count_series(counts).astype(float)
    if not 4 <= until <= table.shape[1]:
        raise ValueError(f"a wave needs 4 weeks or more, of {table.shape[1]}; until is {until}")
    angle = 2 * np.pi * np.arange(1, table.shape[1] + 1) / period
    waves = np.column_stack([np.ones_like(angle), np.cos(angle), np.sin(angle)])
    return np.stack([_wave(series[:until], waves) for series in table])


def _wave(past: Floats, waves: Floats) -> Floats:
    if not past.any():
        return np.full(len(waves), 0.5 / len(past))
    known = waves[: len(past)]
    mean = past + 0.1
    log_mean = np.log(mean)
    for _ in range(50):
        working = log_mean + past / mean - 1
        root = np.sqrt(mean)
        solution = np.linalg.lstsq(known * root[:, None], working * root, rcond=None)[0]
        before, log_mean = log_mean, np.clip(known @ solution, -30, 50)
        mean = np.exp(log_mean)
        if np.abs(log_mean - before).max() < 1e-10:
            break
    return np.asarray(np.exp(np.clip(waves @ solution, -30, 50)))
