"""`toevlucht alarms`: which weekly series rose above what their own past lets expect."""

from __future__ import annotations

import math
import os
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toevlucht import __version__
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
from toevlucht.cli.weeks import Weekly, iso_week, read_weekly
from toevlucht.language import Language, language

if TYPE_CHECKING:
    from toevlucht.statistics.aberration import Predicted, Rises, Settings

# Windows of the exact test, in weeks.
WINDOWS = (1, 2, 4)
# Of the baseline, unless somebody asks for other ones.
YEARS = {"farrington": 5, "bayesian": 2, "recent": 0}


@click.command()
@click.argument("series", type=click.Path(path_type=Path))
@click.option(
    "--method",
    type=click.Choice(("farrington", "bayesian", "recent")),
    default="farrington",
    show_default=True,
    help=(
        "farrington: years of baseline; bayesian: the same season of two years;"
        " recent: an exact test of the last weeks of short series."
    ),
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 5000),
    default=4,
    show_default=True,
    help="How many of the last weeks are judged by farrington and bayesian.",
)
@click.option(
    "--years",
    type=click.IntRange(1, 20),
    help="Of the baseline: 5 for farrington and 2 for bayesian unless given.",
)
@click.option(
    "--alpha",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="Chance that a week without a rise is an alarm.",
)
@click.option(
    "--false-share",
    type=FiniteRange(0, 1, min_open=True, max_open=True),
    default=0.1,
    show_default=True,
    help="Of the alarms that are called sure, the share that may be false on average.",
)
@click.option(
    "--missing-is-zero", is_flag=True, help="A week without a row had no cases; else it is wrong."
)
@output_option
@language_option
@json_option
def alarms(
    series: Path,
    method: str,
    weeks: int,
    years: int | None,
    alpha: float,
    false_share: float,
    missing_is_zero: bool,
    output: Path | None,
    tag: str,
    as_json: bool,
) -> None:
    """Judge the last weeks of the series in SERIES (CSV) by what their own past lets expect.

    Columns: week (2025-W07, or a day in it), count, and optionally series and population.
    """
    from toevlucht.statistics.aberration import Settings

    spoken = language(tag)
    try:
        weekly = read_weekly(series, missing_is_zero)
    except WrongInput as wrong:
        fail(wrong.told(spoken), as_json)
    years = years or YEARS[method]
    settings: dict[str, Any] = {
        "method": method,
        "alpha": alpha,
        "false_share": false_share,
        "missing_is_zero": missing_is_zero,
    }
    content = {
        "done": True,
        "version": __version__,
        "table": series.name,
        "series": list(weekly.names),
        "first_week": iso_week(weekly.days[0]),
        "last_week": iso_week(weekly.days[-1]),
        "settings": settings,
        "what_it_is_not": WHAT_IT_IS_NOT,
    }
    with waiting(spoken.say("analysing.judging")):
        if method == "recent":
            settings["windows"] = list(WINDOWS)
            judged = _recently(weekly, alpha)
        elif method == "bayesian":
            settings |= {"weeks": weeks, "years": years}
            judged = _by_season(weekly, weeks, years, alpha)
        else:
            chosen = Settings(years=years, alpha=alpha)
            settings |= {"weeks": weeks, **asdict(chosen)}
            judged = _by_baseline(weekly, weeks, chosen)
    if isinstance(judged, str):
        because = spoken.say(f"analysing.because.{judged}", weeks=len(weekly.days), years=years)
        words = spoken.say("analysing.cannot", because=because)
        cannot_be_estimated(judged, because, content, words, as_json)
    _choose(judged["judged"], false_share)
    answer(content | judged, _told(judged, weekly, false_share, spoken), as_json, output)


def _by_baseline(weekly: Weekly, weeks: int, settings: Settings) -> dict[str, Any] | str:
    from toevlucht.statistics.aberration import false_alarms, farrington
    from toevlucht.statistics.aberration.baseline import first_position

    length = len(weekly.days)
    first = first_position(length, weekly.days, settings)
    if first == length:
        return "too_few_weeks"
    asked = range(max(first, length - weeks), length)
    rises = farrington(
        weekly.counts, weekly.days, weeks=asked, settings=settings, workers=os.cpu_count() or 1
    )
    by_chance = false_alarms(rises, settings.alpha)
    judged = [
        {
            **_compared(weekly, i, week, rises, j),
            "dispersion": _number(rises.dispersion[i, j]),
            "slope": _number(rises.slope[i, j]),
            "score": _number(rises.score[i, j]),
        }
        for i in range(len(weekly.names))
        for j, week in enumerate(asked)
    ]
    return {
        "judged": judged,
        "alarms": by_chance.alarms,
        "alarms_by_chance": by_chance.expected,
    }


