"""Take in counts, days and shares, and say plainly what is wrong with them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.arguments import spread_over

MOST = 1e15


def count_series(counts: ArrayLike) -> NDArray[np.int64]:
    """Counts as whole numbers of shape (series, weeks); one series may come without its axis."""
    given = np.asarray(counts)
    if given.dtype.kind not in "iuf":
        raise TypeError("counts must be numbers")
    table = np.atleast_2d(given)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"counts need the shape (series, weeks), got {given.shape}")
    for wrong, problem in (
        (~np.isfinite(table), "is missing"),
        (table < 0, "is negative"),
        (table > MOST, "is too large to be a count"),
        (table != np.floor(table), "is not a whole number"),
    ):
        if wrong.any():
            row, week = np.argwhere(wrong)[0]
            raise ValueError(f"the count of week {week} in series {row} {problem}")
    return table.astype(np.int64, order="C")


def week_days(days: ArrayLike, length: int) -> NDArray[np.datetime64]:
    """One day of each week, seven days apart."""
    dates = np.asarray(days, dtype="datetime64[D]")
    if dates.shape != (length,):
        raise ValueError(f"{length} weeks of counts need {length} days, got {dates.shape}")
    if np.isnat(dates).any() or (np.diff(dates) != np.timedelta64(7, "D")).any():
        raise ValueError("the days of the weeks must be seven days apart, none missing")
    return dates


def shares(reported: ArrayLike | None, shape: tuple[int, int]) -> NDArray[np.float64]:
    """Shares above 0 and at most 1 in the shape (series, weeks asked)."""
    if reported is None:
        return np.ones(shape)
    share = spread_over("reported", reported, shape)
    if not ((share > 0) & (share <= 1)).all():
        raise ValueError("a reported share is above 0 and at most 1")
    return share
