"""Tell alarms of a nation, its regions and their municipalities as one story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# A part that carries this share of the whole's excess is what the story is about.
MOST_OF_IT = 2 / 3


@dataclass(frozen=True)
class Story:
    """Alarms that are one.

    Attributes
    ----------
    series : int
        The series at which it is told.
    also : tuple of int
        Other series with an alarm that belong to it, from the largest whole to the smallest part.
    excess : float
        Cases above what is expected in ``series``.
    share : float
        The part of the excess of the largest whole with an alarm that lies in ``series``; 1 where
        all of it does.
    """

    series: int
    also: tuple[int, ...]
    excess: float
    share: float


def stories(
    alarm: ArrayLike, excess: ArrayLike, parents: Sequence[int], most: float = MOST_OF_IT
) -> list[Story]:
    """Join the alarms of one week that lie within each other.

    An alarm belongs to the story of the largest whole around it that has an alarm. The story
    begins there and goes down to a part with an alarm as long as that part carries the share
    ``most`` of the excess: one city with a rise is told as that city, a rise everywhere as a rise
    of the nation.

    Parameters
    ----------
    alarm : array_like of bool, shape (series,)
    excess : array_like of float, shape (series,)
        Observed minus expected.
    parents : sequence of int
        The series that each lies in, -1 for none.
    most : float
        Above 0.5 and at most 1, so that at most one part can carry it.

    Returns
    -------
    list of Story
        From the largest excess to the smallest; every alarm in exactly one of them.

    Raises
    ------
    ValueError
        If shapes differ, the excess of an alarm is missing, a parent is not there, or a series lies
        in itself.

    Examples
    --------
    Nation 0 with regions 1 and 2, municipality 3 in region 1:

    >>> stories([True, True, False, True], [10, 9, 0, 8], [-1, 0, 0, 1])
    [Story(series=3, also=(0, 1), excess=8.0, share=0.8)]
    """
    flags, above = np.asarray(alarm, dtype=bool), np.asarray(excess, dtype=float)
    if flags.shape != above.shape or flags.shape != (len(parents),):
        raise ValueError("alarm, excess and parents need one entry a series")
    if not np.isfinite(above[flags]).all():
        raise ValueError("the excess of a series with an alarm must be a number")
    if not 0.5 < most <= 1:
        raise ValueError(f"the share lies above 0.5 and is at most 1, got {most!r}")
    around = [_around(series, parents) for series in range(len(parents))]
    within: dict[int, list[int]] = {}
    nearest: dict[int, list[int]] = {}
    for series in np.flatnonzero(flags).tolist():
        alarming = [whole for whole in around[series] if flags[whole]]
        within.setdefault(alarming[-1] if alarming else series, []).append(series)
        if alarming:
            nearest.setdefault(alarming[0], []).append(series)
    told = []
    for whole, members in within.items():
        at = _down(whole, nearest, above, most)
        also = sorted((m for m in members if m != at), key=lambda m: (len(around[m]), m))
        # Where other parts lie below what is expected, one part can have more than the whole.
        share = float(above[at] / above[whole]) if above[at] < above[whole] else 1.0
        told.append(Story(at, tuple(also), float(above[at]), share))
    return sorted(told, key=lambda story: (-story.excess, story.series))


def _around(series: int, parents: Sequence[int]) -> list[int]:
    """The wholes that a series lies in, the nearest first."""
    found: list[int] = []
    while (series := parents[series]) != -1:
        if not 0 <= series < len(parents):
            raise ValueError(f"there is no series {series} to be a parent")
        if len(found) >= len(parents):
            raise ValueError(f"series {series} lies in itself")
        found.append(series)
    return found


def _down(
    whole: int,
    nearest: dict[int, list[int]],
    above: np.ndarray[tuple[int], np.dtype[np.float64]],
    most: float,
) -> int:
    at = whole
    while parts := nearest.get(at):
        largest = max(parts, key=lambda part: above[part])
        if above[largest] < most * above[at]:
            break
        at = largest
    return at
