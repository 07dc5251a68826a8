"""A belief together with everything that speaks against it, and a verdict."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from toevlucht.statistics.systems_estimation.believing import Belief
from toevlucht.statistics.systems_estimation.chains import (
    FEW_EFFECTIVE,
    SETTLED,
    ChainPosterior,
)
from toevlucht.statistics.systems_estimation.comparing import (
    CHAINS_DISAGREE,
    GRID_ENDS,
    Believing,
    beliefs,
    choices,
)
from toevlucht.statistics.systems_estimation.decomposable import (
    MASS_AT_EDGE,
    GraphAveraging,
    GraphPosterior,
)
from toevlucht.statistics.systems_estimation.latent_classes import (
    MOST_CLASSES,
    ClassPosterior,
    LatentClasses,
)
from toevlucht.statistics.systems_estimation.reliability import (
    FEW_IN_OVERLAPS,
    HOPELESS,
    LOW_COVERAGE,
    NO_NUMBER,
    PUBLISH,
    RANGE_ONLY,
    WIDE,
    Coverage,
    adjusted,
    apart,
    drawn_from,
)
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable
from toevlucht.statistics.systems_estimation.thresholding import Thresholding, ThresholdPosterior

# Seconds for the chains of latent classes on each other table; on simulated ones, one round.
ASIDE = 5.0
FEW_DRAWS, CUT_OFF = "few_effective_draws", "hidden_cut_off"
# As in `reliability`: the first group makes a number weak, the second forbids one.
WEAK = (
    "interval_wide",
    FEW_DRAWS,
    "borderline_pairs",
    "prior_decides",
    "methods_disagree",
    "one_list_decides",
    "merging_decides",
    "linkage_decides",
)
FORBIDDING = (
    CHAINS_DISAGREE,
    GRID_ENDS,
    CUT_OFF,
    "span_hopeless",
    "coverage_low",
    "few_in_overlaps",
    "methods_without_estimate",
)

GROUPS = ("priors", "without", "merged", "linkage", "simulated")


@dataclass(frozen=True)
class Question:
    """One more table for the method, or the same table for another prior."""

    group: str
    about: Any
    ask: Callable[[], float | bool | None]


@dataclass(frozen=True)
class OtherPrior:
    """What the same method says where one of its settings is another.

    Attributes
    ----------
    setting : str
        Name of the parameter of the method.
    value : float or None
        What it was changed to; None: a flat prior.
    estimate : float or None
        Persons in all; None where there is no estimate.
    """

    setting: str
    value: float | None
    estimate: float | None


@dataclass(frozen=True)
class BeliefReliability:
    """Attributes
    ----------
    belief : Belief
        By the method asked for; its interval is the credible one.
    priors : tuple of OtherPrior
        The same method with other priors.
    methods, without_list : mapping of name to persons in all, or None
        None where there is no estimate.
    left_out : mapping of name to a code
        Methods that are not among ``methods``, and why: see `comparing.Beliefs`.
    merged : mapping of two names to the same
    linkage : mapping of (missed, false) to the same
    coverage : Coverage or None
        Of the credible interval; None if no simulation was asked for.
    verdict : str
        ``publish_with_interval``, ``publish_range_only`` or ``publish_no_number``.
    reasons : tuple of str
        Codes out of WEAK and FORBIDDING of this module.
    """

    belief: Belief
    priors: tuple[OtherPrior, ...]
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
        return self.belief.estimate

    @property
    def span(self) -> tuple[float, float]:
        """From the least to the greatest of interval, other priors and methods: what to show."""
        values = [*self.belief.interval(), self.estimate]
        values += [prior.estimate for prior in self.priors if prior.estimate is not None]
        values += [value for value in self.methods.values() if value is not None]
        return min(values), max(values)


def assess_belief(
    table: CaptureHistories,
    method: Believing,
    *,
    simulations: int = 40,
    missed: Sequence[float] = (0.0, 0.05, 0.1),
    false: Sequence[float] = (0.0, 0.02, 0.05),
    bayesian_seconds: float = 5.0,
    seed: int = 1234,
    passing: Callable[[Sequence[Question]], Iterable[Question]] = iter,
) -> BeliefReliability:
    """What is believed, and whether it can be trusted: `reliability.assess` for Bayesian methods.

    The interval is the posterior's own, so that nothing is drawn anew from the table. What a
    bootstrap would not tell is asked instead: whether another prior decides, whether the chains
    agree, and whether the grid of numbers ends too soon.

    Parameters
    ----------
    table : CaptureHistories
        Of three lists or more; for two see `two_lists.two_list_range`.
    method : GraphAveraging, Thresholding or LatentClasses
    simulations : int
        Populations for the coverage of the credible interval; 0 leaves it out. Each takes as long
        as the method on one table.
    missed, false : sequences of float
        Assumed rates of linkage error; every combination is tried.
    bayesian_seconds : float
        For the other Bayesian methods, see `comparing.beliefs`.
    seed : int
        Of the simulations.
    passing : callable
        Passes on the questions that are asked, one table each: for a progress bar.

    Returns
    -------
    BeliefReliability

    Raises
    ------
    NotEstimable
        If the table or the method has no estimate.
    ValueError
        If the table has two lists.

    Examples
    --------
    >>> from toevlucht.statistics.systems_estimation.decomposable import GraphAveraging
    >>> histories = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]]
    >>> table = CaptureHistories.from_rows(histories, [200, 150, 120, 60, 50, 40, 20])
    >>> found = assess_belief(table, GraphAveraging(), simulations=0, bayesian_seconds=0)
    >>> found.belief.estimate, found.verdict
    (1094.0, 'publish_with_interval')
    """
    if table.t == 2:
        raise ValueError("two lists allow a range only, see two_list_range")
    belief = method.fit(table)
    aside, simulated = method, method
    if isinstance(method, LatentClasses):
        aside = replace(method, seconds=min(method.seconds, ASIDE))
        simulated = replace(method, seconds=0.0)
    believed = beliefs(table, bayesian_seconds)
    rates = tuple(itertools.product(missed, false))
    answers: dict[str, dict[Any, Any]] = {group: {} for group in GROUPS}
    chance = np.random.default_rng(seed)
    asked = [
        *_questions(table, aside, rates),
        *(
            Question("simulated", i, lambda: _simulated(simulated, belief, chance))
            for i in range(simulations)
        ),
    ]
    for question in passing(asked):
        answers[question.group][question.about] = question.ask()
    held = list(answers["simulated"].values())
    share = held.count(True) / max(1, simulations)
    found = BeliefReliability(
        belief,
        tuple(OtherPrior(setting, to, value) for (setting, to), value in answers["priors"].items()),
        {"asked_for": belief.estimate, **choices(table), **believed.estimates},
        believed.left_out,
        answers["without"],
        answers["merged"],
        answers["linkage"],
        Coverage(share, 0.95, simulations, held.count(None)) if simulations else None,
        verdict=NO_NUMBER,
        reasons=(),
    )
    reasons = _reasons(found)
    forbidden = bool(set(reasons) & set(FORBIDDING))
    verdict = NO_NUMBER if forbidden else RANGE_ONLY if reasons else PUBLISH
    return replace(found, verdict=verdict, reasons=reasons)


def _questions(
    table: CaptureHistories, method: Believing, rates: Sequence[tuple[float, float]]
) -> Iterator[Question]:
    for changed in other_priors(method, table):
        settings: dict[str, Any] = dict([changed])
        other = replace(method, **settings)
        yield Question("priors", changed, partial(_usable, other, table))
    for name in table.lists:
        yield Question("without", name, partial(_usable, method, table.without(name)))
    for pair in itertools.combinations(table.lists, 2):
        yield Question("merged", pair, partial(_usable, method, table.merged(*pair)))
    for rate in rates:
        yield Question("linkage", rate, partial(adjusted, method, table, *rate))


def _simulated(method: Believing, belief: Belief, chance: np.random.Generator) -> bool | None:
    """Whether the interval holds a truth made from the belief; None without an interval."""
    truth, drawn = drawn_from(belief, chance)
    try:
        low, high = method.fit(drawn).interval()
    except NotEstimable:
        return None
    return low <= truth <= high


def other_priors(
    method: Believing, table: CaptureHistories
) -> tuple[tuple[str, float | None], ...]:
    """Settings that could as well have been chosen: priors four times as strong and as weak, a
    threshold of Silverman's two, half and twice the classes, a grid a third and three times as
    long. One at a time."""
    if isinstance(method, GraphAveraging):
        cases = 2.0**-table.t if method.prior_cases is None else method.prior_cases
        tried: list[tuple[str, float | None]] = [
            ("prior_cases", cases / 4),
            ("prior_cases", cases * 4),
        ]
        if method.numbers is None:
            most = method.most_hidden or 30.0 * table.observed
            tried += [("most_hidden", max(1.0, most / 3)), ("most_hidden", most * 3)]
        return tuple(tried)
    if isinstance(method, Thresholding):
        threshold = 2.0 if method.threshold >= 5 else 5.0
        if method.prior_variance is None:
            return ("prior_variance", 1.0), ("threshold", threshold)
        variances = method.prior_variance / 4, method.prior_variance * 4
        return *(("prior_variance", one) for one in variances), ("threshold", threshold)
    classes = method.classes // 2, method.classes * 2
    priors = method.prior / 4, method.prior * 4
    return (
        *(("classes", one) for one in classes if 2 <= one <= MOST_CLASSES),
        *(("prior", one) for one in priors),
    )


def _usable(method: Believing, table: CaptureHistories) -> float | None:
    """Persons in all; None without an estimate, and where chains disagree on it."""
    try:
        found = method.fit(table)
    except NotEstimable:
        return None
    if isinstance(found, ChainPosterior) and not found.r_hat <= SETTLED:
        return None
    return found.estimate


def _reasons(found: BeliefReliability) -> tuple[str, ...]:
    belief: Belief = found.belief
    estimate = belief.estimate
    table = belief.table
    low, high = belief.interval()
    least, most = found.span
    sizes = np.array([cell.bit_count() for cell in range(len(table.counts))])
    choosing = [value for name, value in found.methods.items() if name != "independent_lists"]
    chains = belief if isinstance(belief, ChainPosterior) else None
    held = found.coverage
    told = {
        "interval_wide": high > WIDE * low,
        FEW_DRAWS: chains is not None and chains.effective < FEW_EFFECTIVE,
        "borderline_pairs": isinstance(belief, ThresholdPosterior) and bool(belief.borderline),
        "prior_decides": apart(estimate, [prior.estimate for prior in found.priors]),
        "methods_disagree": apart(estimate, choosing),
        "one_list_decides": apart(estimate, found.without_list.values()),
        "merging_decides": apart(estimate, found.merged.values()),
        "linkage_decides": apart(estimate, found.linkage.values()),
        CHAINS_DISAGREE: chains is not None and not chains.r_hat <= SETTLED,
        GRID_ENDS: isinstance(belief, GraphPosterior) and belief.mass_at_edge > MASS_AT_EDGE,
        CUT_OFF: isinstance(belief, ClassPosterior) and belief.cut_off > MASS_AT_EDGE,
        "span_hopeless": most > HOPELESS * least,
        "coverage_low": held is not None and held.share + 2 * held.error < LOW_COVERAGE,
        "few_in_overlaps": table.counts[sizes >= 2].sum() < FEW_IN_OVERLAPS,
        "methods_without_estimate": None in choosing,
    }
    return tuple(code for code in (*WEAK, *FORBIDDING) if told[code])
