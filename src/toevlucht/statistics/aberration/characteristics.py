"""What settings do where the truth is known: false alarms, and rises that are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from toevlucht.statistics.aberration.farrington import farrington
from toevlucht.statistics.aberration.settings import NOUFAILY, Settings
from toevlucht.statistics.arguments import number, whole


@dataclass(frozen=True)
class Characteristics:
    """Shares of simulated series, each with its standard error.

    Attributes
    ----------
    false_alarms : float
        Share with an alarm in a week without a rise.
    found : tuple of float
        Share with an alarm, for each size of rise.
    series : int
        How many were simulated; the standard error of a share *p* is sqrt(p (1 - p) / series).
    """

    false_alarms: float
    found: tuple[float, ...]
    series: int

    def error(self, share: float) -> float:
        return float(np.sqrt(share * (1 - share) / self.series))


def simulate(
    settings: Settings = NOUFAILY,
    *,
    mean: float | tuple[float, float] = (0.5, 50.0),
    dispersion: float | tuple[float, float] = (1.0, 3.0),
    rises: Sequence[float] = (3, 5, 8),
    past_outbreaks: float = 0.02,
    reported: float = 1.0,
    series: int = 1000,
    seed: int = 1,
) -> Characteristics:
    """Run the flexible Farrington method on simulated weeks with and without a rise.

    Each series is negative binomial with a yearly wave and a slight trend, past outbreaks of two to
    six weeks and four standard deviations, and means and dispersions drawn between the limits
    given (means evenly by their logarithm). The last week gets a rise of so many standard
    deviations, Poisson, and each of its reports is in with the chance ``reported``.

    Parameters
    ----------
    settings : Settings
    mean, dispersion : float or (low, high)
        Weekly mean, and variance divided by mean (1 or more).
    rises : sequence of float
        Sizes in standard deviations.
    past_outbreaks : float
        Chance that an outbreak begins in a past week.
    reported : float
        Above 0 and at most 1.
    series, seed : int

    Returns
    -------
    Characteristics

    Raises
    ------
    ValueError
        If a limit or a share is out of range.

    References
    ----------
    A. Noufaily, D. G. Enki, P. Farrington, P. Garthwaite, N. Andrews and A. Charlett (2013). An
    improved algorithm for outbreak detection in multiple surveillance systems. Statistics in
    Medicine 32(7), 1206-1222: judged by simulated series of this kind.

    Examples
    --------
    >>> found = simulate(rises=(5,), series=50)
    >>> found.found, found.series
    ((0.84,), 50)
    """
    low, high = _limits(mean, above=0.0)
    least, most = _limits(dispersion, above=1.0 - 1e-12)
    whole("series", series, 1)
    for size in rises:
        number("a rise", size)
    if not 0 < reported <= 1 or not 0 <= past_outbreaks < 1:
        raise ValueError("reported lies above 0, past_outbreaks from 0, both to 1")
    chance = np.random.default_rng(seed)
    weeks = 52 * settings.years + 52
    time = np.arange(weeks)
    centre = np.exp(chance.uniform(np.log(low), np.log(high), (series, 1)))
    wave = chance.uniform(0, 0.6, (series, 1))
    shift = chance.uniform(0, 52, (series, 1))
    trend = chance.uniform(-0.001, 0.001, (series, 1))
    level = centre * np.exp(wave * np.cos(2 * np.pi * (time - shift) / 52) + trend * time)
    spread = chance.uniform(least, most, (series, 1))
    counts = _counts(chance, level, spread)
    sd = np.sqrt(level * spread)
    outbreak = np.zeros(counts.shape)
    rows, starts = np.nonzero(chance.random((series, weeks - 1)) < past_outbreaks)
    for row, start in zip(rows, starts, strict=True):
        outbreak[row, start : start + chance.integers(2, 7)] = 4.0
    outbreak[:, -1] = 0
    counts += chance.poisson(outbreak * sd)
    shares = []
    for size in (0.0, *rises):
        now = counts.copy()
        now[:, -1] += chance.poisson(size * sd[:, -1])
        now[:, -1] = chance.binomial(now[:, -1], reported)
        judged = farrington(now, weeks=[-1], settings=settings, reported=[reported])
        shares.append(float(judged.alarm.mean()))
    return Characteristics(shares[0], tuple(shares[1:]), series)


def _limits(given: float | tuple[float, float], above: float) -> tuple[float, float]:
    low, high = given if isinstance(given, tuple) else (given, given)
    if not above < low <= high < np.inf:
        raise ValueError(f"limits go from low to high, above {above:g}; got {given!r}")
    return low, high


def _counts(
    chance: np.random.Generator,
    mean: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    spread: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Negative binomial as a Poisson count of a gamma mean; all but Poisson where spread is 1."""
    extra = np.maximum(spread - 1, 1e-9)
    return chance.poisson(chance.gamma(mean / extra, extra))
