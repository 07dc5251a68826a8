"""Average over all ways in which lists can depend on each other along decomposable graphs."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.compiling import compiled
from toevlucht.statistics.systems_estimation.believing import Belief
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_LISTS, MOST_LISTS = 3, 6
# Posterior of a graph, and of a number, below exp of this times the highest: left out.
NEGLIGIBLE = -30.0
POINTS_TO_FIND, POINTS, FINDING = 200, 1_000, 12
# Share of the grid that counts as its edge, and mass there that is not small.
EDGE, MASS_AT_EDGE = 0.1, 0.01


@compiled
def _log_gammas(values: Floats) -> Floats:
    found = np.empty(len(values))
    for i in range(len(values)):
        found[i] = math.lgamma(values[i])
    return found


def log_gamma(values: Floats | float) -> Floats:
    """Of each value. Not SciPy's: loading that takes longer than a whole table."""
    given = np.ascontiguousarray(values, np.float64)
    return _log_gammas(given.ravel()).reshape(given.shape)


@compiled
def decompositions(lists: int) -> NDArray[np.int8]:
    """Every decomposable labelled graph on the lists, as how often each set of lists counts.

    A graph is decomposable where vertices can be taken away one by one, each with neighbours that
    are all joined (a perfect elimination; Lauritzen 1996, proposition 2.17). Taking away v with
    neighbours C multiplies by ``p(v | C) = p(v, C) / p(C)``: plus one for {v} and C together,
    minus one for C. What remains is plus one for each clique, minus one for each separator, and
    at the empty set minus the number of parts that hang together.

    Returns
    -------
    (g, 2**lists) int8
        In the order of graphs as numbers whose bits are the pairs (1,2), (1,3), (2,3), (1,4) ….
        g is 1, 2, 8, 61, 822, 18154 for 1 to 6 lists.
    """
    pairs = lists * (lists - 1) // 2
    found = np.zeros((1 << pairs, 1 << lists), np.int8)
    joined = np.zeros(lists, np.int64)
    count = 0
    for graph in range(1 << pairs):
        joined[:] = 0
        bit = 0
        for i in range(lists):
            for j in range(i):
                if graph >> bit & 1:
                    joined[i] |= 1 << j
                    joined[j] |= 1 << i
                bit += 1
        left = (1 << lists) - 1
        found[count] = 0
        moved = True
        while left and moved:
            moved = False
            for v in range(lists):
                if not left >> v & 1:
                    continue
                around = joined[v] & left
                simplicial = True
                for u in range(lists):
                    if around >> u & 1 and around & ~(joined[u] | 1 << u):
                        simplicial = False
                if simplicial:
                    found[count, around | 1 << v] += 1
                    found[count, around] -= 1
                    left &= ~(1 << v)
                    moved = True
        if not left:
            count += 1
    return found[:count].copy()


@functools.lru_cache(maxsize=MOST_LISTS)
def graphs(lists: int) -> Floats:
    """`decompositions`, kept; (g, 2**lists) float64, not to be written."""
    found = decompositions(lists).astype(np.float64)
    found.flags.writeable = False
    return found


@dataclass(frozen=True, eq=False)
class GraphPosterior(Belief):
    """What is believed about the hidden number after the table.

    Attributes
    ----------
    table : CaptureHistories
    hidden_numbers : (k,) float64
        Numbers of hidden persons, ascending; further apart than 1 where the posterior is wide.
    weights : (k,) float64
        Posterior mass that each stands for; together 1.
    only_these : bool
        Whether all other numbers were taken to be impossible, those between them too.
    most_hidden : float
        The end of the grid: larger numbers were taken to be impossible.
    mass_at_edge : float
        Posterior mass of the last tenth of the grid. Not small: the end was chosen too low, or
        there is no end, and the limits say more about the grid than about the table.
    edges : mapping of two names to float
        Posterior probability that two lists are joined.
    fitted : (2**t,) float64
        Expected cells at the median, averaged over graphs; ``fitted[0]`` is `hidden`.
    """

    hidden_numbers: Floats
    weights: Floats
    only_these: bool
    most_hidden: float
    mass_at_edge: float
    edges: dict[tuple[str, str], float]

    @property
    def warning(self) -> str:
        """In words, what is wrong with the grid; "" if nothing is."""
        if self.mass_at_edge <= MASS_AT_EDGE:
            return ""
        return (
            f"{self.mass_at_edge:.0%} of the belief lies in the last tenth below the greatest "
            f"number that was allowed ({self.most_hidden:,.0f} hidden): the limits depend on it"
        )

    def quantile(self, level: float) -> float:
        return _quantile(self.hidden_numbers, self.weights, level, self.only_these)


