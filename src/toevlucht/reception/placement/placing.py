"""Place families: prices and a bound, then exactly where that can be done, else ever better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from toevlucht.reception.placement.candidates import Market
from toevlucht.reception.placement.instance import Flags, Instance, Ints
from toevlucht.reception.placement.neighbourhoods import Search
from toevlucht.reception.placement.prices import Priced, find_prices, losses
from toevlucht.reception.placement.programs import Chosen, choose
from toevlucht.reception.placement.starting import NONE, by_price

CANDIDATES, MORE = 40, 10
CAREFULLY = 3  # how much longer prices are sought where one integer program follows them
# Points a person: arcs this near to the best make the first integer program, where the whole is
# solved after it and where it is not. In between it is harder than the whole: families have no
# other place to give way to.
FIRST, ONLY = 4.0, 12.0
ENOUGH = 0.001  # of the bound: a gap with which a larger program is content


@dataclass(frozen=True)
class Effort:
    """How much is done; counted in steps, never in seconds, so that the same comes out everywhere.

    Attributes
    ----------
    whole : int
        Families up to which it is always proved that nothing better is in the candidates.
    exact : int
        Families up to which integer programs over all of them are solved.
    steps, size : int
        Neighbourhoods that are solved above that, and families in one.
    nodes : int
        Of branch and bound at most, in an integer program over everything.
    """

    whole: int = 1_000
    exact: int = 4_000
    steps: int = 120
    size: int = 400
    nodes: int = 20_000


@dataclass(frozen=True)
class Placement:
    """A place for each family, or ``NONE``: rooms first, then households, as in the instance.

    ``bound``: no placement has more points, whatever allowed place it uses.
    ``bound_of_candidates``: none has more that uses the candidates of each family only; ``proved``
    where this one has that many.
    """

    places: Ints
    points: int
    bound: int
    bound_of_candidates: int

    @property
    def proved(self) -> bool:
        return self.points == self.bound_of_candidates

    @property
    def gap(self) -> float:
        """What could at most be missing, as a part of the bound."""
        return 1 - self.points / self.bound if self.bound else 0.0


Keep = Callable[[Placement], None]
USUAL = Effort()


def place(instance: Instance, effort: Effort = USUAL, keep: Keep = lambda _: None) -> Placement:
    """Give as many wishes as can be to as many people as can be, within the hard rules.

    Annie MOORE [1]_ showed that placing families together by an integer program gives far more than
    placing them one by one; what is maximised there, and here not, is predicted employment. Here
    points come from what families said (see ``wishes``).

    First prices are found at which asking and having meet; they give a bound over all allowed
    places. Up to ``effort.exact`` families an integer program is solved over the arcs that the
    prices favour. Unless that is close enough it is solved again, over every candidate that a
    better placement could use at all (variables fixed by reduced cost): what comes out is the
    optimum over the candidates. Above it, a placement by price is improved neighbourhood by
    neighbourhood.

    Parameters
    ----------
    instance : Instance
    effort : Effort
    keep : callable
        Is given each better placement as soon as there is one.

    References
    ----------
    .. [1] N. Ahani, T. Andersson, A. Martinello, A. Teytelboym and A. C. Trapp (2021). Placement
       optimization in refugee resettlement. Operations Research 69(5), 1468-1486.
    """
    return Placing(Market(instance), effort, keep).run()


class Placing:
    def __init__(self, market: Market, effort: Effort, keep: Keep) -> None:
        self.market, self._effort, self._keep = market, effort, keep
        self._families = len(market.instance.families)

    def run(self) -> Placement:
        effort, is_small = self._effort, self._families <= self._effort.exact
        times = CAREFULLY if effort.whole < self._families <= effort.exact else 1
        priced = find_prices(self.market, CANDIDATES, MORE, times)
        chosen = by_price(priced.arcs, priced.prices, self.market.places.units, self._families)
        start = self._placement(priced, chosen[chosen != NONE], priced.bound)
        self._keep(start)
        if not priced.arcs.family.size:
            return start  # no family has any possible place: there is nothing to search
        if is_small:
            return self._exactly(priced, start)
        return self._search(priced, chosen)

    def _exactly(self, priced: Priced, best: Placement) -> Placement:
        """Twice: over favoured arcs for a good placement, then over all that a better may use."""
        people = self.market.instance.families.people[priced.arcs.family]
        loss, is_whole = losses(priced.arcs, priced.prices), self._families <= self._effort.whole
        near = loss <= (FIRST if is_whole else ONLY) * people
        best, _ = self._better(_some(priced, near), best)
        if best.bound == best.points or (best.gap <= ENOUGH and not is_whole):
            return best
        best, found = self._better(_some(priced, loss <= best.bound - best.points), best)
        among = max(best.points, min(best.bound, _whole(found.bound)))
        return replace(best, bound_of_candidates=among)

    def _better(self, priced: Priced, best: Placement) -> tuple[Placement, Chosen]:
        found = choose(priced.arcs, self.market.places.units, nodes=self._effort.nodes)
        if found.arcs is not None:
            other = self._placement(priced, found.arcs, priced.bound)
            best = max(best, other, key=lambda placement: placement.points)
            self._keep(best)
        return best, found

    def _search(self, priced: Priced, chosen: Ints) -> Placement:
        units, size = self.market.places.units, self._effort.size
        search = Search(priced.arcs, priced.prices, units, chosen, size)
        for _ in range(self._effort.steps):
            if search.step():
                now = search.chosen[search.chosen != NONE]
                self._keep(self._placement(priced, now, priced.bound))
        now = search.chosen[search.chosen != NONE]
        return self._placement(priced, now, priced.bound)

    def _placement(self, priced: Priced, arcs: Ints, bound: float) -> Placement:
        places = np.full(self._families, NONE, np.int64)
        places[priced.arcs.family[arcs]] = priced.arcs.place[arcs]
        most = _whole(bound)
        return Placement(places, int(priced.arcs.value[arcs].sum()), most, most)


def _some(priced: Priced, which: Flags) -> Priced:
    return replace(priced, arcs=priced.arcs.rows(np.flatnonzero(which)))


def _whole(bound: float) -> int:
    """Points are whole numbers, so what is beyond the last whole one cannot be had."""
    return int(np.floor(bound + 1e-6))
