"""Fit one hierarchical log-linear model to a table, if the table allows that."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.systems_estimation import loops
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable

Term = tuple[str, ...]


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    table : CaptureHistories
    terms : tuple of terms
        The interactions, each a tuple of names of lists. Lists themselves are always in.
    hidden : float
        Cases on no list: exp of the constant.
    log_likelihood : float
        Poisson, with ``-sum log n!``.
    parameters : int
        All, those at minus infinity included (as Rcapture counts).
    beta, fitted : (2**t,) float64
        Parameters and expected cells at the place of their mask; ``fitted[0]`` is `hidden`.
        Parameters are NaN where the model has none, minus infinity for empty overlaps.
    """

    table: CaptureHistories
    terms: tuple[Term, ...]
    hidden: float
    log_likelihood: float
    parameters: int
    beta: NDArray[np.float64]
    fitted: NDArray[np.float64]

    @property
    def estimate(self) -> float:
        """Persons in all: those seen and those hidden."""
        return self.table.observed + self.hidden

    @property
    def aic(self) -> float:
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """With the number of observed cases, not of cells, under the logarithm."""
        return self.parameters * math.log(self.table.observed) - 2 * self.log_likelihood

    @cached_property
    def standard_error_of_log_hidden(self) -> float:
        masks = np.flatnonzero(np.isfinite(self.beta))
        cells = self.fitted.copy()
        cells[0] = 0.0
        loops.add_supersets(cells)
        information = cells[masks[:, None] | masks[None, :]]
        return float(np.sqrt(np.linalg.inv(information)[0, 0]))

    def conditional_interval(self, level: float = 0.95) -> tuple[float, float]:
        """Too narrow: it takes this model as given, though the same data chose it.

        ``n + exp(constant ± z se)``. Of such intervals meant to hold 95 % about 61 % held the
        truth in simulations (Chan, Silverman and Vincent 2021, section 3.4). Use
        `bootstrapping.bca_interval`, which chooses anew on each replicate.
        """
        if not 0 < level < 1:
            raise ValueError(f"a confidence level lies between 0 and 1, got {level!r}")
        wide = NormalDist().inv_cdf(0.5 + level / 2) * self.standard_error_of_log_hidden
        seen = self.table.observed
        return seen + self.hidden * math.exp(-wide), seen + self.hidden * math.exp(wide)


def fit_model(table: CaptureHistories, terms: Iterable[Sequence[str]] = ()) -> Fit:
    """Fit a hierarchical Poisson log-linear model by extended maximum likelihood.

    Parameters
    ----------
    table : CaptureHistories
    terms : iterable of sequences of names
        Interactions of two lists or more; what they contain is in the model too. Without any:
        lists independent of each other.

    Returns
    -------
    Fit

    Raises
    ------
    NotEstimable
        If the table cannot be estimated at all, or this model has no maximum
        (``without_maximum``) or does not fix its parameters (``not_identifiable``) on it. Both
        are decided exactly, by a linear program and by a rank.
    ValueError
        If a term is not known, or holds all lists: that interaction cannot be told from the
        hidden number.

    References
    ----------
    Chan, Silverman and Vincent (2021), JASA 116, 1297-1306; Fienberg and Rinaldo (2012), Annals
    of Statistics 40, 996-1023.

    Examples
    --------
    >>> rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1]]
    >>> table = CaptureHistories.from_rows(rows, [60, 50, 40, 12, 10, 8])
    >>> round(fit_model(table).estimate, 1), round(fit_model(table, [("A", "B")]).estimate, 1)
    (461.1, 451.1)
    """
    table.check_estimable()
    return fit_masks(table, hierarchical(table, terms))


def hierarchical(table: CaptureHistories, terms: Iterable[Sequence[str]]) -> list[int]:
    """Masks of the interactions and of all that are inside them, smaller ones first."""
    masks: set[int] = set()
    for term in terms:
        unknown = [name for name in term if name not in table.lists]
        if isinstance(term, str) or unknown:
            raise ValueError(f"{term!r} is not a term of the lists {', '.join(table.lists)}")
        places = sorted({table.lists.index(name) for name in term})
        if len(places) == table.t:
            raise ValueError("the interaction of all lists cannot be told from the hidden number")
        for size in range(2, len(places) + 1):
            masks |= {sum(1 << j for j in s) for s in itertools.combinations(places, size)}
    return in_order_of_terms(masks)


