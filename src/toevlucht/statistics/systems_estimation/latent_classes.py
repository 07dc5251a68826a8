"""Let unseen classes of persons explain how lists overlap, and count who is on none."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.arguments import whole
from toevlucht.statistics.compiling import compiled
from toevlucht.statistics.systems_estimation.chains import ChainPosterior
from toevlucht.statistics.systems_estimation.tables import CaptureHistories

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_CLASSES = 100
# Beyond it a float no longer counts persons one by one. Reaching it is told, never hidden.
MOST_HIDDEN = 2.0**53
# Poisson numbers above this are drawn as normal ones: the difference is below 1e-7 of them.
MANY = 1e15
# Hidden for each seen where the first and the last chain begin: far apart, so that chains which
# agree in the end have found the same from both sides.
STARTS = (0.5, 12.0)


@compiled
def log_gamma_variate(shape: float, chance: np.random.Generator) -> float:
    """Log of a gamma variate: small shapes give numbers that no float holds.

    ``G(a) = G(a + 1) U**(1 / a)`` (Marsaglia and Tsang 2000, section 6).
    """
    if shape >= 1.0:
        return math.log(chance.standard_gamma(shape))
    whole = math.log(chance.standard_gamma(shape + 1.0))
    return whole + math.log(max(chance.random(), 1e-300)) / shape


@compiled
def shared_out(persons: float, weights: Floats, sizes: Floats, chance: np.random.Generator) -> None:
    """Draw a multinomial split of persons over classes into ``sizes``."""
    left, mass = persons, 0.0
    for k in range(len(weights)):
        mass += weights[k]
    for k in range(len(weights) - 1):
        sizes[k] = 0.0
        if left > 0 and mass > 0:
            share = min(max(weights[k] / mass, 0.0), 1.0)
            sizes[k] = float(chance.binomial(int(left), share))
            left -= sizes[k]
            mass -= weights[k]
    sizes[len(weights) - 1] = left


@compiled
def hidden_number(
    observed: float, unseen: float, most: float, chance: np.random.Generator
) -> tuple[float, bool]:
    """A negative binomial number of persons on no list, and whether it was cut off.

    With the prior 1/N, ``n0 ~ NegBin(n, 1 - rho)``, rho the chance to be on no list: a Poisson
    number with a gamma mean (Manrique-Vallier 2016, section 3.3).
    """
    mean = chance.standard_gamma(observed) * unseen / max(1.0 - unseen, 1e-300)
    if mean >= most:
        return most, True
    if mean > MANY:
        drawn = float(math.floor(mean + math.sqrt(mean) * chance.standard_normal()))
    else:
        drawn = float(chance.poisson(mean))
    return (most, True) if drawn > most else (drawn, False)


@compiled
def sweep_classes(
    cells: Ints,
    counts: Floats,
    lists: int,
    classes: int,
    prior: float,
    most: float,
    start: float,
    settling: int,
    thinning: int,
    chance: np.random.Generator,
    draws: Floats,
    expected: Floats,
) -> int:
    """One chain of the Gibbs sampler (Manrique-Vallier 2016, section 3.3), from a random start.

    Parameters
    ----------
    cells, counts : (h,) int64, (h,) float64
        Histories with persons, and how many.
    prior : float
        Shape and rate of the gamma prior of the concentration.
    most : float
        Hidden numbers above it are cut off to it.
    start : float
        About how many are hidden at first, for each that was seen.
    draws : (d,) float64
        Filled with hidden numbers, one every ``thinning`` sweeps after ``settling``.
    expected : (2**lists,) float64
        Mean expected cells over them are added to it.

    Returns
    -------
    int
        Sweeps after settling on which the hidden number was cut off.
    """
    observed = counts.sum()
    reach = np.empty((lists, classes))
    on = np.empty((lists, classes))
    log_share, share = np.empty(classes), np.empty(classes)
    weights, sizes, held = np.empty(classes), np.empty(classes), np.empty(classes)
    for k in range(classes):
        share[k] = 1.0 / classes
        for j in range(lists):
            listed = 0.0
            for i in range(len(cells)):
                if cells[i] >> j & 1:
                    listed += counts[i]
            reach[j, k] = listed / (observed * (1.0 + start)) * (0.5 + chance.random())
            reach[j, k] = min(reach[j, k], 0.99)
    concentration = max(chance.standard_gamma(1.0), 0.05)
    cut = 0
    for sweep in range(-settling, len(draws) * thinning):
        held[:] = 0.0
        on[:] = 0.0
        for i in range(len(cells)):
            for k in range(classes):
                weights[k] = share[k]
                for j in range(lists):
                    weights[k] *= reach[j, k] if cells[i] >> j & 1 else 1.0 - reach[j, k]
            shared_out(counts[i], weights, sizes, chance)
            for k in range(classes):
                held[k] += sizes[k]
                for j in range(lists):
                    if cells[i] >> j & 1:
                        on[j, k] += sizes[k]
        unseen = 0.0
        for k in range(classes):
            weights[k] = share[k]
            for j in range(lists):
                weights[k] *= 1.0 - reach[j, k]
            unseen += weights[k]
        hidden, was_cut = hidden_number(observed, min(unseen, 1.0), most, chance)
        shared_out(hidden, weights, sizes, chance)
        for k in range(classes):
            held[k] += sizes[k]
        if sweep >= 0 and was_cut:
            cut += 1
        if sweep >= 0 and (sweep + 1) % thinning == 0:
            draws[sweep // thinning] = hidden
            for cell in range(len(expected)):
                total = 0.0
                for k in range(classes):
                    product = share[k]
                    for j in range(lists):
                        product *= reach[j, k] if cell >> j & 1 else 1.0 - reach[j, k]
                    total += product
                expected[cell] += total * (observed + hidden) / len(draws)
        above, log_rest = observed + hidden, 0.0
        for k in range(classes):
            for j in range(lists):
                first = chance.standard_gamma(1.0 + on[j, k])
                second = chance.standard_gamma(1.0 + held[k] - on[j, k])
                reach[j, k] = first / (first + second)
            above -= held[k]
            if k == classes - 1:
                log_share[k] = log_rest
            else:
                one = log_gamma_variate(1.0 + held[k], chance)
                rest = log_gamma_variate(concentration + max(above, 0.0), chance)
                both = max(one, rest) + math.log1p(math.exp(-abs(one - rest)))
                log_share[k] = log_rest + one - both
                log_rest += rest - both
            share[k] = math.exp(log_share[k])
        shape = prior + classes - 1.0
        concentration = chance.standard_gamma(shape) / (prior - log_share[classes - 1])
        concentration = max(concentration, 1e-10)
    return cut


@dataclass(frozen=True, eq=False)
class ClassPosterior(ChainPosterior):
    """What is believed with latent classes.

    Attributes
    ----------
    cut_off : float
        Share of the sweeps on which the hidden number had to be cut off.
    most_hidden : float
        The number it was cut off to.
    """

    cut_off: float = 0.0
    most_hidden: float = MOST_HIDDEN

    @property
    def warning(self) -> str:
        told = super().warning
        if not self.cut_off:
            return told
        words = f"on {self.cut_off:.1%} of the sweeps more than {self.most_hidden:,.0f} were hidden"
        return "; ".join(filter(None, (told, words)))


@dataclass(frozen=True)
class LatentClasses:
    """A Dirichlet process of latent classes (Manrique-Vallier 2016, Biometrics 72, 1246-1254).

    Each person belongs to a class, and in a class lists are independent; how many classes there
    are follows from the table, up to ``classes``. Reaches of the lists in a class are uniform,
    shares of the classes are broken from a stick (Sethuraman 1994) with a concentration that has
    the gamma prior (0.25, 0.25), and the number of persons has the prior 1/N. Classes make lists
    go together; lists that avoid each other cannot be represented.

    Chains may stay at different answers for very long (they do on the Dutch table): read
    `ChainPosterior.warning`. The number is not capped: R's package LCMCR redraws until it is at
    most 20 times the persons seen.

    Parameters
    ----------
    classes : int
        The greatest number of classes.
    prior : float
        Shape and rate of the gamma prior of the concentration.
    chains, draws, thinning, settling, seed : int
        Chains from starts far apart; draws of each, one every ``thinning`` sweeps, after
        ``settling`` sweeps.
    most_hidden : float
        Where a limit is wanted after all. What is cut off is told.
    """

    classes: int = 10
    prior: float = 0.25
    chains: int = 4
    draws: int = 1_000
    thinning: int = 20
    settling: int = 4_000
    seed: int = 1234
    most_hidden: float = MOST_HIDDEN

    def __post_init__(self) -> None:
        whole("classes", self.classes, 1, MOST_CLASSES)
        if not 0 < self.prior < math.inf:
            raise ValueError(f"a prior is above 0, got {self.prior!r}")
        for name, least in {"chains": 2, "draws": 50, "thinning": 1, "settling": 0}.items():
            whole(name, getattr(self, name), least)
        if not 1 <= self.most_hidden <= MOST_HIDDEN:
            raise ValueError(f"a limit lies between 1 and 2**53, got {self.most_hidden!r}")

    def fit(self, table: CaptureHistories) -> ClassPosterior:
        """The posterior for one table.

        Raises
        ------
        NotEstimable
            If the table allows no estimate at all.
        """
        table.check_estimable()
        draws, expected, cut = self._sampled(table.counts)
        expected[0] = np.median(draws)
        return ClassPosterior(
            table=table,
            draws=draws,
            fitted=expected,
            cut_off=cut,
            most_hidden=self.most_hidden,
        )

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        """Medians, of counts rounded to whole persons; NaN where nobody is in a table."""
        hidden = np.full(len(tables), np.nan)
        for i, cells in enumerate(tables):
            whole = np.rint(cells)
            if whole.sum() > 0:
                hidden[i] = np.median(self._sampled(whole)[0])
        return hidden

    def _sampled(self, counts: Floats) -> tuple[Floats, Floats, float]:
        cells = np.flatnonzero(counts)
        lists = len(counts).bit_length() - 1
        draws, expected = np.empty((self.chains, self.draws)), np.zeros(len(counts))
        cut = 0
        starts = np.geomspace(*STARTS, self.chains)
        for i, chance in enumerate(np.random.default_rng(self.seed).spawn(self.chains)):
            cut += sweep_classes(
                cells,
                counts[cells].copy(),
                lists,
                self.classes,
                self.prior,
                float(self.most_hidden),
                starts[i],
                self.settling,
                self.thinning,
                chance,
                draws[i],
                expected,
            )
        return draws, expected / self.chains, cut / (self.chains * self.draws * self.thinning)
