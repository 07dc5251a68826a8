"""Generated months of what became of reports, drawn apart so that other rows stay as they are."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from toevlucht.dictionary import dictionary

MONTHS = 6
# How often a step is taken, of those that took the step named second.
ODDS = {
    "acknowledged_in_time": ("received", 0.9),
    "acted_on": ("received", 0.95),
    "acted_in_a_week": ("acted_on", 0.8),
    "acted_in_a_day": ("acted_in_a_week", 0.4),
    "referred": ("received", 0.35),
    "taken_up": ("referred", 0.7),
    "answered": ("received", 0.7),
    "closed": ("received", 0.8),
}


def follow_up_columns(organisation: str, until: datetime.date, seed: int) -> dict[str, Any]:
    """The months before ``until``, by column of the data dictionary."""
    draw = np.random.default_rng([seed, 1])
    last = np.datetime64(until, "M")
    months = np.arange(last - MONTHS, last)
    numbers: dict[str, Any] = {"received": draw.integers(20, 60, MONTHS)}
    for step, (of, odds) in ODDS.items():
        numbers[step] = draw.binomial(numbers[of], odds)
    reasons = [n for n in dictionary().table("follow_up").names if n.startswith("closed_")]
    parts = draw.multinomial(numbers["closed"], [1 / len(reasons)] * len(reasons))
    return {
        "id": [f"F-{month}" for month in months],
        "known_on": [until] * MONTHS,
        "known_by": organisation,
        "stated_by": organisation,
        "month": months.astype("datetime64[D]"),
        "area": "NL",
        **numbers,
        **dict(zip(reasons, parts.T, strict=True)),
        "origin": "generated",
    }