def all_interactions(lists: int, order: int) -> NDArray[np.int64]:
    """(m,) masks of the interactions of 2 to ``order`` lists, (1,2), (1,3) … (2,3) … first."""
    sizes = range(2, min(order, lists - 1) + 1)
    chosen = [s for size in sizes for s in itertools.combinations(range(lists), size)]
    return np.array([sum(1 << j for j in s) for s in chosen], np.int64)


def in_order_of_terms(masks: Iterable[int]) -> list[int]:
    return sorted(masks, key=lambda a: (a.bit_count(), [j for j in range(64) if a >> j & 1]))


def log_factorials(counts: NDArray[np.float64]) -> float:
    """Sum of ``log n!``."""
    return math.fsum(math.lgamma(count + 1) for count in counts.tolist() if count > 1)


def named(table: CaptureHistories, masks: Iterable[int]) -> tuple[Term, ...]:
    return tuple(tuple(table.lists[j] for j in range(table.t) if a >> j & 1) for a in masks)


def fit_masks(table: CaptureHistories, masks: Sequence[int]) -> Fit:
    """As `fit_model`, for masks that are hierarchical already."""
    every = np.array([0, *(1 << j for j in range(table.t)), *masks], np.int64)
    verdict = existence(table.counts, every)
    if verdict:
        raise NotEstimable(verdict, BECAUSE[verdict], table.lists)
    cells = len(table.counts)
    margins = loops.observed_margins(table.cells())
    beta, fitted = np.empty(cells), np.empty(cells)
    loops.start_values(margins, beta)
    room = np.empty((len(every), len(every)))
    status, likelihood = loops.fit(every, len(every), margins, beta, fitted, room)
    if status != loops.FINE:
        raise NotEstimable("not_converged", "the computation did not settle", table.lists)
    shown = np.full(cells, np.nan)
    shown[every] = np.where(margins[every] > 0, beta[every], -np.inf)
    expected = np.ones(cells)
    expected[every] = np.exp(shown[every])
    loops.multiply_subsets(expected)
    return Fit(
        table=table,
        terms=named(table, masks),
        hidden=math.exp(beta[0]),
        log_likelihood=float(likelihood) - log_factorials(table.counts),
        parameters=len(every),
        beta=shown,
        fitted=expected,
    )


BECAUSE = {
    "without_maximum": "this model fits best with a number without limit: cells are empty on "
    "which it depends",
    "not_identifiable": "too few lists overlap to fix the parameters of this model",
}


def existence(counts: NDArray[np.float64], terms: NDArray[np.int64]) -> str:
    """Why a model has no estimate on a table: a code of `NotEstimable`, or "" if it has one.

    Terms with margin 0 are taken out with all cells that contain them. On the rest the maximum
    exists unless some direction leaves every cell with cases as it is and lowers an empty one
    (the dual of the linear program of Fienberg and Rinaldo 2012; it has only zeros and ones, so
    counts of 1 beside 1e9 do no harm).
    """
    cells = np.arange(1, len(counts))
    margins = loops.observed_margins(counts.copy())
    gone = terms[margins[terms] == 0]
    kept = cells[~((cells[:, None] & gone) == gone).any(axis=1)]
    alive = terms[margins[terms] > 0]
    design = ((kept[:, None] & alive) == alive).astype(float)
    if np.linalg.matrix_rank(design) < len(alive):
        return "not_identifiable"
    full, empty = design[counts[kept] > 0], design[counts[kept] == 0]
    return "without_maximum" if direction_of_rise(full, empty) else ""


def direction_of_rise(full: NDArray[np.float64], empty: NDArray[np.float64]) -> bool:
    """Whether parameters can move without end: no cell with cases moves, an empty one falls."""
    if not len(empty) or np.linalg.matrix_rank(full) == full.shape[1]:
        return False
    # Imported here: most tables do not need it, and it takes as long as all else together.
    from scipy.optimize import linprog

    found = linprog(
        -empty.sum(axis=0),
        A_eq=full,
        b_eq=np.zeros(len(full)),
        A_ub=np.vstack([empty, -empty]),
        b_ub=np.concatenate([np.ones(len(empty)), np.zeros(len(empty))]),
        bounds=(None, None),
    )
    return found.status != 0 or -float(found.fun or 0) > 0.5
