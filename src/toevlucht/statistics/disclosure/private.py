"""Counts with noise that no reader can tell one person by, and a ledger of what that cost."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import index

from scipy.optimize import minimize_scalar

from toevlucht.statistics.disclosure.structure import Sum, check_sums, leaves_of

# Gives a whole number from 0 to one under what it is given, each as likely.
Draw = Callable[[int], int]


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
    draw: Draw = secrets.randbelow,
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
    draw : callable
        The randomness: ``draw(n)`` is a whole number from 0 to n - 1. The default is fit for
        secrets; another one is for tests only.

    Returns
    -------
    Private
        Numbers below 0 are shown as 0, so shown parts need not make shown totals.

    Raises
    ------
    ValueError
        For values below 0, a variance not above 0, sums in a circle.

    References
    ----------
    .. [1] C. L. Canonne, G. Kamath and T. Steinke (2020). The discrete Gaussian for differential
       privacy. NeurIPS 33.
    """
    scale = Fraction(variance)
    cost = cost_of(scale, most_per_person, once_a_cell=once_a_cell)
    check_sums(len(values), sums)
    below = leaves_of(len(values), sums)
    totals = {total for total, _ in sums}
    noisy = {cell: index(values[cell]) for cell in range(len(values)) if cell not in totals}
    if any(value < 0 for value in noisy.values()):
        raise ValueError("counts are 0 or more")
    for cell in noisy:
        noisy[cell] += discrete_gaussian(scale, draw)
    shown = tuple(max(0, sum(noisy[leaf] for leaf in parts)) for parts in below)
    margins = {number: margin(scale * number) for number in {len(parts) for parts in below}}
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
    """The variance with which so many tables together cost ``budget``."""
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


def margin(variance: Fraction, level: float = 0.95) -> int:
    """The least whole number within which the noise of this variance stays with chance ``level``.

    The sum of several discrete Gaussians is not one exactly; for variances above 1 the difference
    is far beyond what can be printed.
    """
    widest = math.isqrt(math.ceil(variance)) * 12 + 12
    chances = [math.exp(-(number**2) / (2 * float(variance))) for number in range(widest)]
    whole = chances[0] + 2 * sum(chances[1:])
    inside, number = chances[0], 0
    while inside < level * whole:
        number += 1
        inside += 2 * chances[number]
    return number


def discrete_gaussian(variance: Fraction, draw: Draw = secrets.randbelow) -> int:
    """One draw: n has chance in proportion to exp(-n**2 / (2 variance)); whole numbers only.

    Algorithm 3 of Canonne, Kamath and Steinke (2020): no number with a point is used anywhere, so
    rounding cannot give anything away.
    """
    scale = math.isqrt(math.floor(variance)) + 1
    while True:
        number = _discrete_laplace(scale, draw)
        missed = (abs(number) - variance / scale) ** 2 / (2 * variance)
        if _happens_exp(missed, draw):
            return number


def _discrete_laplace(scale: int, draw: Draw) -> int:
    """n has chance in proportion to exp(-|n| / scale): algorithm 2."""
    while True:
        rest = draw(scale)
        if not _happens_exp(Fraction(rest, scale), draw):
            continue
        whole = 0
        while _happens_exp(Fraction(1), draw):
            whole += 1
        size = rest + scale * whole
        negative = draw(2) == 1
        if negative and not size:
            continue
        return -size if negative else size


def _happens_exp(power: Fraction, draw: Draw) -> bool:
    """True with chance exp(-power): algorithm 1."""
    while power > 1:
        if not _happens_exp(Fraction(1), draw):
            return False
        power -= 1
    rounds = 1
    while draw(power.denominator * rounds) < power.numerator:
        rounds += 1
    return rounds % 2 == 1
