"""Intervals that choose the model anew on every replicate."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.arguments import whole
from toevlucht.statistics.systems_estimation.choosing import Estimate, Method, estimates
from toevlucht.statistics.systems_estimation.resampling import drawn_as_in_r
from toevlucht.statistics.systems_estimation.tables import (
    CaptureHistories,
    NotEstimable,
    tidy_order,
)

# Replicates repeat the estimate of a small table exactly, but for the last digits.
SAME = 1e-7
FEW_BEHIND = 10
NORMAL = NormalDist()


@dataclass(frozen=True)
class Limit:
    """One end of an interval.

    Attributes
    ----------
    level : float
        What was asked: 0.025 for the lower end of a 95 % interval.
    value : float
        Persons in all. Infinite if replicates without a limit reach that far.
    read_at : float
        Share of the replicates below it, after the corrections.
    behind : int
        Replicates beyond it, on its side. Under 10 it hangs on a handful: ask for more.
    """

    level: float
    value: float
    read_at: float
    behind: int

    @property
    def is_shaky(self) -> bool:
        return self.behind < FEW_BEHIND


@dataclass(frozen=True)
class BootstrapInterval:
    """A BCa interval with what it rests on.

    Attributes
    ----------
    fit : Estimate
        What the method finds on the table itself; of log-linear methods a `models.Fit`.
    limits : tuple of Limit
    z0, acceleration : float
        Corrections for bias and skewness; z0 beyond about 0.8 reads the limits far out.
    replicates : (r,) float64
        Estimates, NaN where a replicate has none.
    jackknife : (h,) float64
        Estimates with one case less, for each history with cases.
    """

    fit: Estimate
    limits: tuple[Limit, ...]
    z0: float
    acceleration: float
    replicates: NDArray[np.float64]
    jackknife: NDArray[np.float64]

    @property
    def without_estimate(self) -> int:
        """Replicates on which no model had an estimate; they stand behind no limit."""
        return int(np.isnan(self.replicates).sum())

    def __getitem__(self, level: float) -> float:
        """The limit asked for at a level, as 0.975; KeyError for one that was not asked for."""
        return {limit.level: limit.value for limit in self.limits}[level]


def bca_interval(
    table: CaptureHistories,
    method: Method,
    *,
    levels: tuple[float, ...] = (0.025, 0.975),
    replicates: int = 1000,
    seed: int = 1234,
    as_given: bool = False,
    tables: ArrayLike | None = None,
) -> BootstrapInterval:
    """Bias-corrected accelerated bootstrap with the choice of the model inside.

    Replicates are multinomial tables of the same total, drawn as R draws them. With G their
    distribution, ``z0 = Phi^-1(share below + half the share equal)``, a from the jackknife over
    single cases, and the limit at level alpha is the quantile (type 8) of G at
    ``Phi(z0 + (z0 + z_alpha) / (1 - a (z0 + z_alpha)))`` (Efron 1987; Chan, Silverman and
    Vincent 2021, section 3.3; Silverman, Chan and Vincent 2024).

    Parameters
    ----------
    table : CaptureHistories
    method : Method
        `Stepwise`, `BestOfAll`, `GraphAveraging` or any other; the whole of it is repeated on each
        replicate.
    levels : tuple of float
        Where limits are wanted, each between 0 and 1.
    replicates, seed : int
    as_given : bool
        Draw the histories in the order in which the table's rows were given, as SparseMSE does;
        otherwise in that of `tidy_order`, as MultipleSystemsEstimation does.
    tables : (r, 2**t) array, optional
        Replicates drawn elsewhere, in their place.

    Returns
    -------
    BootstrapInterval

    Raises
    ------
    NotEstimable
        If the table has no estimate, or hardly any replicate has.
    ValueError
        If a level is not between 0 and 1, or fewer than 20 replicates are asked for.

    Examples
    --------
    >>> from toevlucht.statistics.systems_estimation.choosing import BestOfAll
    >>> histories = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]
    >>> table = CaptureHistories.from_rows(histories, [200, 150, 120, 60, 50, 40, 20])
    >>> found = bca_interval(table, BestOfAll(), replicates=100)
    >>> round(found.fit.estimate), [round(limit.value) for limit in found.limits]
    (1097, [1026, 1211])
    >>> [limit.behind for limit in found.limits]
    [5, 1]
    """
    if not all(0 < level < 1 for level in levels):
        raise ValueError(f"levels lie between 0 and 1, got {levels!r}")
    whole("a seed", seed, -(2**31), 2**32 - 1)
    fit = method.fit(table)
    drawn = _drawn(table, replicates, seed, as_given, tables)
    boot = estimates(method, drawn, table)
    histories = np.flatnonzero(table.counts)
    one_less = np.repeat(table.counts[None], len(histories), axis=0)
    one_less[np.arange(len(histories)), histories] -= 1
    jackknife = estimates(method, one_less, table)
    known = boot[~np.isnan(boot)]
    if len(known) < 20:
        raise NotEstimable("no_replicates", "hardly any replicate of it has an estimate")
    z0 = bias_correction(known, fit.estimate)
    a = acceleration(jackknife, table.counts[histories])
    return BootstrapInterval(
        fit=fit,
        limits=tuple(_limit(known, level, z0, a) for level in levels),
        z0=z0,
        acceleration=a,
        replicates=boot,
        jackknife=jackknife,
    )


def bias_correction(replicates: NDArray[np.float64], estimate: float) -> float:
    """z0, with replicates that equal the estimate counted half below it and half above.

    Kept within the replicates: where none is below, half of one is taken to be.
    """
    near = SAME * abs(estimate)
    below = (replicates < estimate - near).sum() + (abs(replicates - estimate) <= near).sum() / 2
    r = len(replicates)
    return NORMAL.inv_cdf(float(min(max(below, 0.5), r - 0.5) / r))


def acceleration(jackknife: NDArray[np.float64], cases: NDArray[np.float64]) -> float:
    """a from estimates with one case less, each counting as often as its history has cases."""
    known = ~np.isnan(jackknife)
    weights, values = cases[known], jackknife[known]
    if not len(values):
        return 0.0
    apart = np.average(values, weights=weights) - values
    spread = float((weights * apart**2).sum())
    return float((weights * apart**3).sum() / (6 * spread**1.5)) if spread > 0 else 0.0


def _limit(replicates: NDArray[np.float64], level: float, z0: float, a: float) -> Limit:
    z = z0 + NORMAL.inv_cdf(level)
    stretched = 1 - a * z
    at = NORMAL.cdf(z0 + z / stretched) if stretched > 0 else float(level > 0.5)
    value = float(np.quantile(replicates, at, method="median_unbiased"))
    beyond = replicates <= value if level < 0.5 else replicates >= value
    return Limit(level, value, at, int(beyond.sum()))


def _drawn(
    table: CaptureHistories, replicates: int, seed: int, as_given: bool, tables: ArrayLike | None
) -> NDArray[np.float64]:
    if tables is None:
        if whole("replicates", replicates, 0) < 20:
            raise ValueError(f"fewer than 20 replicates say nothing, got {replicates}")
        order = table.order if as_given else tidy_order(table.t)
        return drawn_as_in_r(table.counts, order, replicates, seed)
    given = np.array(tables, np.float64, order="C")
    if given.ndim != 2 or given.shape[1] != len(table.counts):
        raise ValueError(f"replicates need shape (r, {len(table.counts)}), got {given.shape}")
    if not np.isfinite(given).all() or (given < 0).any():
        raise ValueError("counts of replicates must be numbers from 0")
    return given
