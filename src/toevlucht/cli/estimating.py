"""`toevlucht estimate`: the hidden number of a table of lists, with all that speaks against it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toevlucht import __version__
from toevlucht.cli.histories import read_histories
from toevlucht.cli.reporting import (
    WHAT_IT_IS_NOT,
    FiniteRange,
    answer,
    cannot_be_estimated,
    fail,
    json_option,
    language_option,
    output_option,
    waiting,
)
from toevlucht.cli.sheets import WrongInput
from toevlucht.language import Language, language

if TYPE_CHECKING:
    from toevlucht.statistics.systems_estimation.choosing import Estimate, Method
    from toevlucht.statistics.systems_estimation.reliability import Reliability
    from toevlucht.statistics.systems_estimation.tables import CaptureHistories
    from toevlucht.statistics.systems_estimation.two_lists import TwoListRange

METHODS = ("best", "best-pairs", "stepwise")


@click.command()
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "--lists", "named", help="The columns that are lists, split by commas; else all but the count."
)
@click.option("--method", type=click.Choice(METHODS), default="best", show_default=True)
@click.option("--replicates", type=click.IntRange(20, 100_000), default=1000, show_default=True)
@click.option(
    "--simulations",
    type=click.IntRange(0, 10_000),
    default=40,
    show_default=True,
    help="Populations that are made to see how often the interval holds the truth; 0: none.",
)
@click.option(
    "--within",
    type=FiniteRange(0, 100),
    default=6.0,
    show_default=True,
    help="How far in BIC a model may be behind the best and still be shown.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1234, show_default=True)
@output_option
@language_option
@json_option
def estimate(
    table: Path,
    named: str | None,
    method: str,
    replicates: int,
    simulations: int,
    within: float,
    seed: int,
    output: Path | None,
    tag: str,
    as_json: bool,
) -> None:
    """Estimate from overlapping lists in TABLE (CSV) how many persons are on none of them.

    A column of 0 and 1 for each list, and a column count. Says how far the estimate can be
    trusted, and whether a number should be published at all.
    """
    from toevlucht.statistics.systems_estimation.reliability import assess
    from toevlucht.statistics.systems_estimation.tables import NotEstimable
    from toevlucht.statistics.systems_estimation.two_lists import two_list_range

    spoken = language(tag)
    try:
        histories = read_histories(table, _names(named))
    except WrongInput as wrong:
        fail(wrong.told(spoken), as_json)
    settings = {
        "lists": list(histories.lists),
        "method": method,
        "replicates": replicates,
        "simulations": simulations,
        "within": within,
        "seed": seed,
    }
    content = _described(table, histories, settings)
    try:
        if histories.t == 2:
            ranged = two_list_range(histories)
            answer(content | _range(ranged), _range_told(ranged, spoken), as_json, output)
            return
        with waiting(spoken.say("analysing.estimating")):
            found = assess(
                histories,
                _method(method),
                within=within,
                replicates=replicates,
                simulations=simulations,
                seed=seed,
            )
    except NotEstimable as none:
        because = spoken.say(f"analysing.because.{none.code}", lists=tuple(none.lists))
        words = spoken.say("analysing.cannot", because=because)
        cannot_be_estimated(none.code, because, content, words, as_json)
    answer(content | _found(found), "\n".join(_told(found, spoken)), as_json, output)


def _names(named: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (named or "").split(",") if name.strip())


def _method(name: str) -> Method:
    from toevlucht.statistics.systems_estimation.choosing import BestOfAll, Stepwise

    methods: dict[str, Method] = {
        "best": BestOfAll(),
        "best-pairs": BestOfAll(2),
        "stepwise": Stepwise(),
    }
    return methods[name]


def _described(path: Path, table: CaptureHistories, settings: dict[str, Any]) -> dict[str, Any]:
    on_each = table.on_each.tolist()
    return {
        "done": True,
        "version": __version__,
        "table": path.name,
        "settings": settings,
        "observed": table.observed,
        "on_each_list": dict(zip(table.lists, on_each, strict=True)),
        "what_it_is_not": WHAT_IT_IS_NOT,
    }


def _number(value: float | None) -> float | None:
    """JSON has no infinity: what is without a limit is null."""
    return None if value is None or not math.isfinite(value) else float(value)


def _found(found: Reliability) -> dict[str, Any]:
    interval, fit = found.interval, found.interval.fit
    return {
        "estimate": _number(found.estimate),
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
        "span": [_number(value) for value in found.span],
        "near_models": {
            "found": found.near.found,
            "complete": found.near.complete,
            "models": [
                {
                    "interactions": [list(term) for term in model.terms],
                    "criterion": model.criterion,
                    "estimate": _number(model.estimate),
                }
                for model in found.near.models
            ],
        },
        "methods": {name: _number(value) for name, value in found.methods.items()},
        "methods_left_out": dict(found.left_out),
        "without_list": {name: _number(value) for name, value in found.without_list.items()},
        "merged": [
            {"lists": list(pair), "estimate": _number(value)}
            for pair, value in found.merged.items()
        ],
        "linkage_error": [
            {"missed": missed, "false": false, "estimate": _number(value)}
            for (missed, false), value in found.linkage.items()
        ],
        "coverage": None
        if found.coverage is None
        else {**asdict(found.coverage), "error": found.coverage.error},
        "verdict": found.verdict,
        "reasons": list(found.reasons),
    }


def _model(fit: Estimate) -> dict[str, Any] | None:
    """None for a method that averages over models."""
    from toevlucht.statistics.systems_estimation.models import Fit

    if not isinstance(fit, Fit):
        return None
    return {"interactions": [list(term) for term in fit.terms], "bic": fit.bic}


def _range(ranged: TwoListRange) -> dict[str, Any]:
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


def _range_told(ranged: TwoListRange, spoken: Language) -> str:
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


def _told(found: Reliability, spoken: Language) -> list[str]:
    table, (low, high) = found.interval.fit.table, found.span
    limits = [limit.value for limit in found.interval.limits]
    spreads = {
        "near": [model.estimate for model in found.near.models],
        "methods": found.methods.values(),
        "without": found.without_list.values(),
        "merged": found.merged.values(),
        "linkage": found.linkage.values(),
    }
    lines = [
        spoken.say(f"analysing.verdict.{found.verdict}"),
        "",
        spoken.say("analysing.observed", n=table.observed, lists=tuple(table.lists)),
        spoken.say("analysing.span", low=_people(low, spoken), high=_people(high, spoken)),
        spoken.say(
            "analysing.estimate",
            estimate=_people(found.estimate, spoken),
            low=_people(limits[0], spoken),
            high=_people(limits[-1], spoken),
        ),
        *(_spread(name, values, spoken) for name, values in spreads.items()),
    ]
    if found.coverage:
        lines.append(
            spoken.say(
                "analysing.coverage",
                n=found.coverage.simulations,
                share=spoken.percent(Decimal(repr(found.coverage.share))),
                asked=spoken.percent(Decimal(repr(found.coverage.asked))),
            )
        )
    if found.reasons:
        lines += ["", spoken.say("analysing.reasons")]
        lines += [f"- {spoken.say(f'analysing.reason.{code}')}" for code in found.reasons]
    return [*lines, "", spoken.say("analysing.what_it_is_not", page=WHAT_IT_IS_NOT)]


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
