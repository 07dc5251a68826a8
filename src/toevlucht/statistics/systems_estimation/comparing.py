"""What other methods say: those that choose, and the Bayesian ones that a budget allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from toevlucht.statistics.systems_estimation.chains import SETTLED, ChainPosterior
from toevlucht.statistics.systems_estimation.choosing import (
    BestOfAll,
    GivenModel,
    Method,
    Stepwise,
)
from toevlucht.statistics.systems_estimation.decomposable import MASS_AT_EDGE, GraphAveraging
from toevlucht.statistics.systems_estimation.latent_classes import LatentClasses
from toevlucht.statistics.systems_estimation.tables import CaptureHistories, NotEstimable
from toevlucht.statistics.systems_estimation.thresholding import Thresholding

Believing = Thresholding | GraphAveraging | LatentClasses

OVER_BUDGET, CHAINS_DISAGREE, GRID_ENDS = "over_budget", "chains_disagree", "grid_ends_too_soon"


@dataclass(frozen=True)
class Beliefs:
    """Attributes
    ----------
    estimates : mapping of name to persons in all
        Of the methods that were asked and whose number can be used.
    left_out : mapping of name to a code
        ``over_budget`` (it would take longer than was allowed), ``chains_disagree`` (it ran, and
        its chains found different numbers), ``grid_ends_too_soon``, or a code of `NotEstimable`.
    """

    estimates: Mapping[str, float]
    left_out: Mapping[str, str]


def choices(table: CaptureHistories) -> dict[str, float | None]:
    """Persons in all by each way of choosing a model; None where there is no estimate.

    Independent lists choose nothing: they are there to be compared with.
    """
    methods: dict[str, Method] = {
        "stepwise": Stepwise(),
        "stepwise_strict": Stepwise(0.001),
        "best_bic_pairs": BestOfAll(2),
        "best_bic": BestOfAll(),
        "stepwise_liberal": Stepwise(0.05),
        "independent_lists": GivenModel(),
    }
    return {name: estimate_of(method, table) for name, method in methods.items()}


def estimate_of(method: Method, table: CaptureHistories) -> float | None:
    """Persons in all, or None without an estimate."""
    try:
        return method.fit(table).estimate
    except NotEstimable:
        return None


def beliefs(table: CaptureHistories, seconds: float) -> Beliefs:
    """What the Bayesian methods say, the quickest first, within about ``seconds`` of one core.

    Whether a method still fits is decided by what it takes on an ordinary core, not by a clock:
    the same table and budget give the same answer everywhere.
    """
    methods: dict[str, Believing] = {
        "thresholding": Thresholding(),
        "decomposable_graphs": GraphAveraging(),
        "latent_classes": LatentClasses(),
    }
    took = expected_seconds(table)
    estimates: dict[str, float] = {}
    left_out: dict[str, str] = {}
    left = seconds
    for name, method in methods.items():
        if took[name] > left:
            left_out[name] = OVER_BUDGET
            continue
        if isinstance(method, LatentClasses):
            method = replace(method, seconds=left)
        try:
            found = method.fit(table)
        except NotEstimable as refused:
            left_out[name] = refused.code
            continue
        left -= took[name]
        if isinstance(found, ChainPosterior):
            if not found.r_hat <= SETTLED:
                left_out[name] = CHAINS_DISAGREE
                continue
        elif found.mass_at_edge > MASS_AT_EDGE:
            left_out[name] = GRID_ENDS
            continue
        estimates[name] = found.estimate
    return Beliefs(estimates, left_out)


def expected_seconds(table: CaptureHistories) -> dict[str, float]:
    """About what each takes on one core, from measurements on tables of 3 to 8 lists."""
    cells = len(table.counts)
    graphs = {3: 0.01, 4: 0.02, 5: 0.1, 6: 1.0}
    return {
        "thresholding": 0.05 + 0.002 * cells,
        "decomposable_graphs": graphs.get(table.t, 0.0),
        "latent_classes": LatentClasses().expected_seconds(table),
    }
