"""Which past weeks a week is compared with, and which season each of them belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.aberration.settings import Settings

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Days = NDArray[np.datetime64]

IN_A_YEAR = 52


@dataclass(frozen=True)
class Design:
    """Rows of the baseline of one week.

    ``rows`` are positions; ``time`` is centred, in weeks; ``season`` numbers
    the season of each row; the week itself lies in the last season, at ``now``.
    """

    rows: Positions
    time: Floats
    season: Positions
    now: float

    @property
    def seasons(self) -> int:
        return int(self.season.max()) + 1


def design(position: int, weeks: Days | None, settings: Settings) -> Design | None:
    """The baseline of the week at ``position``; None where the series is too short for it."""
    same = _same_week(position, weeks, settings.years)
    half, seasons = settings.half_window, settings.periods
    if same[-1] - half < 0:
        return None
    label = np.zeros(position, dtype=np.intp)
    for later, earlier in pairwise(same):
        if seasons > 1:
            gap = np.arange(earlier + half + 1, later - half)
            for season, part in enumerate(np.array_split(gap, seasons - 1), start=1):
                label[part] = season
        label[earlier - half : earlier + half + 1] = seasons
    label[max(0, position - settings.skip) :] = 0
    rows = np.flatnonzero(label)
    middle = float(rows.mean())
    _, of_row = np.unique(label[rows], return_inverse=True)
    return Design(rows, (rows - middle).astype(np.float64), of_row, position - middle)


def first_position(length: int, weeks: Days | None, settings: Settings) -> int:
    """The first week that has a baseline; ``length`` where none has."""
    for position in range(length):
        same = _same_week(position, weeks, settings.years)
        if same[-1] - settings.half_window >= 0:
            return position
    return length


def _same_week(position: int, weeks: Days | None, years: int) -> list[int]:
    """Positions of this week, the same one a year before, two years before, and so on."""
    if weeks is None:
        return [position - IN_A_YEAR * year for year in range(years + 1)]
    day = weeks[position]
    month = day.astype("datetime64[M]")
    back = month - 12 * np.arange(years + 1)
    same_date = back.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    ahead = (day - same_date).astype(int) % 7
    nearest = same_date + np.where(ahead <= 3, ahead, ahead - 7)
    return [int(days) // 7 for days in (nearest - weeks[0]).astype(int)]
