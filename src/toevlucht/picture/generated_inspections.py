"""Generated results of rounds, drawn apart so that other rows stay as they are."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

REQUIREMENTS = ("GOO-06", "GOO-17", "GOO-31", "GOO-33", "GOO-34", "GOO-35", "GOO-36", "GOO-41")


def inspections_columns(
    organisation: str, areas: Sequence[str], until: datetime.date, seed: int
) -> dict[str, Any]:
    """A year of rounds up to ``until``, a row for each area and requirement."""
    draw = np.random.default_rng([seed, 2])
    rows = [(area, code) for area in areas for code in REQUIREMENTS]
    places = np.repeat(draw.integers(8, 60, len(areas)), len(REQUIREMENTS))
    inspected = draw.binomial(places, 0.6)
    not_applicable = draw.binomial(inspected, 0.05)
    met = draw.binomial(inspected - not_applicable, 0.75)
    not_met = inspected - not_applicable - met
    return {
        "id": [f"I-{area}-{code}" for area, code in rows],
        "known_on": [until] * len(rows),
        "known_by": organisation,
        "stated_by": organisation,
        "period_from": [until - datetime.timedelta(days=364)] * len(rows),
        "period_to": [until] * len(rows),
        "area": [area for area, _ in rows],
        "requirement": [code for _, code in rows],
        "places": places,
        "inspected": inspected,
        "met": met,
        "not_met": not_met,
        "not_applicable": not_applicable,
        "actions_open": draw.binomial(not_met, 0.5),
        "origin": "generated",
    }
