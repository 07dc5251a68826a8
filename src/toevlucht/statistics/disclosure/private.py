"""Counts with noise that no reader can tell one person by, and a ledger of what that cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import index

import numpy as np
from scipy.optimize import minimize_scalar

from toevlucht.statistics.disclosure.structure import Sum, check_sums, leaves_of


class BudgetSpent(ValueError):
    """What was asked would cost more privacy than was set aside."""


@dataclass(frozen=True)
class Ledger:
    """Privacy spent so far, in zero-concentrated differential privacy (rho) [1]_.

    Costs of tables and of editions add up, whatever is published, as long as they count the same
    people. ``limit`` is what may be spent in all; ``spent`` names each release with its cost.

    References
    ----------
    .. [1] M. Bun and T. Steinke (2016). Concentrated differential privacy: simplifications,
       extensions, and lower bounds. TCC 2016-B, LNCS 9985, 635-658.
    """

    limit: Fraction
    spent: tuple[tuple[str, Fraction], ...] = ()

    def __post_init__(self) -> None:
        if self.limit <= 0:
            raise ValueError("the limit of a ledger is above 0")

    @property
    def left(self) -> Fraction:
        return self.limit - sum((cost for _, cost in self.spent), Fraction(0))

    def spend(self, name: str, cost: Fraction) -> Ledger:
        """The ledger after a release; BudgetSpent where too little is left or the name is used."""
        if cost <= 0:
            raise ValueError("a release costs more than 0")
        if name in dict(self.spent):
            raise BudgetSpent(f"{name} was released before: repeat its numbers, without new noise")
        if cost > self.left:
            raise BudgetSpent(f"{name} costs {float(cost):g}, and {float(self.left):g} is left")
        return replace(self, spent=(*self.spent, (name, cost)))

    def epsilon(self, delta: float) -> float:
        """What the whole limit means as (epsilon, delta)."""
        return epsilon(float(self.limit), delta)


@dataclass(frozen=True)
class Private:
    """A table with noise. ``margins`` has for each cell how far, 95 times in 100 or more, its
    number before it was set to 0 or more lies from the true one at most."""

    values: tuple[int, ...]
    margins: tuple[int, ...]
    cost: Fraction


def private_counts(
    values: Sequence[int],
    variance: Fraction | int,
    sums: Sequence[Sum] = (),
    *,
    most_per_person: int = 1,
    once_a_cell: bool = False,
) -> Private:
    """Add discrete Gaussian noise to every cell that is no total, and add totals up anew [1]_.

    One person adds at most ``most_per_person`` to all these cells together: bound this after
    records of one person were linked (`bounded_counts`), or the promise does not hold. The cost is
    that of `cost_of`. Publish all cells, zeros too: which cells are there must not depend on the
    counts.

    Parameters
    ----------
    values : sequence of int
        0 or more. Those of totals are not read.
    variance : Fraction or int
        Of the noise of one cell, above 0.
    sums : sequence of (total, parts)
        A total may be part of another one. A total with two sums gets the first.
    most_per_person : int
    once_a_cell : bool
        Whether a person adds no more than 1 to any one cell.

    Returns
    -------
    Private
        Numbers below 0 are shown as 0, so shown parts need not make shown totals.

    Raises
    ------
    ValueError
        For values below 0 or of 2**63 and more, a variance not above 0, sums in a circle.

    References
    ----------
    .. [1] C. L. Canonne, G. Kamath and T. Steinke (2020). The discrete Gaussian for differential
       privacy. NeurIPS 33.

    Examples
    --------
    >>> table = private_counts([100, 50, 150], variance=8, sums=[(2, (0, 1))])
    >>> table.margins, table.cost
    ((6, 6, 8), Fraction(1, 16))
    """
    scale = Fraction(variance)
    cost = cost_of(scale, most_per_person, once_a_cell=once_a_cell)
    check_sums(len(values), sums)
    below = leaves_of(len(values), sums)
    totals = {total for total, _ in sums}
    noisy = {cell: index(values[cell]) for cell in range(len(values)) if cell not in totals}
    if any(value < 0 for value in noisy.values()):
        raise ValueError("counts are 0 or more")
    noisy = dict(zip(noisy, with_noise(list(noisy.values()), scale), strict=True))
    shown = tuple(max(0, sum(noisy[leaf] for leaf in parts)) for parts in below)
    margins = {number: margin(scale, number) for number in {len(parts) for parts in below}}
    return Private(shown, tuple(margins[len(parts)] for parts in below), cost)


def cost_of(
    variance: Fraction | int, most_per_person: int = 1, *, once_a_cell: bool = False
) -> Fraction:
    """What a table costs in rho: the square of how far one person moves it, over 2 variance.

    Somebody who adds m to one cell moves the table by m; somebody who adds 1 to each of m cells by
    the root of m only.

    Examples
    --------
    >>> cost_of(150, 3), cost_of(150, 3, once_a_cell=True)
    (Fraction(3, 100), Fraction(1, 100))
    """
    scale = Fraction(variance)
    if scale <= 0 or most_per_person < 1:
        raise ValueError("a variance is above 0, and a person counts once at least")
    return Fraction(most_per_person ** (1 if once_a_cell else 2)) / (2 * scale)


def planned_variance(
    budget: Fraction, tables: int, most_per_person: int = 1, *, once_a_cell: bool = False
) -> Fraction:
    """The variance with which so many tables together cost ``budget``.

    Examples
    --------
    Six tables for a rho of 0.06 in all, in each of which a person is in three cells at most:

    >>> planned_variance(Fraction(6, 100), 6, 3, once_a_cell=True)
    Fraction(150, 1)
    """
    if budget <= 0 or tables < 1:
        raise ValueError("budget and tables are above 0")
    return cost_of(1, most_per_person, once_a_cell=once_a_cell) * tables / budget


def epsilon(rho: float, delta: float) -> float:
    """The epsilon that goes with ``delta`` for a cost of ``rho`` (Canonne and others 2020).

    The least over alpha > 1 of alpha rho + ln(1 / (alpha delta)) / (alpha - 1) + ln(1 - 1 / alpha).

    Examples
    --------
    >>> round(epsilon(0.0203, 7e-6), 2)
    0.82
    """
    if not (rho > 0 and 0 < delta < 1):
        raise ValueError("rho is above 0, and delta between 0 and 1")

    def at(log_above_one: float) -> float:
        above = math.exp(log_above_one)
        alpha = 1 + above
        return alpha * rho - math.log(alpha * delta) / above + math.log(above / alpha)

    found = minimize_scalar(at, bounds=(-15, 25), method="bounded", options={"xatol": 1e-9})
    return max(0.0, float(found.fun))


def margin(variance: Fraction, cells: int = 1, level: float = 0.95) -> int:
    """The least whole number within which the noise of so many cells added up stays.

    ``variance`` is that of one cell; the chance is ``level`` or more. A sum of discrete Gaussians
    is none itself, which shows where their variance is below 1: these are the chances of the sum.
    """
    widest = math.isqrt(math.ceil(variance * cells)) * 12 + 12
    steps = np.arange(-widest, widest + 1)
    one = np.exp(-(steps**2) / (2 * float(variance)))
    # Around 0 and not from -widest on, so that powers of the transform are sums around 0 too.
    turned = np.fft.rfft(np.fft.ifftshift(one / one.sum()))
    summed = np.fft.irfft(turned**cells, one.size)[: widest + 1]
    inside = summed[0] + 2 * np.concatenate([[0.0], np.cumsum(summed[1:])])
    return int(np.searchsorted(inside, level))


def with_noise(counts: Sequence[int], variance: Fraction) -> list[int]:
    """The counts with discrete Gaussian noise of this variance or hardly more, by OpenDP.

    OpenDP takes a scale with a point: the least whose square is not below the variance, so that no
    more is given away than `cost_of` says.
    """
    # Not loaded before noise is drawn: it takes half a second and 47 MB.
    from opendp.domains import atom_domain, vector_domain
    from opendp.measurements import make_gaussian
    from opendp.metrics import l2_distance
    from opendp.mod import enable_features

    enable_features("contrib")  # OpenDP's word for parts whose proof is not through its vetting
    scale = math.sqrt(variance)
    while Fraction(scale) ** 2 < variance:
        scale = math.nextafter(scale, math.inf)
    space = vector_domain(atom_domain(T="i64")), l2_distance(T="f64")
    noisy: list[int] = make_gaussian(*space, scale=scale)(list(counts))
    return noisy
