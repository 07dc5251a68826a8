"""Statements by the week in which it happened: of the country, of each form, of each region."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Weekly:
    """``names`` are ``("all", "")``, ``("form", code)`` and ``("region", code)``.

    The first holds all others. ``counts`` has a row a series and a column a week, oldest first, up
    to the last whole week. ``occurred`` and ``delays`` are weeks of each
    statement, for how late statements come.
    """

    names: tuple[tuple[str, str], ...]
    mondays: tuple[datetime.date, ...]
    counts: NDArray[np.int64]
    occurred: NDArray[np.int64]
    delays: NDArray[np.int64]


def monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def weekly(given: Sequence[dict[str, Any]], cut_off: datetime.date) -> Weekly | None:
    """Rows with ``observed_to``, ``known_on``, ``form``, ``safety_region`` and ``statements``.

    A week that was not over on the cut-off date would look quiet, so it is left out, and so is
    what became known in it. None where nothing is left.
    """
    end = monday(cut_off + datetime.timedelta(days=1))
    kept = [row for row in given if row["known_on"] < end]
    if not kept:
        return None
    first = min(monday(row["observed_to"]) for row in kept)
    mondays = tuple(first + WEEK * week for week in range((end - first) // WEEK))
    forms = sorted({("form", row["form"]) for row in kept})
    regions = sorted({("region", r) for row in kept if (r := row["safety_region"])})
    names = (("all", ""), *forms, *regions)
    place = {name: number for number, name in enumerate(names)}
    counts = np.zeros((len(names), len(mondays)), np.int64)
    occurred, delays = [], []
    for row in kept:
        week = (monday(row["observed_to"]) - first) // WEEK
        of_row = [("all", ""), ("form", row["form"]), ("region", row["safety_region"])]
        for name in of_row:
            if name in place:
                counts[place[name], week] += row["statements"]
        occurred += [week] * row["statements"]
        late = (monday(row["known_on"]) - monday(row["observed_to"])) // WEEK
        delays += [max(0, late)] * row["statements"]
    return Weekly(names, mondays, counts, np.array(occurred), np.array(delays))