@dataclass(frozen=True)
class GraphAveraging:
    """Bayesian average over all decomposable graphs of three to six lists.

    Each graph says which lists depend on each other given the others. Cell probabilities have
    the hyper-Dirichlet prior of a table with ``prior_cases`` in each cell (Dawid and Lauritzen
    1993, Annals of Statistics 21, 1272-1317), graphs are equally likely, and the number of
    persons has the prior 1/N (Madigan and York 1997, Biometrika 84, 19-31, section 3; Johndrow,
    Lum and Ball, R package dga). Nothing is simulated.

    Parameters
    ----------
    prior_cases : float, optional
        Above 0; 2**-t where none is given, as in dga.
    most_hidden : float, optional
        The greatest number of hidden persons; 30 times those seen where none is given.
    numbers : tuple of float, optional
        The only numbers of hidden persons to consider, ascending, all equally far apart as far
        as the mass is concerned: for the grid of an analysis that is to be repeated. Otherwise
        all whole numbers from 0 count.
    """

    prior_cases: float | None = None
    most_hidden: float | None = None
    numbers: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        for value in (self.prior_cases, self.most_hidden):
            if value is not None and not 0 < value < math.inf:
                raise ValueError(f"a prior count and a greatest number are above 0, got {value!r}")
        if self.most_hidden is not None and self.most_hidden < 1:
            raise ValueError(f"the grid needs an end of 1 or more, got {self.most_hidden!r}")
        grid = np.array((0.0, 1.0) if self.numbers is None else self.numbers, np.float64)
        if (
            grid.ndim != 1
            or not len(grid)
            or not np.isfinite(grid).all()
            or grid[0] < 0
            or (np.diff(grid) <= 0).any()
        ):
            raise ValueError("numbers to consider are 0 or more and ascend")

    def fit(self, table: CaptureHistories) -> GraphPosterior:
        """The posterior for one table.

        Raises
        ------
        NotEstimable
            If the table allows no estimate at all, or has not three to six lists.
        """
        table.check_estimable()
        _check_lists(table)
        margins, prior = all_margins(table.counts), self._prior(table.t)
        kept, numbers, weights, most = self._weighed(margins, prior, graphs(table.t))
        mass = weights.sum(axis=0)
        hidden = _quantile(numbers, mass, 0.5, self.numbers is not None)
        belief = weights.sum(axis=1)
        chosen = graphs(table.t)[kept]
        step = np.gradient(numbers) if len(numbers) > 1 else np.ones(1)
        inside = np.clip((numbers + step / 2 - (1 - EDGE) * most) / step, 0, 1)
        return GraphPosterior(
            table=table,
            hidden_numbers=numbers,
            weights=mass,
            only_these=self.numbers is not None,
            most_hidden=most,
            mass_at_edge=float((mass * inside).sum()),
            edges={
                (table.lists[i], table.lists[j]): float(belief @ joined(chosen, i, j))
                for j in range(table.t)
                for i in range(j)
            },
            fitted=_expected(margins, prior, hidden, chosen, belief),
        )

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        """Medians; NaN where no persons are in a table."""
        _check_lists(like)
        every, prior = graphs(like.t), self._prior(like.t)
        hidden = np.full(len(tables), np.nan)
        for i, cells in enumerate(tables):
            if cells.sum() > 0:
                _, numbers, weights, _ = self._weighed(all_margins(cells), prior, every)
                only = self.numbers is not None
                hidden[i] = _quantile(numbers, weights.sum(axis=0), 0.5, only)
        return hidden

    def _prior(self, lists: int) -> float:
        return 2.0**-lists if self.prior_cases is None else self.prior_cases

    def _weighed(
        self, margins: list[Floats], prior: float, every: Floats
    ) -> tuple[Ints, Floats, Floats, float]:
        if self.numbers is None:
            seen = margins[0][0]
            most = math.floor(30 * seen if self.most_hidden is None else self.most_hidden)
            return *_posterior(margins, prior, most, every), most
        numbers = np.array(self.numbers, np.float64)
        logs = _log_posterior(margins, prior, numbers, every)
        weights = np.exp(logs - logs.max())
        return np.arange(len(every)), numbers, weights / weights.sum(), numbers[-1]


