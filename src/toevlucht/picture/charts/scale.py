"""From values to places on the chart: linear scales, round ticks, days on a time axis."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Scale:
    """A straight line from the values ``low`` to ``high`` to the places ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def place(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high != self.low else 0
        return self.start + share * (self.end - self.start)


def ticks(highest: float, wanted: int = 4) -> list[float]:
    """Round values from 0 to at least ``highest``, about as many as wanted."""
    if highest <= 0:
        return [0, 1]
    step = _round_step(highest / wanted)
    return [index * step for index in range(math.ceil(highest / step) + 1)]


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below ``rough``."""
    power: float = 10 ** math.floor(math.log10(rough))
    factors = (1, 2, 5, 10) if power <= 1 else (1, 2, 2.5, 5, 10)
    step = next(factor * power for factor in factors if factor * power >= rough * 0.999)
    return max(step, 1) if rough > 0.2 else step


LONG = 150  # days; a longer axis is labelled by months, a shorter one by days that have values


def axis_days(days: list[datetime.date], wanted: int = 4) -> list[datetime.date]:
    """The days to label, from the sorted days that have a value."""
    if not days:
        return []
    if (days[-1] - days[0]).days <= LONG:
        step = math.ceil(len(days) / wanted)
        return days[::-1][::step][::-1]
    months = _months(days[0], days[-1])
    rough = math.ceil(len(months) / wanted)
    step = next((whole for whole in (1, 2, 3, 4, 6, 12, 24, 60) if whole >= rough), 120)
    aligned = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
    return aligned if len(aligned) > 1 else [months[0], months[-1]]


def _months(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """The first days of the months that begin on the axis."""
    start = first.year * 12 + first.month - (1 if first.day == 1 else 0)
    end = last.year * 12 + last.month - 1
    return [datetime.date(index // 12, index % 12 + 1, 1) for index in range(start, end + 1)]


def smallest_gap(places: list[float]) -> float:
    """The distance between the two closest neighbours, or 0 where there are none."""
    ordered = sorted(set(places))
    return min((b - a for a, b in pairwise(ordered)), default=0)
