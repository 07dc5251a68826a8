"""Lists and covariates together: hidden numbers for men and women, years, regions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from toevlucht.statistics.arguments import number, whole
from toevlucht.statistics.systems_estimation.design import (
    Design,
    Solution,
    existence_of,
    maximise,
)
from toevlucht.statistics.systems_estimation.models import BECAUSE
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable

Term = tuple[str, ...]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CovariateTable:
    """Cases by history and by covariates.

    Attributes
    ----------
    lists, covariates : tuple of str
    levels : tuple of tuples of str
        Of each covariate; the first is what others are compared with.
    counts : (g, 2**t) float64
        A row for each combination of levels, the last covariate running fastest; cells as in
        `CaptureHistories`.
    degrees : mapping of str to int
        Covariates whose effect is a polynomial in the place of the level (years), with its degree.
    """

    lists: tuple[str, ...]
    covariates: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    counts: Floats
    degrees: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.levels) != len(self.covariates) or not all(self.levels):
            raise ValueError("each covariate needs its levels")
        shape = (math.prod(len(level) for level in self.levels), 1 << len(self.lists))
        counts = np.asarray(self.counts)
        if counts.shape != shape:
            raise ValueError(f"counts need the shape {shape}, got {counts.shape}")
        for row in counts:
            CaptureHistories(self.lists, row)
        counts = np.array(counts, np.float64)
        counts.flags.writeable = False
        object.__setattr__(self, "counts", counts)
        for name, degree in self.degrees.items():
            if name not in self.covariates:
                raise ValueError(f"a degree was given for {name!r}, which is no covariate")
            levels = len(self.levels[self.covariates.index(name)])
            whole(f"the degree of {name} with {levels} levels", degree, 1, max(levels - 1, 1))

    @classmethod
    def from_rows(
        cls,
        rows: ArrayLike,
        groups: Sequence[Sequence[object]],
        counts: ArrayLike,
        lists: Sequence[str],
        covariates: Sequence[str],
        degrees: Mapping[str, int] | None = None,
    ) -> Self:
        """A table from one row for each history in each group.

        Parameters
        ----------
        rows : (r, t) array of 0 and 1
        groups : (r, c) values of the covariates
            Anything that has a text; levels stand in the order of their text.
        counts : (r,) whole numbers
        lists, covariates : t and c names
        degrees : see the attribute

        Raises
        ------
        ValueError, TypeError
            As `CaptureHistories.from_rows`; also for a value that is missing.
        """
        labels = [tuple(str(value) for value in group) for group in groups]
        cases, on = np.asarray(counts), np.asarray(rows)
        names = (*lists, *covariates)
        if len(set(names)) < len(names) or not covariates:
            raise ValueError("lists and covariates need names of their own")
        if len(labels) != len(on) or any(len(label) != len(covariates) for label in labels):
            raise ValueError(f"{len(on)} rows need {len(covariates)} covariates each")
        if any(value in ("", "nan", "None") for label in labels for value in label):
            raise ValueError("a covariate is missing: leave the row out or name it unknown")
        CaptureHistories.from_rows(on, cases, lists)
        levels = tuple(tuple(sorted(set(column))) for column in zip(*labels, strict=True))
        every = {group: k for k, group in enumerate(itertools.product(*levels))}
        cells = on.astype(np.int64) @ (1 << np.arange(len(lists), dtype=np.int64))
        table = np.zeros((len(every), 1 << len(lists)))
        np.add.at(table, (np.array([every[label] for label in labels]), cells), cases)
        return cls(tuple(lists), tuple(covariates), levels, table, dict(degrees or {}))

    @property
    def observed(self) -> int:
        return int(self.counts.sum())

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(itertools.product(*self.levels))

    def without_covariates(self) -> CaptureHistories:
        return CaptureHistories(self.lists, self.counts.sum(axis=0))


@dataclass(frozen=True)
class CovariateFit:
    """Attributes
    ----------
    table : CovariateTable
    terms : tuple of pairs of names
        Beside the lists and covariates themselves, which are always in.
    fitted : (g, 2**t) float64
        Expected persons; column 0 is who is on no list.
    log_likelihood : float
        Without ``-sum log n!``.
    parameters : int
    """

    table: CovariateTable
    terms: tuple[Term, ...]
    fitted: Floats
    log_likelihood: float
    parameters: int
    beta: Floats

    @property
    def estimate(self) -> float:
        """Persons in all."""
        return self.table.observed + float(self.fitted[:, 0].sum())

    @property
    def bic(self) -> float:
        return float(np.log(self.table.observed)) * self.parameters - 2 * self.log_likelihood

    @property
    def aic(self) -> float:
        return 2 * self.parameters - 2 * self.log_likelihood

    def by(self, covariate: str) -> dict[str, float]:
        """Persons in all at each level: fitted, those on lists too (van der Heijden 2012)."""
        place = self.table.covariates.index(covariate)
        whole = self.fitted.sum(axis=1)
        found = dict.fromkeys(self.table.levels[place], 0.0)
        for group, persons in zip(self.table.groups, whole, strict=True):
            found[group[place]] += float(persons)
        return found


def fit_covariates(table: CovariateTable, terms: Iterable[Sequence[str]] = ()) -> CovariateFit:
    """Fit lists, covariates and the pairs of them that are given.

    A pair is two lists, a list and a covariate (the list reaches levels unequally), or two
    covariates. The cells on no list are unobserved in every group. Whether there is a maximum
    is decided by a linear program, as for tables without covariates: without that check a
    published program gives 1.7e9 persons for its own example of 1,043.

    Parameters
    ----------
    table : CovariateTable
    terms : iterable of pairs of names

    Returns
    -------
    CovariateFit

    Raises
    ------
    NotEstimable
        ``without_maximum``, ``not_identifiable``, or as `CaptureHistories.check_estimable`.
    ValueError
        If a name is not known.

    References
    ----------
    van der Heijden, Whittaker, Cruyff, Bakker and van der Vliet (2012), Annals of Applied
    Statistics 6, 831-852.

    Examples
    --------
    Two lists that miss alike, whoever it is: 120 women and 60 men are on neither.

    >>> table = CovariateTable(
    ...     ("A", "B"), ("sex",), (("f", "m"),), [[0, 60, 50, 30], [0, 20, 40, 10]]
    ... )
    >>> fit_covariates(table).fitted[:, 0].round().tolist()
    [120.0, 60.0]
    """
    table.without_covariates().check_estimable()
    design = _design(table)
    chosen = _checked(table, terms)
    verdict = existence_of(design, _with_main(table, chosen))
    if verdict:
        raise NotEstimable(verdict, BECAUSE[verdict], table.lists)
    solution = maximise(design, _with_main(table, chosen), table.counts)
    if solution is None:
        raise NotEstimable("not_converged", "the computation did not settle", table.lists)
    return _fit_of(table, chosen, solution)


def choose_covariates(
    table: CovariateTable, penalty: float | None = None, most_steps: int = 200
) -> CovariateFit:
    """Add or drop the pair that lowers ``penalty * parameters - 2 log likelihood`` most.

    Begins with lists and covariates alone and stops where no step lowers it. Models without an
    estimate are never taken, so that the hidden number cannot run away.

    Parameters
    ----------
    table : CovariateTable
    penalty : float, optional
        log n (BIC) where none is given; 2 is AIC.
    most_steps : int
        After so many it stops where it is.

    Returns
    -------
    CovariateFit

    Raises
    ------
    NotEstimable
        As `fit_covariates`.
    ValueError, TypeError
        If the penalty or the steps are no numbers of 0 or more.

    Examples
    --------
    List A reaches men less than women, and that pair is found:

    >>> table = CovariateTable(
    ...     ("A", "B"), ("sex",), (("f", "m"),), [[0, 60, 50, 30], [0, 20, 40, 10]]
    ... )
    >>> choose_covariates(table).terms
    (('A', 'sex'),)
    """
    table.without_covariates().check_estimable()
    log_n = float(np.log(table.observed))
    price = log_n if penalty is None else number("a penalty", penalty)
    whole("the most steps", most_steps, 0)
    design = _design(table)
    pairs = list(itertools.combinations((*table.lists, *table.covariates), 2))
    if len(table.lists) == 2:
        pairs.remove(table.lists)
    chosen: tuple[Term, ...] = ()
    now = maximise(design, _with_main(table, chosen), table.counts)
    for _ in range(most_steps):
        best, best_terms = now, chosen
        for pair in pairs:
            tried = tuple(p for p in chosen if p != pair) if pair in chosen else (*chosen, pair)
            start = now.start_for(_with_main(table, tried)) if now else None
            found = maximise(design, _with_main(table, tried), table.counts, start)
            if found and (best is None or found.criterion(price) < best.criterion(price) - 1e-9):
                best, best_terms = found, tried
        if best_terms == chosen:
            break
        now, chosen = best, best_terms
    return fit_covariates(table, chosen)


def covariate_bootstrap(
    fit: CovariateFit, replicates: int = 500, seed: int = 1234, parametric: bool = True
) -> Floats:
    """Persons in each group, refitted on drawn tables.

    Parametric: whole populations from the fitted model, whose part on no list is taken away
    (Buckland and Garthwaite 1991). Otherwise tables like the observed one. The model is held:
    limits read from it are conditional on the model, hence too narrow.

    Parameters
    ----------
    fit : CovariateFit
    replicates, seed : int
    parametric : bool

    Returns
    -------
    (replicates, g) float64
        NaN where a drawn table has no estimate.

    References
    ----------
    S. T. Buckland and P. H. Garthwaite (1991). Quantifying precision of mark-recapture estimates
    using the bootstrap and related methods. Biometrics 47(1), 255-268.

    Examples
    --------
    >>> table = CovariateTable(
    ...     ("A", "B"), ("sex",), (("f", "m"),), [[0, 60, 50, 30], [0, 20, 40, 10]]
    ... )
    >>> covariate_bootstrap(fit_covariates(table), replicates=3).shape
    (3, 2)
    """
    whole("replicates", replicates, 1)
    table, chance = fit.table, np.random.default_rng(seed)
    design = _design(table)
    terms = _with_main(table, fit.terms)
    source = fit.fitted if parametric else table.counts
    total = round(fit.estimate) if parametric else table.observed
    share = (source / source.sum()).ravel()
    persons = np.full((replicates, len(table.counts)), np.nan)
    for r in range(replicates):
        drawn = chance.multinomial(total, share).reshape(source.shape).astype(np.float64)
        drawn[:, 0] = 0.0
        found = maximise(design, terms, drawn, fit.beta)
        if found:
            persons[r] = drawn.sum(axis=1) + found.fitted[:, 0]
    return persons


def _design(table: CovariateTable) -> Design:
    return Design.of(table.lists, table.covariates, table.levels, table.degrees, table.counts)


def _with_main(table: CovariateTable, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return ((), *((name,) for name in (*table.lists, *table.covariates)), *terms)


def _checked(table: CovariateTable, terms: Iterable[Sequence[str]]) -> tuple[Term, ...]:
    names = (*table.lists, *table.covariates)
    chosen = []
    for term in terms:
        if isinstance(term, str) or len(set(term)) != 2 or not set(term) <= set(names):
            raise ValueError(f"{term!r} is not a pair of {', '.join(names)}")
        if len(table.lists) == 2 and set(term) == set(table.lists):
            raise ValueError("the interaction of all lists cannot be told from the hidden number")
        chosen.append(tuple(sorted(term, key=names.index)))
    return tuple(dict.fromkeys(chosen))


def _fit_of(table: CovariateTable, terms: tuple[Term, ...], found: Solution) -> CovariateFit:
    return CovariateFit(table, terms, found.fitted, found.likelihood, found.parameters, found.beta)