def _check_lists(table: CaptureHistories) -> None:
    if table.t < FEWEST_LISTS:
        because = "two lists hold nothing on how they depend on each other"
        raise NotEstimable("two_lists", because, table.lists)
    if table.t > MOST_LISTS:
        because = f"averaging over graphs goes up to {MOST_LISTS} lists, this table has {table.t}"
        raise NotEstimable("too_many_lists", because, table.lists)


def all_margins(counts: Floats) -> list[Floats]:
    """For each set of lists (as a mask) its 2**|set| cells; at 0 who is on none of the set."""
    cells = np.arange(len(counts))
    return [
        np.bincount(np.unique(cells & c, return_inverse=True)[1], counts).astype(np.float64)
        for c in range(len(counts))
    ]


def joined(chosen: Floats, i: int, j: int) -> Floats:
    """(g,) 1 where two lists are joined: where some clique holds both."""
    sets = np.arange(chosen.shape[1])
    both = ((sets >> i) & (sets >> j) & 1) == 1
    return np.asarray(chosen[:, both].sum(axis=1) > 0, np.float64)


def _log_sets(margins: list[Floats], prior: float, numbers: Floats) -> Floats:
    """(sets, k) log marginal likelihood of each set of lists, but for what all have in common.

    ``log G(m + y0 + d) + sum log G(y + d) - 2**|c| log G(d)`` with d the prior cases of a cell of
    the set c. For the empty set it stands for ``log G(n + m + total) - log G(total)``.
    """
    total = prior * len(margins)
    rows = np.empty((len(margins), len(numbers)))
    for c, cells in enumerate(margins):
        own = total / len(cells)
        fixed = log_gamma(cells[1:] + own).sum() - len(cells) * log_gamma(own)
        rows[c] = log_gamma(numbers + cells[0] + own) + fixed
    return rows


def _log_posterior(margins: list[Floats], prior: float, numbers: Floats, chosen: Floats) -> Floats:
    """(g, k) log of posterior mass, but for a constant (Madigan and York 1997, section 3.2)."""
    seen = margins[0][0]
    common = log_gamma(seen + numbers + 1) - log_gamma(numbers + 1) - np.log(seen + numbers)
    return np.asarray(chosen @ _log_sets(margins, prior, numbers) + common)


def _posterior(
    margins: list[Floats], prior: float, most: float, every: Floats
) -> tuple[Ints, Floats, Floats]:
    """Kept graphs (h,), numbers (k,), and normalised weights (h, k).

    The log posterior of a graph is smooth in log m, however narrow the posterior is: its top
    between three points of a coarse grid is found by a parabola. Graphs whose top is negligible
    are left out and the grid drawn closer around the others, until it is fine enough.
    """
    kept, low, high = np.arange(len(every)), 0.0, most
    for _ in range(FINDING):
        numbers = _grid(low, high, POINTS_TO_FIND)
        logs = _log_posterior(margins, prior, numbers, every[kept])
        tops, left, right = _tops(logs, numbers)
        near = tops > tops.max() + NEGLIGIBLE
        kept, logs = kept[near], logs[near]
        before = high - low
        low = max(low, math.floor(left[near].min()))
        high = min(high, math.ceil(right[near].max()))
        if high - low > 0.7 * before or high - low < POINTS:
            break
    numbers = _grid(low, high, POINTS)
    logs = _log_posterior(margins, prior, numbers, every[kept])
    logs += np.log(_stands_for(numbers))
    logs -= logs.max()
    weights = np.exp(logs)
    return kept, numbers, weights / weights.sum()


