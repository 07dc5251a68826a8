"""Let unseen classes of persons explain how lists overlap, and count who is on none."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.arguments import number, whole
from toevlucht.statistics.systems_estimation.chains import (
    FEW_EFFECTIVE,
    SETTLED,
    ChainPosterior,
    effective_size,
    r_hat,
)
from toevlucht.statistics.systems_estimation.class_sampling import sweep_classes
from toevlucht.statistics.systems_estimation.tables import CaptureHistories

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_CLASSES = 100
# Beyond it a float no longer counts persons one by one. Reaching it is told, never hidden.
MOST_HIDDEN = 2.0**53
# Hidden for each seen where the first and the last chain begin: far apart, so that chains which
# agree in the end have found the same from both sides.
STARTS = (0.5, 12.0)
# Moves after each sweep; about as much work as the sweep itself.
MOVES = 40
# Seconds of an ordinary core that a sweep with its moves takes, and a history in a class.
OF_A_SWEEP, OF_A_CLASS = 2.5e-5, 1.5e-7


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

    Chains are Gibbs sweeps as in LCMCR, each followed by Metropolis moves with persons and hidden
    number summed out (`class_sampling.move_classes`); where they disagree they go on, twice as
    long each time. Some tables take longer than that, as the one of five Dutch lists does: read
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
    seconds : float
        Where R-hat or the effective draws are not good enough, chains go on as long as all rounds
        together take no more than about this many seconds of an ordinary core. It is no clock:
        the same table gives the same answer everywhere. 0: one round.
    most_hidden : float
        Where a limit is wanted after all. What is cut off is told.
    """

    classes: int = 10
    prior: float = 0.25
    chains: int = 4
    draws: int = 1_000
    thinning: int = 5
    settling: int = 1_000
    seed: int = 1234
    seconds: float = 30.0
    most_hidden: float = MOST_HIDDEN

    def __post_init__(self) -> None:
        whole("classes", self.classes, 1, MOST_CLASSES)
        if not 0 < self.prior < math.inf:
            raise ValueError(f"a prior is above 0, got {self.prior!r}")
        for name, least in {"chains": 2, "draws": 50, "thinning": 1, "settling": 0}.items():
            whole(name, getattr(self, name), least)
        number("seconds", self.seconds)
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
        longest = self.seconds / self.expected_seconds(table)
        rounds = max(1, int(math.log2(longest + 1))) if longest > 0 else 1
        draws, expected, cut = self._sampled(table.counts, rounds)
        expected[0] = np.median(draws)
        return ClassPosterior(
            table=table,
            draws=draws,
            fitted=expected,
            cut_off=cut,
            most_hidden=self.most_hidden,
        )

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        """Medians of one round, of counts rounded to whole persons; NaN without persons."""
        hidden = np.full(len(tables), np.nan)
        for i, cells in enumerate(tables):
            whole = np.rint(cells)
            if whole.sum() > 0:
                hidden[i] = np.median(self._sampled(whole)[0])
        return hidden

    def expected_seconds(self, table: CaptureHistories) -> float:
        """About what the first round takes on one core, whatever the machine does meanwhile."""
        histories = int((table.counts > 0).sum())
        sweep = OF_A_SWEEP + histories * self.classes * OF_A_CLASS
        return self.chains * (self.settling + self.draws * self.thinning) * sweep

    def _sampled(self, counts: Floats, rounds: int = 1) -> tuple[Floats, Floats, float]:
        """Draws (chains, draws), mean expected cells, and the share of sweeps cut off.

        Where chains disagree they go on: all until then counts as settling, and the next round
        is twice as long.
        """
        cells = np.flatnonzero(counts)
        held, lists = counts[cells].copy(), len(counts).bit_length() - 1
        chances = np.random.default_rng(self.seed).spawn(self.chains)
        places = [
            self._start(cells, held, lists, hidden, chance)
            for hidden, chance in zip(np.geomspace(*STARTS, self.chains), chances, strict=True)
        ]
        settling, thinning = self.settling, self.thinning
        for left in range(rounds - 1, -1, -1):
            draws, expected, cut = np.empty((self.chains, self.draws)), np.zeros(len(counts)), 0
            for place, chance, own in zip(places, chances, draws, strict=True):
                cut += sweep_classes(
                    cells,
                    held,
                    self.prior,
                    float(self.most_hidden),
                    *place,
                    settling,
                    thinning,
                    MOVES,
                    chance,
                    own,
                    expected,
                )
            # Fewer draws than are asked for cannot count as so many, however long chains go on.
            enough = min(FEW_EFFECTIVE, draws.size / 2)
            settled = r_hat(draws) <= SETTLED and effective_size(draws) >= enough
            if settled or not left:
                break
            settling, thinning = 0, 2 * thinning
        return draws, expected / self.chains, cut / (draws.size * thinning)

    def _start(
        self, cells: Ints, counts: Floats, lists: int, hidden: float, chance: np.random.Generator
    ) -> tuple[Floats, Floats, Floats]:
        """Equal classes that differ a little, with about so many hidden for each that was seen."""
        on = ((cells[:, None] >> np.arange(lists)) & 1).T @ counts
        share = on / (counts.sum() * (1.0 + hidden))
        reach = np.clip(
            share[:, None] * chance.uniform(0.5, 1.5, (lists, self.classes)), 1e-9, 0.99
        )
        shares = np.full(self.classes, -math.log(self.classes))
        return shares, np.log(reach / (1 - reach)), np.ones(1)