def _by_season(weekly: Weekly, weeks: int, years: int, alpha: float) -> dict[str, Any] | str:
    import numpy as np

    from toevlucht.statistics.aberration import bayesian

    length = len(weekly.days)
    found = bayesian(weekly.counts, alpha=alpha, years=years)
    asked = [week for week in range(length)[-weeks:] if np.isfinite(found.bound[0, week])]
    if not asked:
        return "too_few_weeks"
    return {
        "judged": [
            _compared(weekly, i, week, found, week)
            for i in range(len(weekly.names))
            for week in asked
        ],
        "alarms": int(found.alarm[:, asked].sum()),
        "alarms_by_chance": float(found.false_alarm[:, asked].sum()),
    }


def _compared(
    weekly: Weekly, series: int, week: int, found: Rises | Predicted, column: int
) -> dict[str, Any]:
    expected = float(found.expected[series, column])
    return {
        "series": weekly.names[series],
        "week": iso_week(weekly.days[week]),
        "observed": int(weekly.counts[series, week]),
        "expected": _number(expected),
        "bound": _number(found.bound[series, column]),
        "p_value": _number(found.p_value[series, column]),
        "alarm": bool(found.alarm[series, column]),
        **_rates(weekly, series, week, expected),
    }


def _rates(weekly: Weekly, series: int, week: int, expected: float) -> dict[str, Any]:
    """Per 100,000 people, to be read beside the counts: the bound does not use it."""
    if weekly.population is None:
        return {}
    people = int(weekly.population[series, week])
    if not people:
        return {"population": None, "observed_rate": None, "expected_rate": None}
    return {
        "population": people,
        "observed_rate": 1e5 * int(weekly.counts[series, week]) / people,
        "expected_rate": _number(1e5 * expected / people),
    }


def _recently(weekly: Weekly, alpha: float) -> dict[str, Any] | str:
    from toevlucht.statistics.aberration import recent_rise
    from toevlucht.statistics.aberration.few import MOST_CASES

    if len(weekly.days) <= max(WINDOWS):
        return "too_few_weeks_at_all"
    if weekly.counts.sum(axis=1).max() > MOST_CASES:
        return "too_many_for_exact"
    found = [recent_rise(counts, WINDOWS) for counts in weekly.counts]
    judged = [
        {
            "series": name,
            "week": iso_week(weekly.days[-1]),
            "observed": one.recent,
            "of": one.total,
            "window": one.window,
            "p_value": one.p_value,
            "alarm": one.p_value <= alpha,
        }
        for name, one in zip(weekly.names, found, strict=True)
    ]
    return {
        "judged": judged,
        "alarms": sum(one["alarm"] for one in judged),
        "alarms_by_chance": alpha * len(judged),
    }


def _choose(judged: list[dict[str, Any]], false_share: float) -> None:
    """Say of each alarm whether it is still one when all that was looked at is reckoned with."""
    from toevlucht.statistics.aberration import discoveries

    p_values = [math.nan if one["p_value"] is None else one["p_value"] for one in judged]
    chosen, _ = discoveries(p_values, false_share, dependent=True)
    for one, sure in zip(judged, chosen.tolist(), strict=True):
        one["sure"] = bool(sure and one["alarm"])


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _told(found: dict[str, Any], weekly: Weekly, false_share: float, spoken: Language) -> str:
    lines = [
        spoken.say(
            "analysing.alarms",
            n=found["alarms"],
            series=len(weekly.names),
            week=iso_week(weekly.days[-1]),
            chance=_decimal(found["alarms_by_chance"]),
        )
    ]
    risen = [one for one in found["judged"] if one["alarm"]]
    for one in sorted(risen, key=lambda one: one["p_value"]):
        said = {"week": one["week"], "chance": _decimal(one["p_value"], 4), "n": one["observed"]}
        if "window" in one:
            words = spoken.say(
                "analysing.alarm_recent", **said, weeks=one["window"], total=one["of"]
            )
        else:
            expected, bound = _decimal(one["expected"]), _decimal(one["bound"], 0)
            words = spoken.say("analysing.alarm", **said, expected=expected, bound=bound)
        sure = spoken.say("analysing.sure") if one["sure"] else ""
        lines.append(f"- {one['series']}: {words} {sure}".rstrip())
    if any(one["sure"] for one in risen):
        share = spoken.percent(Decimal(str(false_share)))
        lines += ["", spoken.say("analysing.sure_means", share=share)]
    lines += ["", spoken.say("analysing.alarm_is_not"), _page(spoken)]
    return "\n".join(lines)


def _page(spoken: Language) -> str:
    return spoken.say("analysing.what_it_is_not", page=WHAT_IT_IS_NOT)


def _decimal(value: float, digits: int = 1) -> Decimal:
    return Decimal(f"{value:.{digits}f}")
