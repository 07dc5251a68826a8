"""Improve a placement: take families that touch each other out, and put them back together best."""

from __future__ import annotations

import numpy as np

from toevlucht.reception.placement.candidates import Arcs
from toevlucht.reception.placement.instance import Ints, Reals
from toevlucht.reception.placement.prices import ByFamily, gains
from toevlucht.reception.placement.programs import choose
from toevlucht.reception.placement.starting import NONE

NODES = 200  # of branch and bound a neighbourhood: a limit that is the same on every machine
NEAREST = 12  # arcs a family that a neighbourhood considers: those that gain most


class Search:
    """A placement that only gets better.

    The distance to the bound is a sum over families and places: what each family gains less than
    its best place would give it, and what each place has left over at its price [1]_. A
    neighbourhood starts at the family that loses most, takes in who lives in the places that it
    would rather have, who lives in the places these would rather have, and so on, and is solved as
    an integer program (large-neighbourhood search [2]_). A family that was the start is
    weighed less the next time.

    Parameters
    ----------
    arcs : Arcs
    prices : reals
        Of a unit of each place.
    units : ints
        What each place has.
    chosen : ints
        Of each family its arc, or ``NONE``.
    size : int
        Families a neighbourhood.

    References
    ----------
    .. [1] M. L. Fisher (1981). The Lagrangian relaxation method for solving integer programming
       problems. Management Science 27(1), 1-18.
    .. [2] P. Shaw (1998). Using constraint programming and local search methods to solve vehicle
       routing problems. Principles and Practice of Constraint Programming, LNCS 1520, 417-431.
    """

    def __init__(self, arcs: Arcs, prices: Reals, units: Ints, chosen: Ints, size: int) -> None:
        self.chosen = chosen.copy()
        self._arcs, self._units, self._size = arcs, units, size
        self._gain = gains(arcs, prices)
        groups = ByFamily.of(arcs)
        families = arcs.family[groups.start]
        self._best = np.zeros(len(chosen))
        self._best[families] = groups.highest(self._gain)
        self._tried = np.ones(len(chosen))
        self._near = _nearest(arcs, self._gain, groups)
        self._first = np.searchsorted(arcs.family[self._near], np.arange(len(chosen) + 1))

    @property
    def points(self) -> int:
        return int(self._arcs.value[self.chosen[self.chosen != NONE]].sum())

    def step(self) -> int:
        """Solve one neighbourhood; the points it brought, 0 where it was best already."""
        loss = self._best - np.where(self.chosen == NONE, 0.0, self._gain[self.chosen])
        start = int(np.argmax(loss / self._tried))
        self._tried[start] += 1
        return self._solve(self._grow(start))

    def _grow(self, start: int) -> Ints:
        placed = np.flatnonzero(self.chosen != NONE)
        where = self._arcs.place[self.chosen[placed]]
        placed, where = placed[(order := np.argsort(where, kind="stable"))], where[order]
        inside, wave = np.zeros(len(self.chosen), bool), np.array([start])
        inside[start] = True
        seen = np.zeros(len(self._units), bool)
        while len(wave) and inside.sum() < self._size:
            places = np.unique(np.concatenate([self._wanted(family) for family in wave]))
            places = places[~seen[places]]
            seen[places] = True
            low, high = np.searchsorted(where, places), np.searchsorted(where, places, "right")
            living = [placed[a:b] for a, b in zip(low, high, strict=True)]
            found = np.concatenate(living) if living else np.zeros(0, np.int64)
            wave = found[~inside[found]][: self._size - int(inside.sum())]
            inside[wave] = True
        return np.flatnonzero(inside)

    def _wanted(self, family: int) -> Ints:
        return self._arcs.place[self._near[self._first[family] : self._first[family + 1]]]

    def _solve(self, families: Ints) -> int:
        inside = np.zeros(len(self.chosen), bool)
        inside[families] = True
        others = self.chosen[~inside & (self.chosen != NONE)]
        left = self._units - _used(self._arcs, others, len(self._units))
        mine = self.chosen[families]
        mine = mine[mine != NONE]
        near = [self._near[self._first[f] : self._first[f + 1]] for f in families]
        some = np.unique(np.concatenate([*near, mine]))
        some = some[self._arcs.weight[some] <= left[self._arcs.place[some]]]
        found = choose(self._arcs.rows(some), left, nodes=NODES).arcs
        if found is None:
            return 0
        better = some[found]
        more = int(self._arcs.value[better].sum() - self._arcs.value[mine].sum())
        if more > 0:
            self.chosen[families] = NONE
            self.chosen[self._arcs.family[better]] = better
        return max(more, 0)


def _used(arcs: Arcs, chosen: Ints, places: int) -> Ints:
    return np.bincount(arcs.place[chosen], arcs.weight[chosen], places).astype(np.int64)


def _nearest(arcs: Arcs, gain: Reals, groups: ByFamily) -> Ints:
    """Positions of each family's arcs that gain most, ordered by family."""
    order = np.lexsort((-gain, arcs.family))
    rank = np.arange(len(arcs)) - groups.spread(groups.start)
    return order[rank < NEAREST]
