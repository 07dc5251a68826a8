"""Ways of choosing a model: given, step by step, or the best of all. Each can be repeated."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.arguments import number, whole
from toevlucht.statistics.systems_estimation import loops, searching, stepping
from toevlucht.statistics.systems_estimation.models import (
    Fit,
    Term,
    all_interactions,
    fit_masks,
    hierarchical,
    log_factorials,
    named,
)
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable

Floats = NDArray[np.float64]
MOST_FITS = 100_000


class Estimate(Protocol):
    """What a method finds for a table."""

    @property
    def table(self) -> CaptureHistories: ...

    @property
    def hidden(self) -> float:
        """Persons on no list."""

    @property
    def estimate(self) -> float:
        """Persons in all."""

    @property
    def fitted(self) -> Floats:
        """(2**t,) expected cells; the first is `hidden`."""


class Method(Protocol):
    """A way from a table to an estimate."""

    def fit(self, table: CaptureHistories) -> Estimate:
        """What it finds for a table; raises `NotEstimable` if there is nothing."""

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        """(r,) hidden numbers of tables (r, 2**t), chosen anew on each; NaN without estimate.

        ``like`` is the table they were drawn from; methods may start from what fits it.
        """


@dataclass(frozen=True)
class GivenModel:
    """Always the same interactions. An interval for it is conditional on them: too narrow."""

    terms: tuple[Sequence[str], ...] = ()

    def fit(self, table: CaptureHistories) -> Fit:
        table.check_estimable()
        return fit_masks(table, hierarchical(table, self.terms))

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        masks = hierarchical(like, self.terms)
        every = np.array([0, *(1 << j for j in range(like.t)), *masks], np.int64)
        return loops.fit_each(tables, every)


@dataclass(frozen=True)
class Stepwise:
    """Pairs added one by one while a Poisson p-value is below the threshold.

    Begins with independent lists. For each pair not yet in, p is the smaller of P(X <= T) and
    P(X >= T), T the cases on both lists and X Poisson with the mean that the model now gives; a
    pair whose model has no maximum is passed over; the smallest p joins if it is below
    ``threshold`` (Chan, Silverman and Vincent 2021, section 3.1; R package SparseMSE). Tails are
    compared as logarithms, so that two pairs whose p is below 1e-308 are still told apart, where
    SparseMSE takes the first.
    """

    threshold: float = 0.02

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1:
            raise ValueError(f"a threshold lies between 0 and 1, got {self.threshold!r}")

    def fit(self, table: CaptureHistories) -> Fit:
        table.check_estimable()
        pairs = all_pairs(table.t)
        _, chosen = stepping.each_step_by_step(table.cells()[None], pairs, self.threshold)
        return fit_masks(table, pairs[chosen[0] == 1].tolist())

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        hidden, _ = stepping.each_step_by_step(tables, all_pairs(like.t), self.threshold)
        return np.asarray(hidden)


@dataclass(frozen=True)
class BestOfAll:
    """The hierarchical model with the least criterion, found exactly by branch and bound.

    Parameters
    ----------
    order : int or None
        Lists in the largest interaction. None: all but the one of all lists for up to five
        lists, pairs for more.
    criterion : "bic" or "aic"
        Of models that have an estimate on the table (Silverman, Chan and Vincent 2024,
        Statistics and Computing 34:44).
    most_fits : int
        A table that needs more is given up: `fit` raises ``not_proved``, `search` gives the best
        model so far and says that it is not proved.
    """

    order: int | None = None
    criterion: str = "bic"
    most_fits: int = MOST_FITS

    def __post_init__(self) -> None:
        if self.criterion not in ("bic", "aic"):
            raise ValueError(f"a criterion is bic or aic, got {self.criterion!r}")
        if self.order is not None:
            whole("an order", self.order, 1)
        whole("the most fits", self.most_fits, 1)

    def candidates(self, lists: int) -> NDArray[np.int64]:
        order = self.order if self.order is not None else (lists - 1 if lists <= 5 else 2)
        return all_interactions(lists, order)

    def penalty(self, cases: float) -> float:
        return math.log(cases) if self.criterion == "bic" else 2.0

    def fit(self, table: CaptureHistories) -> Fit:
        found = self.search(table)
        if not found.proved:
            because = f"{self.most_fits:,} fits did not prove which model is best"
            raise NotEstimable("not_proved", because, table.lists)
        return found.fit

    def search(self, table: CaptureHistories) -> Search:
        """The best model, with how it was found."""
        table.check_estimable()
        candidates = self.candidates(table.t)
        models, _, _, kept, fits, proved = self._run(table, candidates, math.inf, 1)
        if not kept:
            because = "no model has a maximum on it"
            raise NotEstimable("without_maximum", because, table.lists)
        fit = fit_masks(table, candidates[models[0] == 1].tolist())
        return Search(fit, fits, proved)

    def near(self, table: CaptureHistories, within: float = 6.0, most: int = 5_000) -> NearBest:
        """All models whose criterion is at most ``within`` above the least.

        Raises
        ------
        ValueError
            If ``within`` is negative or not finite.
        NotEstimable
            As `fit_model`.
        """
        number("a distance", within)
        whole("the most models", most, 1)
        best = self.search(table)
        candidates = self.candidates(table.t)
        constant = 2 * log_factorials(table.counts)
        least = best.fit.bic if self.criterion == "bic" else best.fit.aic
        cutoff = least - constant + within + 1e-7
        models, criteria, hidden, kept, _, proved = self._run(table, candidates, cutoff, most)
        shown = min(kept, most)
        near = [
            NearModel(
                named(table, candidates[models[k] == 1].tolist()),
                float(criteria[k]) + constant,
                table.observed + float(hidden[k]),
            )
            for k in np.argsort(criteria[:shown], kind="stable")
        ]
        return NearBest(tuple(near), kept, proved and best.proved and kept <= most)

    def _run(
        self, table: CaptureHistories, candidates: NDArray[np.int64], cutoff: float, room: int
    ) -> tuple[NDArray[np.int8], Floats, Floats, int, int, bool]:
        found = (np.zeros((room, len(candidates)), np.int8), np.zeros(room), np.zeros(room))
        kept, fits, proved = searching.search(
            table.cells(),
            candidates,
            self.penalty(table.observed),
            np.zeros((1, len(candidates)), np.int8),
            cutoff,
            self.most_fits,
            found,
        )
        return *found, kept, fits, proved

    def hidden_of(self, tables: Floats, like: CaptureHistories) -> Floats:
        candidates = self.candidates(like.t)
        near = self._run(like, candidates, math.inf, 1)
        return searching.search_each(
            tables, candidates, self.criterion == "bic", near[0][: near[3]], self.most_fits
        )


@dataclass(frozen=True)
class Search:
    """Attributes: fit; fits, how many models were fitted; proved, whether none is better."""

    fit: Fit
    fits: int
    proved: bool


@dataclass(frozen=True)
class NearModel:
    """Attributes: terms; criterion (BIC or AIC); estimate, persons in all."""

    terms: tuple[Term, ...]
    criterion: float
    estimate: float


@dataclass(frozen=True)
class NearBest:
    """Attributes: models, best first; found, how many there are; complete, whether all stand
    in ``models``."""

    models: tuple[NearModel, ...]
    found: int
    complete: bool

    @property
    def span(self) -> tuple[float, float]:
        """Least and greatest estimate among them."""
        estimates = [model.estimate for model in self.models]
        return min(estimates), max(estimates)


def all_pairs(lists: int) -> NDArray[np.int64]:
    """Without the pair of two lists alone, which cannot be told from the hidden number."""
    return all_interactions(lists, 2)


def estimates(method: Method, tables: Iterable[Floats], like: CaptureHistories) -> Floats:
    """(r,) persons in all for tables given as cells."""
    cells = np.asarray(list(tables), np.float64).reshape(-1, len(like.counts))
    return np.asarray(method.hidden_of(cells, like) + cells.sum(axis=1))
