"""Prices of places at which what families want and what there is come together, and the bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from toevlucht.reception.placement.candidates import Arcs, Market
from toevlucht.reception.placement.instance import Ints, Reals

# Points a person: how far families stray from their best place while prices are sought, from and
# to, and in how many steps.
ROUNDS = ((50.0, 8.0, 60), (8.0, 1.0, 100), (2.0, 0.3, 160), (0.5, 0.1, 100))
TOGETHER = 5  # steps that look at the same arcs
NEAR = 25.0  # strays: an arc that gains so much less than the best of its family is not asked for
FURTHEST = 3.0  # the logarithm of a shortage or an excess, at most, in one step


@dataclass(frozen=True)
class Priced:
    """Candidates, a price for a unit of each place, and a bound that holds for all places."""

    arcs: Arcs
    prices: Reals
    bound: float


Of = TypeVar("Of", Ints, Reals)


@dataclass(frozen=True)
class ByFamily:
    """Where the arcs of each family start, in arcs that are ordered by family."""

    start: Ints
    count: Ints

    @classmethod
    def of(cls, arcs: Arcs) -> ByFamily:
        new = np.ones(len(arcs), bool)
        new[1:] = arcs.family[1:] != arcs.family[:-1]
        start = np.flatnonzero(new)
        return cls(start, np.diff(np.append(start, len(arcs))))

    def highest(self, values: Reals) -> Reals:
        """The highest of each family's values, and not less than 0."""
        return np.maximum(np.maximum.reduceat(values, self.start), 0.0)

    def spread(self, of_family: Of) -> Of:
        return np.repeat(of_family, self.count)


def find_prices(market: Market, candidates: int, more: int, times: int) -> Priced:
    """Raise the price of what is wanted by too many, lower that of what is left over.

    Families divide themselves over their candidates as in a logit model: mostly where they gain
    most, the more so the further the search is [1]_. Each place then changes its price by the
    logarithm of what is asked of it over what it has, as Sinkhorn's algorithm does for transport
    with entropy [2]_, divided by how steeply the asking answers to the price. After each round the
    prices are held against every allowed place. That gives a bound, and for each family the
    ``more`` places that the prices make worth while (column generation).

    Parameters
    ----------
    market : Market
    candidates : int
        Places a family to start with: those with the most points.
    more : int
        Places a family to add after each round.
    times : int
        How often the steps of each round but the first are taken; more of them bring the bound
        nearer.

    References
    ----------
    .. [1] A. Galichon (2016). Optimal transport methods in economics. Princeton University Press.
    .. [2] M. Cuturi (2013). Sinkhorn distances: lightspeed computation of optimal transport.
       Advances in Neural Information Processing Systems 26.
    """
    arcs, prices = market.best(candidates), np.zeros(len(market.places))
    best = Priced(arcs, prices, market.bound_at(prices) if len(arcs) else 0.0)
    for number, (wide, narrow, steps) in enumerate(ROUNDS if len(arcs) else ()):
        taken = steps * times if number else steps
        prices = _adjust(market, arcs, prices, np.geomspace(wide, narrow, taken))
        extra, bound = market.best_at(more, prices)
        arcs = arcs.joined(extra)
        if bound <= best.bound:
            best = Priced(arcs, prices, bound)
    return Priced(arcs, best.prices, best.bound)


def gains(arcs: Arcs, prices: Reals) -> Reals:
    """What a family gains by each arc above what its units cost."""
    return np.asarray(arcs.value - prices[arcs.place] * arcs.weight)


def losses(arcs: Arcs, prices: Reals) -> Reals:
    """How much less each arc gains than the best of its family."""
    groups, gain = ByFamily.of(arcs), gains(arcs, prices)
    return groups.spread(groups.highest(gain)) - gain


def _adjust(market: Market, arcs: Arcs, prices: Reals, strays: Reals) -> Reals:
    people = market.instance.families.people[arcs.family]
    best, lowest = prices, np.inf
    for first in range(0, len(strays), TOGETHER):
        some = strays[first : first + TOGETHER]
        near = losses(arcs, prices) <= NEAR * some[0] * people
        prices = _steps(market, arcs.rows(np.flatnonzero(near)), prices, some)
        gain = ByFamily.of(arcs).highest(gains(arcs, prices))
        bound = float(gain.sum() + prices @ market.places.units)
        best, lowest = (prices, bound) if bound < lowest else (best, lowest)
    return best


def _steps(market: Market, arcs: Arcs, prices: Reals, strays: Reals) -> Reals:
    """Half the precision is enough to find prices, and quicker; bounds are computed in full."""
    units, groups = market.places.units, ByFamily.of(arcs)
    value, weight = arcs.value.astype(np.float32), arcs.weight.astype(np.float32)
    of_person = (1.0 / market.instance.families.people[arcs.family]).astype(np.float32)
    for stray in strays:
        gain = value - prices.astype(np.float32)[arcs.place] * weight
        top, scale = groups.highest(gain), of_person / np.float32(stray)
        odds = np.exp((gain - groups.spread(top)) * scale)
        nothing = np.exp(-top * scale[groups.start])
        part = odds * groups.spread(1 / (np.add.reduceat(odds, groups.start) + nothing)) * weight
        asked = np.bincount(arcs.place, part, len(units))
        steep = np.bincount(arcs.place, part * weight * of_person, len(units))
        step = np.divide(asked, steep, out=np.ones(len(units)), where=steep > 1e-9)
        excess = np.clip(np.log((asked + 1e-9) / np.maximum(units, 1)), -FURTHEST, FURTHEST)
        prices = np.maximum(0.0, prices + stray * step * excess)
    return prices
