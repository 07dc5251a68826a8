"""The design of lists and covariates as columns, and the maximum on it by Newton's method."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from toevlucht.statistics.systems_estimation.models import direction_of_rise

Term = tuple[str, ...]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Design:
    """Columns of each list and covariate over all cells, (g * 2**t, k) each.

    ``counts`` decides nothing here but which columns are empty.
    """

    parts: Mapping[str, Floats]
    counts: Floats

    @classmethod
    def of(
        cls,
        lists: tuple[str, ...],
        covariates: tuple[str, ...],
        levels: tuple[tuple[str, ...], ...],
        degrees: Mapping[str, int],
        counts: Floats,
    ) -> Design:
        groups, cells = counts.shape
        parts: dict[str, Floats] = {}
        for j, name in enumerate(lists):
            parts[name] = np.tile((np.arange(cells) >> j & 1).astype(float), groups)[:, None]
        places = np.indices([len(level) for level in levels]).reshape(len(levels), -1)
        for name, level, place in zip(covariates, levels, places, strict=True):
            code = np.eye(len(level))[:, 1:]
            if name in degrees:
                powers = np.vander(np.linspace(-1, 1, len(level)), degrees[name] + 1, True)
                code = np.linalg.qr(powers)[0][:, 1:] * np.sqrt(len(level))
            parts[name] = np.repeat(code[place], cells, axis=0)
        return cls(parts, counts)

    def columns(self, terms: tuple[Term, ...]) -> Floats:
        """(g * 2**t, p): the product of the columns of its names for each term."""
        return np.hstack([self._block(term) for term in terms])

    def _block(self, term: Term) -> Floats:
        one = np.ones((self.counts.size, 1))
        return functools.reduce(
            lambda left, name: (left[:, :, None] * self.parts[name][:, None, :]).reshape(
                len(left), -1
            ),
            term,
            one,
        )

    def widths(self, terms: tuple[Term, ...]) -> list[int]:
        return [int(np.prod([self.parts[name].shape[1] for name in term])) for term in terms]


@dataclass(frozen=True, eq=False)
class Solution:
    """Attributes: fitted (g, 2**t); likelihood; parameters; beta (p,); terms, widths of them."""

    fitted: Floats
    likelihood: float
    parameters: int
    beta: Floats
    terms: tuple[Term, ...]
    widths: list[int]

    def criterion(self, penalty: float) -> float:
        return penalty * self.parameters - 2 * self.likelihood

    def start_for(self, terms: tuple[Term, ...]) -> dict[Term, Floats]:
        """The estimates by term, for a model that is near."""
        cuts = np.cumsum(self.widths)[:-1]
        return dict(zip(self.terms, np.split(self.beta, cuts), strict=True))


def observed_part(
    columns: Floats, counts: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Cells and columns that stay once indicators without cases are at minus infinity.

    Returns
    -------
    alive : (cells,) bool
        Cells that such an indicator does not empty, unobserved ones among them.
    seen : (cells,) bool
        Those of them that are on a list.
    kept : (p,) bool
    """
    cases = counts.ravel()
    indicator = ((columns == 0) | (columns == 1)).all(axis=0)
    gone = indicator & (cases @ columns == 0)
    alive = ~(columns[:, gone] != 0).any(axis=1)
    seen = alive & (np.tile(np.arange(counts.shape[1]), len(counts)) > 0)
    return alive, seen, ~gone


def existence_of(design: Design, terms: tuple[Term, ...]) -> str:
    """As `models.existence`, for columns of any kind."""
    columns = design.columns(terms)
    _, seen, kept = observed_part(columns, design.counts)
    rows = columns[seen][:, kept]
    if np.linalg.matrix_rank(rows) < rows.shape[1]:
        return "not_identifiable"
    cases = design.counts.ravel()[seen] > 0
    return "without_maximum" if direction_of_rise(rows[cases], rows[~cases]) else ""


def maximise(
    design: Design,
    terms: tuple[Term, ...],
    counts: Floats,
    start: Floats | Mapping[Term, Floats] | None = None,
) -> Solution | None:
    """The maximum on ``counts``, or None where it does not settle."""
    columns, widths = design.columns(terms), design.widths(terms)
    alive, seen, kept = observed_part(columns, counts)
    rows, cases = columns[seen][:, kept], counts.ravel()[seen]
    beta = _started(rows, cases, terms, widths, kept, start)
    margins, likelihood = rows.T @ cases, -np.inf
    for _ in range(60):
        fitted = np.exp(np.minimum(rows @ beta, 40.0))
        gradient = margins - rows.T @ fitted
        try:
            step = cho_solve(cho_factor(rows.T @ (fitted[:, None] * rows)), gradient)
        except LinAlgError:
            return None
        rise, longest = float(gradient @ step), float(abs(step).max())
        if longest < 1e-6:
            whole = np.full(columns.shape[1], -np.inf)
            whole[kept] = beta + step
            expected = np.zeros(counts.size)
            expected[alive] = np.exp(columns[alive][:, kept] @ (beta + step))
            likelihood = float(cases @ (rows @ beta) - fitted.sum() + rise / 2)
            shaped = expected.reshape(counts.shape)
            return Solution(shaped, likelihood, len(whole), whole, terms, widths)
        if rise < 1e-7 and longest > 0.1:
            return None
        beta = _risen(rows, cases, beta, step * min(1.0, 4.0 / longest))
    return None


def _risen(rows: Floats, cases: Floats, beta: Floats, step: Floats) -> Floats:
    def likelihood(values: Floats) -> float:
        eta = rows @ values
        return float(cases @ eta - np.exp(np.minimum(eta, 700.0)).sum())

    before = likelihood(beta)
    for _ in range(30):
        after = likelihood(beta + step)
        if after >= before - 1e-9 * abs(before):
            break
        step = step / 2
    return beta + step


def _started(
    rows: Floats,
    cases: Floats,
    terms: tuple[Term, ...],
    widths: list[int],
    kept: NDArray[np.bool_],
    start: Floats | Mapping[Term, Floats] | None,
) -> Floats:
    """Near estimates where there are any; else least squares on logs, weighted by cases."""
    if isinstance(start, Mapping):
        start = np.concatenate(
            [start.get(term, np.zeros(width)) for term, width in zip(terms, widths, strict=True)]
        )
    if start is not None:
        return np.where(np.isfinite(start), start, 0.0)[kept]
    weight = np.sqrt(cases + 0.1)
    found = np.linalg.lstsq(rows * weight[:, None], np.log(cases + 0.1) * weight, rcond=None)
    return np.asarray(found[0])
