"""Keep the interactions that a posterior sets apart from zero, and believe what the rest says."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.arguments import whole
from toevlucht.statistics.compiling import compiled
from toevlucht.statistics.systems_estimation import loops
from toevlucht.statistics.systems_estimation.chains import ChainPosterior, effective_size
from toevlucht.statistics.systems_estimation.models import (
    BECAUSE,
    Term,
    all_interactions,
    existence,
    named,
)
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Variance of the prior of the constant and of the lists, for it to be one at all.
NEARLY_FLAT = 1e4
# Five leaps are a quarter of a turn at most: half a turn would take each draw to its mirror image,
# which is fine for the mean and bad for the spread.
LEAPS, LONGEST_LEAP, ACCEPTED = 5, 0.314, 0.85


@compiled
def log_density(
    terms: Ints, gone: Ints, margins: Floats, precision: Floats, beta: Floats, room: Floats
) -> float:
    """Log posterior but for a constant; ``room`` holds the expected margins afterwards.

    ``gone`` are terms at minus infinity: every cell that contains one is 0.
    """
    room[:] = 1.0
    log = 0.0
    for i in range(len(terms)):
        room[terms[i]] = math.exp(beta[i])
        log += margins[terms[i]] * beta[i] - precision[i] * beta[i] * beta[i] / 2
    for i in range(len(gone)):
        room[gone[i]] = 0.0
    loops.multiply_subsets(room)
    room[0] = 0.0
    loops.add_supersets(room)
    return log - float(room[0])


@compiled
def run_chain(
    terms: Ints,
    gone: Ints,
    margins: Floats,
    precision: Floats,
    mode: Floats,
    spread: Floats,
    settling: int,
    chance: np.random.Generator,
    draws: Floats,
) -> Floats:
    """Hamiltonian Monte Carlo in ``z``, with ``beta = mode + spread @ z``; fills ``draws``.

    There the posterior is about a standard normal distribution, so that a few leaps take a draw
    far from the last (Neal 2011, Handbook of Markov Chain Monte Carlo, chapter 5). While it
    settles, the length of a leap moves to an acceptance of 85 %. Returns mean expected cells.
    """
    size, cells = len(mode), len(margins)
    room = np.empty(cells)
    z, beta, slope = np.zeros(size), mode.copy(), np.empty(size)
    for i in range(size):
        z[i] = 2.0 * chance.standard_normal()
    expected = np.zeros(cells)
    leap = LONGEST_LEAP
    here = move_to(terms, gone, margins, precision, mode, spread, z, beta, room, slope)
    there, there_slope, push = np.empty(size), np.empty(size), np.empty(size)
    for draw in range(-settling, len(draws)):
        energy = -here
        for i in range(size):
            push[i] = chance.standard_normal()
            energy += push[i] * push[i] / 2
        there[:] = z
        there_slope[:] = slope
        length = leap * (0.8 + 0.4 * chance.random())
        reached = here
        for _ in range(LEAPS):
            for i in range(size):
                push[i] += length / 2 * there_slope[i]
                there[i] += length * push[i]
            reached = move_to(
                terms, gone, margins, precision, mode, spread, there, beta, room, there_slope
            )
            for i in range(size):
                push[i] += length / 2 * there_slope[i]
        after = -reached
        for i in range(size):
            after += push[i] * push[i] / 2
        chances = math.exp(min(0.0, energy - after)) if after < math.inf else 0.0
        if chance.random() < chances:
            z[:] = there
            slope[:] = there_slope
            here = reached
        if draw < 0:
            leap *= math.exp((chances - ACCEPTED) / math.sqrt(draw + settling + 1.0))
            leap = min(max(leap, 1e-3), LONGEST_LEAP)
        else:
            for i in range(size):
                total = mode[i]
                for j in range(i, size):
                    total += spread[i, j] * z[j]
                draws[draw, i] = total
            room[:] = 1.0
            for i in range(size):
                room[terms[i]] = math.exp(draws[draw, i])
            for i in range(len(gone)):
                room[gone[i]] = 0.0
            loops.multiply_subsets(room)
            for i in range(cells):
                expected[i] += room[i] / len(draws)
    return expected


@compiled
def move_to(
    terms: Ints,
    gone: Ints,
    margins: Floats,
    precision: Floats,
    mode: Floats,
    spread: Floats,
    z: Floats,
    beta: Floats,
    room: Floats,
    slope: Floats,
) -> float:
    """Log posterior at ``z``; fills ``slope`` with its gradient. ``spread`` is upper triangular."""
    size = len(mode)
    for i in range(size):
        beta[i] = mode[i]
        for j in range(i, size):
            beta[i] += spread[i, j] * z[j]
    log = log_density(terms, gone, margins, precision, beta, room)
    slope[:] = 0.0
    for i in range(size):
        steep = margins[terms[i]] - room[terms[i]] - precision[i] * beta[i]
        for j in range(i, size):
            slope[j] += spread[i, j] * steep
    return log if log > -math.inf else -math.inf


@dataclass(frozen=True, eq=False)
class ThresholdPosterior(ChainPosterior):
    """What is believed with the interactions that were kept.

    Attributes
    ----------
    terms : tuple of terms
        Interactions that were kept, those at minus infinity among them.
    ratios : mapping of term to float
        Posterior mean over standard deviation of each interaction that was considered.
    borderline : tuple of terms
        Those that chance in the simulation may have kept or dropped: another seed may differ.
    """

    terms: tuple[Term, ...] = ()
    ratios: dict[Term, float] = field(default_factory=dict)
    borderline: tuple[Term, ...] = ()

    @property
    def warning(self) -> str:
        told = super().warning
        if not self.borderline:
            return told
        pairs = ", ".join(" with ".join(term) for term in self.borderline)
        return "; ".join(filter(None, (told, f"a hair decided about {pairs}")))


@dataclass(frozen=True)
class Thresholding:
    """Bayesian thresholding (Silverman 2020, JRSS A 183, 691-736, section 6).

    A Poisson log-linear model with all pairs of lists is fitted with flat priors of the constant
    and the lists and independent normal priors of the pairs. Pairs whose posterior mean is less
    than ``threshold`` posterior standard deviations from 0 are dropped, and the others fitted
    anew. That second posterior takes the choice as given, so its limits are somewhat too narrow.

    Parameters
    ----------
    threshold : float
        2 is Silverman's liberal choice, 5 his parsimonious one.
    prior_variance : float or None
        Of the pairs. None: flat; pairs that nobody is on both of are then at minus infinity,
        and the table must have a maximum.
    order : 2 or 3
        3: triples all of whose pairs were kept are tried in the same way afterwards.
    chains, draws, settling, seed : int
        Chains of Hamiltonian Monte Carlo, draws of each that count, and those before them that
        do not.
    """

    threshold: float = 2.0
    prior_variance: float | None = 1.0
    order: int = 2
    chains: int = 4
    draws: int = 1_500
    settling: int = 250
    seed: int = 1234

    def __post_init__(self) -> None:
        if not 0 <= self.threshold < math.inf:
            raise ValueError(f"a threshold is 0 or more, got {self.threshold!r}")
        if self.prior_variance is not None and not 0 < self.prior_variance < math.inf:
            raise ValueError(f"a variance is above 0, got {self.prior_variance!r}")
        if self.order not in (2, 3):
            raise ValueError(f"pairs (2) or triples (3) can be tried, got {self.order!r}")
        for name, least in {"chains": 2, "draws": 50, "settling": 50}.items():
            whole(name, getattr(self, name), least)

    def fit(self, table: CaptureHistories) -> ThresholdPosterior:
        """The posterior for one table.

        Raises
        ------
        NotEstimable
            If the table allows no estimate at all or, with flat priors, the model with all
            pairs has none.
        """
        table.check_estimable()
        if self.prior_variance is None:
            pairs = all_interactions(table.t, 2)
            singles = np.array([0, *(1 << j for j in range(table.t))], np.int64)
            because = existence(table.counts, np.concatenate([singles, pairs]))
            if because:
                raise NotEstimable(because, BECAUSE[because], table.lists)
        hidden, expected, kept, ratios, close = self._chosen(table.cells())
        expected[0] = np.median(hidden)
        return ThresholdPosterior(
            table=table,
            draws=hidden,
            fitted=expected,
            terms=named(table, kept),
            ratios=dict(zip(named(table, ratios), ratios.values(), strict=True)),
            borderline=named(table, close),
        )

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        """Medians; NaN where a list is empty or flat priors find no maximum."""
        hidden = np.full(len(tables), np.nan)
        for i, cells in enumerate(tables):
            margins = loops.observed_margins(np.ascontiguousarray(cells, np.float64))
            if margins[1 << np.arange(like.t)].min() > 0:
                try:
                    hidden[i] = np.median(self._chosen(cells)[0])
                except NotEstimable:
                    continue
        return hidden

    def _chosen(
        self, cells: Floats
    ) -> tuple[Floats, Floats, list[int], dict[int, float], list[int]]:
        """Hidden persons (chains, draws), expected cells, kept terms, ratios, close ones."""
        margins = loops.observed_margins(np.ascontiguousarray(cells, np.float64))
        lists = len(cells).bit_length() - 1
        tried = [int(a) for a in all_interactions(lists, 2)]
        gone: list[int] = []
        if self.prior_variance is None:
            gone = [a for a in tried if not margins[a]]
            tried = [a for a in tried if margins[a]]
        ratios: dict[int, float] = {}
        close: list[int] = []
        kept = self._kept(margins, gone, tried, tried, ratios, close)
        if self.order == 3:
            whole = {*kept, *gone}
            triples = [
                int(a)
                for a in all_interactions(lists, 3)
                if a.bit_count() == 3 and all(b in whole for b in _pairs_of(int(a)))
            ]
            at_zero = self.prior_variance is None
            gone += [a for a in triples if at_zero and not margins[a]]
            triples = [a for a in triples if not at_zero or margins[a]]
            if triples:
                kept = self._kept(margins, gone, kept + triples, triples, ratios, close)
        draws, expected = self._sampled(margins, gone, kept)
        return np.exp(draws[:, :, 0]), expected, sorted({*kept, *gone}), ratios, close

    def _kept(
        self,
        margins: Floats,
        gone: list[int],
        within: list[int],
        tried: list[int],
        ratios: dict[int, float],
        close: list[int],
    ) -> list[int]:
        """Those of ``within`` that are not tried, or pass; adds to ``ratios`` and ``close``."""
        draws, _ = self._sampled(margins, gone, within)
        first = draws.shape[2] - len(within)
        kept = []
        for i, mask in enumerate(within):
            one = draws[:, :, first + i]
            ratio = float(one.mean() / one.std(ddof=1))
            if mask in tried:
                ratios[mask] = ratio
                spread = effective_size((one - one.mean()) ** 2)
                error = math.sqrt(1 / effective_size(one) + ratio**2 / 2 / spread)
                if abs(abs(ratio) - self.threshold) < 2 * error:
                    close.append(mask)
            if mask not in tried or abs(ratio) >= self.threshold:
                kept.append(mask)
        return kept

    def _sampled(
        self, margins: Floats, gone: list[int], interactions: list[int]
    ) -> tuple[Floats, Floats]:
        """(chains, draws, parameters) parameters and mean expected cells."""
        lists = len(margins).bit_length() - 1
        singles = [0, *(1 << j for j in range(lists))]
        terms = np.array([*singles, *interactions], np.int64)
        lost = np.array(gone, np.int64)
        precision = np.zeros(len(terms))
        if self.prior_variance is not None:
            precision[:] = 1 / self.prior_variance
            precision[: len(singles)] = 1 / NEARLY_FLAT
        mode, spread = mode_of(terms, lost, margins, precision)
        draws = np.empty((self.chains, self.draws, len(terms)))
        expected = np.zeros(len(margins))
        for i, chance in enumerate(np.random.default_rng(self.seed).spawn(self.chains)):
            expected += run_chain(
                terms, lost, margins, precision, mode, spread, self.settling, chance, draws[i]
            )
        return draws, expected / self.chains


def _pairs_of(mask: int) -> list[int]:
    return [mask & ~(1 << j) for j in range(mask.bit_length()) if mask >> j & 1]


def mode_of(terms: Ints, gone: Ints, margins: Floats, precision: Floats) -> tuple[Floats, Floats]:
    """The greatest posterior density by Newton's method, and the root of the inverse curvature.

    Returns
    -------
    mode : (p,) float64
    spread : (p, p) float64
        Upper triangular; ``spread @ spread.T`` is the inverse of the information there.
    """
    start, room = np.empty(len(margins)), np.empty(len(margins))
    loops.start_values(margins, start)
    beta = start[terms]
    log = log_density(terms, gone, margins, precision, beta, room)
    for _ in range(200):
        slope = margins[terms] - room[terms] - precision * beta
        curved = room[terms[:, None] | terms] + np.diag(precision)
        try:
            root = np.linalg.cholesky(curved)
        except np.linalg.LinAlgError:
            break
        step = np.linalg.solve(curved, slope)
        longest = float(abs(step).max())
        if longest < 1e-7:
            return beta + step, np.ascontiguousarray(np.triu(np.linalg.inv(root).T))
        step *= min(1.0, 4.0 / longest)
        risen = log_density(terms, gone, margins, precision, beta + step, room)
        while not risen >= log - 1e-9 * (1 + abs(log)) and abs(step).max() > 1e-12:
            step /= 2
            risen = log_density(terms, gone, margins, precision, beta + step, room)
        beta, log = beta + step, risen
    raise NotEstimable("not_converged", "the computation did not settle")
