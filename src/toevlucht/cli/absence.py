"""`toevlucht absence`: what it is worth that watching places found nothing, or little."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toevlucht import __version__
from toevlucht.cli.reporting import (
    WHAT_IT_IS_NOT,
    FiniteRange,
    WholeRange,
    answer,
    json_option,
    language_option,
    output_option,
    waiting,
)
from toevlucht.cli.usage import WrongCall
from toevlucht.language import Language, Value, language

if TYPE_CHECKING:
    from toevlucht.statistics.absence import Sensitivity

# Smaller or more certain than this nobody can say, and no float can hold what follows.
CHANCE = FiniteRange(1e-9, 1 - 1e-9)


@click.command()
@click.option(
    "--places",
    type=click.IntRange(1, 50_000),
    required=True,
    help="Places in all, watching or not.",
)
@click.option(
    "--watch",
    "watches",
    type=(WholeRange(1), FiniteRange(0), CHANCE, CHANCE),
    required=True,
    multiple=True,
    metavar="PLACES WEEKS LOW HIGH",
    help="So many places watched for so many weeks; the chance that one notices in one week what "
    "is there lies between LOW and HIGH, nine times out of ten. Once for each kind of place.",
)
@click.option("--found", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--cluster",
    type=FiniteRange(1, 1_000_000),
    default=1.0,
    show_default=True,
    help="Cases in an affected place, on average.",
)
@click.option(
    "--affected",
    type=click.IntRange(1),
    help="Affected places that 'none found' should speak against; else one in a hundred.",
)
@click.option(
    "--level",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
)
@output_option
@language_option
@json_option
def absence(
    places: int,
    watches: tuple[tuple[int, float, float, float], ...],
    found: int,
    cluster: float,
    affected: int | None,
    level: float,
    output: Path | None,
    tag: str,
    as_json: bool,
) -> None:
    """Say what can be there unseen, given how many places watched, how long and how well.

    And the converse: how many places, or how many weeks, until 'none found' means something.
    """
    spoken = language(tag)
    against = affected or max(1, round(places / 100))
    _check(places, watches, found, against)
    with waiting(spoken.say("analysing.estimating")):
        result = _reckoned(places, watches, found, cluster, against, level)
    settings = {
        "places": places,
        "watches": [
            dict(zip(("places", "weeks", "low", "high"), one, strict=True)) for one in watches
        ],
        "found": found,
        "cluster": cluster,
        "affected": against,
        "level": level,
    }
    content = {
        "done": True,
        "version": __version__,
        "settings": settings,
        **result,
        "what_it_is_not": WHAT_IT_IS_NOT,
    }
    answer(content, _told(settings, result, spoken), as_json, output)


def _check(
    places: int, kinds: tuple[tuple[int, float, float, float], ...], found: int, against: int
) -> None:
    """Numbers that are possible each, and not together."""
    watching = sum(kind[0] for kind in kinds)
    if watching > places:
        raise WrongCall("calling.more_watch", watching=watching, places=places)
    if found > watching:
        raise WrongCall("calling.more_found", n=watching, found=found)
    if against > places:
        raise WrongCall("calling.more_affected", affected=against, places=places)
    for _, _, low, high in kinds:
        ends: dict[str, Value] = {"low": Decimal(repr(low)), "high": Decimal(repr(high))}
        if low >= high:
            raise WrongCall("calling.low_not_under_high", **ends)
        try:
            _sensitivity(low, high)
        except ValueError as error:
            raise WrongCall("calling.no_such_chances", **ends) from error


def _sensitivity(low: float, high: float) -> Sensitivity:
    from toevlucht.statistics.absence import Sensitivity

    return Sensitivity.between(low, high)


def _reckoned(
    places: int,
    kinds: tuple[tuple[int, float, float, float], ...],
    found: int,
    cluster: float,
    against: int,
    level: float,
) -> dict[str, Any]:
    from toevlucht.statistics.absence import (
        Watch,
        places_needed,
        system_sensitivity,
        unseen,
        weeks_needed,
    )

    watches = [Watch(many, weeks, _sensitivity(low, high)) for many, weeks, low, high in kinds]
    there = unseen(places, watches, found, cluster=cluster, level=level)
    first, others = watches[0], watches[1:]
    return {
        "places_bound": there.places_bound,
        "places_posterior": dict(zip(("low", "median", "high"), there.places, strict=True)),
        "cases_posterior": dict(zip(("low", "median", "high"), there.cases, strict=True)),
        "chance_of_none": there.none,
        "chance_to_find": system_sensitivity(places, watches, against),
        "places_needed": places_needed(
            places, against, first.weeks, first.sensitivity, others=others, level=level
        ),
        "weeks_needed": weeks_needed(
            places, against, first.places, first.sensitivity, others=others, level=level
        ),
        "sensitivity": [{"a": one.sensitivity.a, "b": one.sensitivity.b} for one in watches],
    }


def _told(settings: dict[str, Any], result: dict[str, Any], spoken: Language) -> str:
    level = spoken.percent(Decimal(str(settings["level"])))
    against = settings["affected"]
    watching = sum(one["places"] for one in settings["watches"])
    share = spoken.percent(Decimal(f"{result['chance_to_find']:.4f}"))
    needed, weeks = result["places_needed"], result["weeks_needed"]
    posterior = result["places_posterior"]
    lines = [
        spoken.say("analysing.watched", n=watching, places=settings["places"]),
        spoken.say("analysing.found", n=settings["found"]),
        spoken.say("analysing.at_most", n=result["places_bound"], level=level),
        spoken.say(
            "analysing.probably",
            low=posterior["low"],
            high=posterior["high"],
            median=posterior["median"],
            level=level,
        ),
        spoken.say("analysing.chance_to_find", n=against, share=share),
        spoken.say("analysing.places_never", level=level)
        if needed is None
        else spoken.say("analysing.places_needed", n=needed, level=level),
        spoken.say("analysing.weeks_never", level=level)
        if weeks is None
        else spoken.say("analysing.weeks_needed", n=weeks, level=level),
        "",
        spoken.say("analysing.what_it_is_not", page=WHAT_IT_IS_NOT),
    ]
    return "\n".join(lines)
