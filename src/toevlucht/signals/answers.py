"""The fixed texts that tell a reporter what came of a report, and when each of them fits."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

ACKNOWLEDGED = "acknowledged"
ARRIVED = "arrived"  # sent by itself: it says nothing of anybody looking


@cache
def answers_for(outcome: str) -> tuple[str, ...]:
    """The codes of the texts that may be sent when a report ended so; none while it is open.

    Of an investigation nothing is told but that the report was passed on, or that no more can be
    said: whoever reads it may not be the reporter.
    """
    text = files("toevlucht.content").joinpath("signals", "answers.toml").read_text("utf-8")
    known = tomllib.loads(text)["answers"]
    return tuple(one["code"] for one in known if outcome in one["outcomes"])
