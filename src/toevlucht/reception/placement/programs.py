"""Choose among arcs by an integer program: each family once, no place beyond its units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from toevlucht.reception.placement.candidates import Arcs
from toevlucht.reception.placement.instance import Ints, Reals


@dataclass(frozen=True)
class Chosen:
    """Positions of the chosen arcs, or None where none were found in time, and a bound on them."""

    arcs: Ints | None
    bound: float


def choose(arcs: Arcs, units: Ints, nodes: int) -> Chosen:
    """The arcs with the most points together, by HiGHS's branch and bound [1]_.

    References
    ----------
    .. [1] Q. Huangfu and J. A. J. Hall (2018). Parallelizing the dual revised simplex method.
       Mathematical Programming Computation 10(1), 119-142.
    """
    if not len(arcs):
        return Chosen(np.zeros(0, np.int64), 0.0)
    table, most = _rows(arcs, units)
    found = milp(
        -arcs.value.astype(float),
        constraints=LinearConstraint(table, -np.inf, most),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(arcs), np.int64),
        options={"mip_rel_gap": 0.0, "node_limit": nodes},
    )
    bound = np.inf if found.mip_dual_bound is None else -found.mip_dual_bound
    return Chosen(None if found.x is None else np.flatnonzero(found.x > 0.5), float(bound))


def _rows(arcs: Arcs, units: Ints) -> tuple[csr_array, Reals]:
    """One row a family, then one a place."""
    families, family = np.unique(arcs.family, return_inverse=True)
    places, place = np.unique(arcs.place, return_inverse=True)
    every = np.arange(len(arcs))
    amounts = np.concatenate([np.ones(len(arcs)), arcs.weight])
    rows = np.concatenate([family, len(families) + place])
    table = csr_array(
        (amounts, (rows, np.concatenate([every, every]))),
        shape=(len(families) + len(places), len(arcs)),
    )
    return table, np.concatenate([np.ones(len(families)), units[places]])
