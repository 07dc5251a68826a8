"""What `toevlucht estimate` answers: an estimate or a belief, and what speaks against it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from toevlucht.cli.reporting import WHAT_IT_IS_NOT
from toevlucht.language import Language

if TYPE_CHECKING:
    from toevlucht.statistics.systems_estimation.belief_reliability import BeliefReliability
    from toevlucht.statistics.systems_estimation.believing import Belief
    from toevlucht.statistics.systems_estimation.choosing import Estimate
    from toevlucht.statistics.systems_estimation.reliability import Reliability
    from toevlucht.statistics.systems_estimation.tables import CaptureHistories
    from toevlucht.statistics.systems_estimation.two_lists import TwoListRange


def found(reliability: Reliability) -> dict[str, Any]:
    interval, fit = reliability.interval, reliability.interval.fit
    return {
        "estimate": _number(reliability.estimate),
        "hidden": _number(fit.hidden),
        "model": _model(fit),
        "interval": {
            "limits": [
                {**asdict(one), "value": _number(one.value), "is_shaky": one.is_shaky}
                for one in interval.limits
            ],
            "z0": interval.z0,
            "acceleration": interval.acceleration,
            "replicates_without_estimate": interval.without_estimate,
        },
        "near_models": {
            "found": reliability.near.found,
            "complete": reliability.near.complete,
            "models": [
                {
                    "interactions": [list(term) for term in model.terms],
                    "criterion": model.criterion,
                    "estimate": _number(model.estimate),
                }
                for model in reliability.near.models
            ],
        },
        **_against(reliability),
    }


def believed(reliability: BeliefReliability, level: float = 0.95) -> dict[str, Any]:
    belief = reliability.belief
    low, high = belief.interval(level)
    return {
        "estimate": _number(reliability.estimate),
        "hidden": _number(belief.hidden),
        "interval": {"low": _number(low), "high": _number(high), "level": level},
        "posterior": _posterior(belief),
        "priors": [
            {**asdict(prior), "estimate": _number(prior.estimate)} for prior in reliability.priors
        ],
        **_against(reliability),
    }


def _against(reliability: Reliability | BeliefReliability) -> dict[str, Any]:
    coverage = reliability.coverage
    return {
        "span": [_number(value) for value in reliability.span],
        "methods": {name: _number(value) for name, value in reliability.methods.items()},
        "methods_left_out": dict(reliability.left_out),
        "without_list": {name: _number(v) for name, v in reliability.without_list.items()},
        "merged": [
            {"lists": list(pair), "estimate": _number(value)}
            for pair, value in reliability.merged.items()
        ],
        "linkage_error": [
            {"missed": missed, "false": false, "estimate": _number(value)}
            for (missed, false), value in reliability.linkage.items()
        ],
        "coverage": None if coverage is None else {**asdict(coverage), "error": coverage.error},
        "verdict": reliability.verdict,
        "reasons": list(reliability.reasons),
    }


def _posterior(belief: Belief) -> dict[str, Any]:
    """What each method says beside its number."""
    from toevlucht.statistics.systems_estimation.chains import ChainPosterior
    from toevlucht.statistics.systems_estimation.decomposable import GraphPosterior
    from toevlucht.statistics.systems_estimation.latent_classes import ClassPosterior
    from toevlucht.statistics.systems_estimation.thresholding import ThresholdPosterior

    said: dict[str, Any] = {}
    if isinstance(belief, ChainPosterior):
        said = {
            "r_hat": _number(belief.r_hat),
            "effective_draws": belief.effective,
            "monte_carlo_error": belief.error,
        }
    if isinstance(belief, ClassPosterior):
        said["cut_off"] = belief.cut_off
    if isinstance(belief, ThresholdPosterior):
        said["interactions"] = [list(term) for term in belief.terms]
        said["borderline"] = [list(term) for term in belief.borderline]
        said["mean_over_deviation"] = [
            {"lists": list(term), "ratio": _number(ratio)} for term, ratio in belief.ratios.items()
        ]
    if isinstance(belief, GraphPosterior):
        said["most_hidden"] = belief.most_hidden
        said["mass_at_edge"] = belief.mass_at_edge
        said["edges"] = [
            {"lists": list(pair), "probability": chance} for pair, chance in belief.edges.items()
        ]
    return said


def _number(value: float | None) -> float | None:
    """JSON has no infinity: what is without a limit is null."""
    return None if value is None or not math.isfinite(value) else float(value)


def _model(fit: Estimate) -> dict[str, Any] | None:
    """None for a method that averages over models."""
    from toevlucht.statistics.systems_estimation.models import Fit

    if not isinstance(fit, Fit):
        return None
    return {"interactions": [list(term) for term in fit.terms], "bic": fit.bic}


def ranged_over(ranged: TwoListRange) -> dict[str, Any]:
    return {
        "two_lists": [
            {"odds_ratio": ratio, "estimate": middle, "low": low, "high": high}
            for ratio, middle, low, high in zip(
                ranged.odds_ratios.tolist(),
                ranged.estimates.tolist(),
                ranged.low.tolist(),
                ranged.high.tolist(),
                strict=True,
            )
        ],
        "span": list(ranged.span),
        "verdict": "publish_range_only",
    }


def range_told(ranged: TwoListRange, spoken: Language) -> str:
    low, high = ranged.span
    lines = [
        spoken.say("analysing.two_lists", low=_people(low, spoken), high=_people(high, spoken))
    ]
    for ratio, middle in zip(ranged.odds_ratios, ranged.estimates, strict=True):
        lines.append(
            spoken.say(
                "analysing.two_lists_ratio",
                ratio=Decimal(f"{ratio:g}"),
                estimate=_people(middle, spoken),
            )
        )
    return "\n".join([*lines, spoken.say("analysing.what_it_is_not", page=WHAT_IT_IS_NOT)])


def _people(value: float, spoken: Language) -> str:
    return spoken.number(round(value)) if math.isfinite(value) else spoken.say("analysing.no_limit")


def told(reliability: Reliability, spoken: Language) -> str:
    limits = [limit.value for limit in reliability.interval.limits]
    method = spoken.say(
        "analysing.estimate",
        estimate=_people(reliability.estimate, spoken),
        low=_people(limits[0], spoken),
        high=_people(limits[-1], spoken),
    )
    near = {"near": [model.estimate for model in reliability.near.models]}
    return _all_told(reliability, reliability.interval.fit.table, [method], near, spoken)


def belief_told(reliability: BeliefReliability, spoken: Language) -> str:
    from toevlucht.statistics.systems_estimation.chains import ChainPosterior

    belief = reliability.belief
    low, high = belief.interval()
    method = [
        spoken.say(
            "analysing.belief",
            estimate=_people(reliability.estimate, spoken),
            low=_people(low, spoken),
            high=_people(high, spoken),
            level=spoken.percent(Decimal("0.95")),
        )
    ]
    if isinstance(belief, ChainPosterior):
        r_hat = f"{belief.r_hat:.2f}" if math.isfinite(belief.r_hat) else "100"
        method.append(
            spoken.say("analysing.chains", r_hat=Decimal(r_hat), n=round(belief.effective))
        )
    priors = {"priors": [prior.estimate for prior in reliability.priors]}
    return _all_told(reliability, belief.table, method, priors, spoken)


def _all_told(
    reliability: Reliability | BeliefReliability,
    table: CaptureHistories,
    method: Iterable[str],
    own: Mapping[str, Iterable[float | None]],
    spoken: Language,
) -> str:
    low, high = reliability.span
    spreads = {
        **own,
        "methods": reliability.methods.values(),
        "without": reliability.without_list.values(),
        "merged": reliability.merged.values(),
        "linkage": reliability.linkage.values(),
    }
    lines = [
        spoken.say(f"analysing.verdict.{reliability.verdict}"),
        "",
        spoken.say("analysing.observed", n=table.observed, lists=tuple(table.lists)),
        spoken.say("analysing.span", low=_people(low, spoken), high=_people(high, spoken)),
        *method,
        *(_spread(name, values, spoken) for name, values in spreads.items()),
    ]
    if coverage := reliability.coverage:
        lines.append(
            spoken.say(
                "analysing.coverage",
                n=coverage.simulations,
                share=spoken.percent(Decimal(repr(coverage.share))),
                asked=spoken.percent(Decimal(repr(coverage.asked))),
            )
        )
    if reliability.reasons:
        lines += ["", spoken.say("analysing.reasons")]
        lines += [f"- {spoken.say(f'analysing.reason.{code}')}" for code in reliability.reasons]
    return "\n".join([*lines, "", spoken.say("analysing.what_it_is_not", page=WHAT_IT_IS_NOT)])


def _spread(name: str, values: Iterable[float | None], spoken: Language) -> str:
    given = list(values)
    known = sorted(value for value in given if value is not None)
    ends = {}
    if known:
        ends = {"low": _people(known[0], spoken), "high": _people(known[-1], spoken)}
    said = spoken.say(f"analysing.spread.{name}.{'some' if known else 'none'}", **ends)
    without = len(given) - len(known)
    if not without or not known:
        return said
    return f"{said} {spoken.say('analysing.without_estimate', n=without)}"
