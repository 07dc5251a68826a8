"""`toevlucht estimate`: the hidden number of a table of lists, with all that speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toevlucht import __version__
from toevlucht.cli import estimated
from toevlucht.cli.histories import read_histories
from toevlucht.cli.priors import BELIEFS, CHOOSING, believing, check_belonging, prior_options
from toevlucht.cli.reporting import (
    WHAT_IT_IS_NOT,
    FiniteRange,
    answer,
    cannot_be_estimated,
    fail,
    json_option,
    language_option,
    output_option,
    stepping,
    waiting,
)
from toevlucht.cli.sheets import WrongInput
from toevlucht.language import Language, language

if TYPE_CHECKING:
    from toevlucht.statistics.systems_estimation.belief_reliability import Question
    from toevlucht.statistics.systems_estimation.choosing import Method
    from toevlucht.statistics.systems_estimation.tables import CaptureHistories

# Settings of what is asked about an estimate and about a belief alike.
BOTH = ("simulations", "bayesian_seconds", "seed")


@click.command()
@click.argument("table", type=click.Path(path_type=Path))
@click.option(
    "--lists", "named", help="The columns that are lists, split by commas; else all but the count."
)
@click.option(
    "--method", type=click.Choice((*CHOOSING, *BELIEFS)), default="best", show_default=True
)
@click.option(
    "--replicates",
    type=click.IntRange(20, 100_000),
    help="Of the bootstrap of a method that chooses; 1000 unless given.",
)
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
    help="How far in BIC a model may be behind the best and still be shown; 6 unless given.",
)
@click.option(
    "--bayesian-seconds",
    type=FiniteRange(0, 3600),
    default=5.0,
    show_default=True,
    help="About how long the Bayesian methods may take that others are compared with; 0: none.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1234, show_default=True)
@prior_options
@output_option
@language_option
@json_option
def estimate(
    table: Path,
    named: str | None,
    method: str,
    replicates: int | None,
    simulations: int,
    within: float | None,
    bayesian_seconds: float,
    seed: int,
    output: Path | None,
    tag: str,
    as_json: bool,
    **priors: float | None,
) -> None:
    """Estimate from overlapping lists in TABLE (CSV) how many persons are on none of them.

    A column of 0 and 1 for each list, and a column count. Says how far the estimate can be
    trusted, and whether a number should be published at all.
    """
    from toevlucht.statistics.systems_estimation.tables import NotEstimable
    from toevlucht.statistics.systems_estimation.two_lists import two_list_range

    spoken = language(tag)
    check_belonging(method, {"replicates": replicates, "within": within, **priors})
    try:
        histories = read_histories(table, _names(named))
    except WrongInput as wrong:
        fail(wrong.told(spoken), as_json)
    settings = {
        "lists": list(histories.lists),
        "method": method,
        "simulations": simulations,
        "bayesian_seconds": bayesian_seconds,
        "seed": seed,
    }
    content = _described(table, histories, settings)
    try:
        if histories.t == 2:
            ranged = two_list_range(histories)
            told = estimated.range_told(ranged, spoken)
            answer(content | estimated.ranged_over(ranged), told, as_json, output)
            return
        if method in BELIEFS:
            found, told = _believed(histories, method, priors, settings, spoken)
        else:
            settings |= {
                "replicates": replicates or 1000,
                "within": 6.0 if within is None else within,
            }
            found, told = _chosen(histories, method, settings, spoken)
    except NotEstimable as none:
        because = spoken.say(f"analysing.because.{none.code}", lists=tuple(none.lists))
        words = spoken.say("analysing.cannot", because=because)
        cannot_be_estimated(none.code, because, content, words, as_json)
    answer(content | found, told, as_json, output)


def _chosen(
    table: CaptureHistories, name: str, settings: dict[str, Any], spoken: Language
) -> tuple[dict[str, Any], str]:
    from toevlucht.statistics.systems_estimation.choosing import BestOfAll, Stepwise
    from toevlucht.statistics.systems_estimation.reliability import assess

    methods: dict[str, Method] = {
        "best": BestOfAll(),
        "best-pairs": BestOfAll(2),
        "stepwise": Stepwise(),
    }
    asked = {key: settings[key] for key in ("within", "replicates", *BOTH)}
    with waiting(spoken.say("analysing.estimating")):
        found = assess(table, methods[name], **asked)
    return estimated.found(found), estimated.told(found, spoken)


def _believed(
    table: CaptureHistories,
    name: str,
    priors: dict[str, float | None],
    settings: dict[str, Any],
    spoken: Language,
) -> tuple[dict[str, Any], str]:
    from toevlucht.statistics.systems_estimation.belief_reliability import assess_belief

    label = spoken.say("analysing.estimating")

    def passing(questions: Sequence[Question]) -> Iterable[Question]:
        return stepping(questions, len(questions), label)

    method = believing(name, priors, settings["seed"])
    settings |= {key: value for key, value in asdict(method).items() if value is not None}
    found = assess_belief(
        table,
        method,
        **{key: settings[key] for key in BOTH},
        passing=passing,
    )
    return estimated.believed(found), estimated.belief_told(found, spoken)


def _names(named: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (named or "").split(",") if name.strip())


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
