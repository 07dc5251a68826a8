"""A first placement: families one after the other."""

from __future__ import annotations

import numpy as np

from toevlucht.reception.placement.candidates import Arcs, Market
from toevlucht.reception.placement.instance import Ints, Reals
from toevlucht.reception.placement.prices import ByFamily, gains

NONE = -1


def one_by_one(market: Market) -> tuple[Ints, int]:
    """In the order of the list, each family gets what is best for it of all that is still free.

    What somebody with a list and a telephone does. It is here to be measured against.

    Returns
    -------
    places : ints
        The place of each family, or ``NONE``.
    points : int
    """
    left = market.places.units.copy()
    found, total = np.full(len(market.instance.families), NONE, np.int64), 0
    for family in range(len(found)):
        places, weights, points = market.of_family(family)
        free = left[places] >= weights
        if free.any():
            best = int(np.argmax(np.where(free, points, -1)))
            found[family] = places[best]
            left[places[best]] -= weights[best]
            total += int(points[best])
    return found, total


def by_price(arcs: Arcs, prices: Reals, units: Ints, families: int) -> Ints:
    """First those who would lose most by not getting their best place, at these prices.

    Returns
    -------
    ints
        For each family the position of its arc, or ``NONE``.
    """
    found, left = np.full(families, NONE, np.int64), units.copy()
    if not len(arcs):
        return found
    groups, gain = ByFamily.of(arcs), gains(arcs, prices)
    order = np.lexsort((-gain, arcs.family))
    second = np.where(groups.count > 1, gain[order[groups.start + (groups.count > 1)]], 0.0)
    loss = gain[order[groups.start]] - np.maximum(second, 0.0)
    for group in np.argsort(-loss, kind="stable"):
        start = groups.start[group]
        mine = order[start : start + groups.count[group]]
        fits = left[arcs.place[mine]] >= arcs.weight[mine]
        if fits.any():
            arc = mine[np.argmax(fits)]
            found[arcs.family[arc]] = arc
            left[arcs.place[arc]] -= arcs.weight[arc]
    return found