def _grid(low: float, high: float, points: int) -> Floats:
    """Whole numbers from low to high, at first each, then further apart in proportion."""
    return np.unique(np.rint(np.geomspace(low + 1.0, high + 1.0, points))) - 1.0


def _stands_for(numbers: Floats) -> Floats:
    """How many whole numbers each point stands for: half of those up to each neighbour."""
    if len(numbers) == 1:
        return np.ones(1)
    gaps = np.diff(numbers)
    return np.concatenate([[gaps[0] + 1], gaps[:-1] + gaps[1:], [gaps[-1] + 1]]) / 2


def _tops(logs: Floats, numbers: Floats) -> tuple[Floats, Floats, Floats]:
    """Of each graph: the height of its top, and from where to where it is not negligible."""
    if len(numbers) < 3:
        ends = np.ones(len(logs))
        return logs.max(axis=1), ends * numbers[0], ends * numbers[-1]
    at = np.clip(logs.argmax(axis=1), 1, len(numbers) - 2)
    rows = np.arange(len(logs))
    place = np.log(numbers + 1.0)
    x0, x1, x2 = place[at - 1], place[at], place[at + 1]
    y0, y1, y2 = logs[rows, at - 1], logs[rows, at], logs[rows, at + 1]
    first, second = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
    bend = 2 * (second - first) / (x2 - x0)
    slope = first + bend * (x1 - x0) / 2
    # A parabola tells of a top between its points only: beyond them it may be as high as you like.
    bent = np.where(bend < 0, bend, -1.0)
    within = (bend < 0) & (slope <= (x1 - x2) * bent) & (slope >= (x1 - x0) * bent)
    tops = np.maximum(logs.max(axis=1), np.where(within, y1 - slope**2 / (2 * bent), y1))
    seen = logs > (tops.max() + NEGLIGIBLE)
    any_seen = seen.any(axis=1)
    first_seen = np.where(any_seen, seen.argmax(axis=1), at)
    last_seen = np.where(any_seen, len(numbers) - 1 - seen[:, ::-1].argmax(axis=1), at)
    return (
        tops,
        numbers[np.maximum(first_seen - 1, 0)],
        numbers[np.minimum(last_seen + 1, len(numbers) - 1)],
    )


def _quantile(numbers: Floats, weights: Floats, level: float, only_these: bool) -> float:
    """The number at which the mass passes a level, between points of the grid in line."""
    reached = np.cumsum(weights)
    at = min(int(np.searchsorted(reached, level)), len(numbers) - 1)
    if only_these:
        return float(numbers[at])
    if at == 0:
        return float(numbers[0])
    before = numbers[at - 1] + (numbers[at] - numbers[at - 1]) / 2
    after = numbers[min(at + 1, len(numbers) - 1)]
    after = numbers[at] + (after - numbers[at]) / 2
    share = (level - reached[at - 1]) / max(weights[at], 1e-300)
    return float(np.rint(before + min(max(share, 0.0), 1.0) * (after - before)))


def _expected(
    margins: list[Floats], prior: float, hidden: float, chosen: Floats, belief: Floats
) -> Floats:
    """(2**t,) expected cells: the mean of a strong hyper-Markov law is a product of means."""
    sets = len(margins)
    cells = np.arange(sets)
    logs = np.empty((sets, sets))
    for c, table in enumerate(margins):
        mass = table + prior * sets / len(table)
        mass[0] += hidden
        logs[c] = np.log(mass[np.unique(cells & c, return_inverse=True)[1]])
    shares = belief @ np.exp(chosen @ logs)
    seen = margins[0][0]
    expected = shares * seen / shares[1:].sum()
    expected[0] = hidden
    return np.asarray(expected)
