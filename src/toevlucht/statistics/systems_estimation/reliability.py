"""The estimate together with everything that speaks against it, and a verdict."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from toevlucht.statistics.arguments import number, whole
from toevlucht.statistics.systems_estimation.bootstrapping import (
    BootstrapInterval,
    bca_interval,
)
from toevlucht.statistics.systems_estimation.choosing import (
    BestOfAll,
    Estimate,
    GivenModel,
    Method,
    NearBest,
)
from toevlucht.statistics.systems_estimation.comparing import beliefs, choices, estimate_of
from toevlucht.statistics.systems_estimation.linkage import without_linkage_error
from toevlucht.statistics.systems_estimation.models import Fit
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable

# A number is no longer one number where what could as well be said differs by more than this.
SAME_WITHIN = 1.5
# Upper limit over lower limit of the interval, and of all that is shown.
WIDE, HOPELESS = 3.0, 4.0
# Models this near in BIC are hardly worse (Kass and Raftery 1995, table on page 777).
HARDLY_WORSE = 2.0
LOW_COVERAGE = 0.85
FEW_IN_OVERLAPS = 30

PUBLISH, RANGE_ONLY, NO_NUMBER = "publish_with_interval", "publish_range_only", "publish_no_number"

# Each says why a number is weak; the second group forbids one.
WEAK = (
    "interval_wide",
    "limit_on_few_replicates",
    "near_models_span",
    "methods_disagree",
    "one_list_decides",
    "merging_decides",
    "linkage_decides",
    "search_incomplete",
)
FORBIDDING = (
    "span_hopeless",
    "near_models_disagree",
    "coverage_low",
    "few_in_overlaps",
    "methods_without_estimate",
)


@dataclass(frozen=True)
class Coverage:
    """How often the interval held the truth in populations made from the fitted model.

    Attributes
    ----------
    share : float
        Of the simulated tables; one without an interval did not hold it.
    asked : float
        What it should have been.
    simulations, without_interval : int
    error : float
        Standard error of ``share``.
    """

    share: float
    asked: float
    simulations: int
    without_interval: int

    @property
    def error(self) -> float:
        return float(np.sqrt(self.share * (1 - self.share) / self.simulations))


@dataclass(frozen=True)
class Reliability:
    """Attributes
    ----------
    interval : BootstrapInterval
        By the method asked for, with its fit.
    near : NearBest
        All models near the best.
    methods, without_list : mapping of name to persons in all, or None
        None where there is no estimate.
    left_out : mapping of name to a code
        Methods that are not among ``methods``, and why: see `comparing.Beliefs`.
    merged : mapping of two names to the same
    linkage : mapping of (missed, false) to the same, with the chosen model held
    coverage : Coverage or None
        None if no simulation was asked for.
    verdict : str
        ``publish_with_interval``, ``publish_range_only`` or ``publish_no_number``.
    reasons : tuple of str
        Codes out of WEAK and FORBIDDING.
    """

    interval: BootstrapInterval
    near: NearBest
    methods: Mapping[str, float | None]
    left_out: Mapping[str, str]
    without_list: Mapping[str, float | None]
    merged: Mapping[tuple[str, str], float | None]
    linkage: Mapping[tuple[float, float], float | None]
    coverage: Coverage | None
    verdict: str
    reasons: tuple[str, ...]

    @property
    def estimate(self) -> float:
        return self.interval.fit.estimate

    @property
    def span(self) -> tuple[float, float]:
        """From the least to the greatest of interval, near models and methods: what to show."""
        values = [limit.value for limit in self.interval.limits] + list(self.near.span)
        values += [value for value in self.methods.values() if value is not None]
        return min(values), max(values)


def assess(
    table: CaptureHistories,
    method: Method | None = None,
    *,
    within: float = 6.0,
    replicates: int = 1000,
    simulations: int = 40,
    simulated_replicates: int = 200,
    missed: Sequence[float] = (0.0, 0.05, 0.1),
    false: Sequence[float] = (0.0, 0.02, 0.05),
    bayesian_seconds: float = 5.0,
    seed: int = 1234,
) -> Reliability:
    """Estimate, and ask of the estimate whether it can be trusted.

    Parameters
    ----------
    table : CaptureHistories
        Of three lists or more; for two see `two_lists.two_list_range`.
    method : Method, optional
        `BestOfAll()` where none is given. For Bayesian methods `belief_reliability.assess_belief`
        asks more, and takes their own interval instead of replicates.
    within : float
        Distance in BIC up to which other models are shown.
    replicates, seed : int
        Of the interval.
    simulations, simulated_replicates : int
        Populations for `coverage`, and replicates for the interval of each; 0 leaves it out. This
        takes the longest: simulations * simulated_replicates times the method on one table.
    missed, false : sequences of float
        Assumed rates of linkage error; every combination is tried.
    bayesian_seconds : float
        About what thresholding, decomposable graphs and latent classes may take together, in
        seconds of one core; what does not fit is named in ``left_out``. 0 leaves all out.

    Returns
    -------
    Reliability

    Raises
    ------
    NotEstimable
        If the table or the method has no estimate.
    ValueError
        If the table has two lists.

    Notes
    -----
    The limits behind the verdict are choices, not laws: they stand as constants in this module.

    Examples
    --------
    Limits of 40 replicates hang on few of them, and that is said:

    >>> histories = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]
    >>> table = CaptureHistories.from_rows(histories, [200, 150, 120, 60, 50, 40, 20])
    >>> found = assess(table, replicates=40, simulations=0, bayesian_seconds=0)
    >>> round(found.interval.fit.estimate), found.verdict, found.reasons
    (1097, 'publish_range_only', ('limit_on_few_replicates',))
    """
    if table.t == 2:
        raise ValueError("two lists allow a range only, see two_list_range")
    whole("simulations", simulations, 0)
    number("seconds for Bayesian methods", bayesian_seconds)
    chosen = method or BestOfAll()
    interval = bca_interval(table, chosen, replicates=replicates, seed=seed)
    best = chosen if isinstance(chosen, BestOfAll) else BestOfAll()
    near = best.near(table, within)
    methods = {"asked_for": interval.fit.estimate, **choices(table)}
    believed = beliefs(table, bayesian_seconds)
    methods |= believed.estimates
    without = {name: estimate_of(chosen, table.without(name)) for name in table.lists}
    pairs = list(itertools.combinations(table.lists, 2))
    merged = {pair: estimate_of(chosen, table.merged(*pair)) for pair in pairs}
    fit = interval.fit
    held = GivenModel(fit.terms) if isinstance(fit, Fit) else chosen
    linkage = {rates: adjusted(held, table, *rates) for rates in itertools.product(missed, false)}
    held_truth = (
        coverage(interval.fit, chosen, simulations, simulated_replicates, seed)
        if simulations
        else None
    )
    reasons = _reasons(interval, near, methods, without, merged, linkage, held_truth)
    forbidden = bool(set(reasons) & set(FORBIDDING))
    verdict = NO_NUMBER if forbidden else RANGE_ONLY if reasons else PUBLISH
    return Reliability(
        interval,
        near,
        methods,
        believed.left_out,
        without,
        merged,
        linkage,
        held_truth,
        verdict,
        reasons,
    )


def coverage(
    fit: Estimate, method: Method, simulations: int, replicates: int, seed: int, level: float = 0.95
) -> Coverage:
    """Draw populations from a fitted model, hide who is on no list, and try the interval.

    It knows only truths that the model can express: the real share is at most about this.
    """
    whole("simulations", simulations, 1)
    chance = np.random.default_rng(seed)
    levels = ((1 - level) / 2, (1 + level) / 2)
    held = failed = 0
    for _ in range(simulations):
        truth, drawn = drawn_from(fit, chance)
        try:
            tried = bca_interval(
                drawn,
                method,
                levels=levels,
                replicates=replicates,
                seed=int(chance.integers(2**31)),
            )
        except NotEstimable:
            failed += 1
            continue
        held += tried.limits[0].value <= truth <= tried.limits[1].value
    return Coverage(float(held / simulations), level, simulations, failed)


def drawn_from(fit: Estimate, chance: np.random.Generator) -> tuple[float, CaptureHistories]:
    """A population from a fitted model: how many there are, and what the lists show of them."""
    cells = chance.poisson(fit.fitted).astype(np.float64)
    truth = float(cells.sum())
    cells[0] = 0.0
    return truth, CaptureHistories(fit.table.lists, cells)


def adjusted(method: Method, table: CaptureHistories, missed: float, false: float) -> float | None:
    """Persons in all, had the lists been linked without these errors."""
    cells = without_linkage_error(table, missed, false)
    hidden = float(method.hidden_of(cells[None], table)[0])
    return None if np.isnan(hidden) else float(cells.sum()) + hidden


def apart(estimate: float, others: Iterable[float | None]) -> bool:
    known = [estimate, *(value for value in others if value is not None)]
    return max(known) > SAME_WITHIN * min(known)


def _reasons(
    interval: BootstrapInterval,
    near: NearBest,
    methods: Mapping[str, float | None],
    without: Mapping[str, float | None],
    merged: Mapping[tuple[str, str], float | None],
    linkage: Mapping[tuple[float, float], float | None],
    held_truth: Coverage | None,
) -> tuple[str, ...]:
    table, estimate = interval.fit.table, interval.fit.estimate
    low, high = interval.limits[0].value, interval.limits[-1].value
    least = near.models[0].criterion
    hardly_worse = [m.estimate for m in near.models if m.criterion <= least + HARDLY_WORSE]
    sizes = np.array([cell.bit_count() for cell in range(len(table.counts))])
    replicates = len(interval.replicates)
    shown = [low, high, *near.span, *(v for v in methods.values() if v is not None)]
    # Methods that choose by themselves; independent lists are there to be compared with.
    choosing = [value for name, value in methods.items() if name != "independent_lists"]
    found = {
        "interval_wide": high > WIDE * low,
        "limit_on_few_replicates": any(limit.is_shaky for limit in interval.limits),
        "near_models_span": apart(estimate, [model.estimate for model in near.models]),
        "methods_disagree": apart(estimate, choosing),
        "one_list_decides": apart(estimate, without.values()),
        "merging_decides": apart(estimate, merged.values()),
        "linkage_decides": apart(estimate, linkage.values()),
        "search_incomplete": not near.complete,
        "span_hopeless": max(shown) > HOPELESS * min(shown),
        "near_models_disagree": apart(estimate, hardly_worse),
        "coverage_low": held_truth is not None
        and held_truth.share + 2 * held_truth.error < LOW_COVERAGE,
        "few_in_overlaps": table.counts[sizes >= 2].sum() < FEW_IN_OVERLAPS,
        "methods_without_estimate": None in choosing
        or interval.without_estimate > 0.05 * replicates,
    }
    return tuple(code for code in (*WEAK, *FORBIDDING) if found[code])
