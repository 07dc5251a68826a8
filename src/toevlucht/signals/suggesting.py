"""Which reports may be about the same thing, and why: compared in memory, and kept nowhere.

Words are compared by the runs of three letters that they share, so that another spelling or case
ending still counts. What comes out is an order and reasons in words, never a number for people.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

LONGEST = 2000  # characters of a text that are compared
ALIKE = 0.4  # from here on two texts use similar words
MOST = 10
NOT_KNOWN = ("", "unknown", "other")

Runs = frozenset[tuple[str, str, str]]  # every three letters that follow each other


@dataclass(frozen=True)
class Comparable:
    """A report as it can be compared: open codes, and its words where they may be read."""

    reference: str
    municipality: str
    place_kind: str
    situation: str
    week: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class Suggestion:
    reference: str
    reasons: tuple[str, ...]


def suggestions(about: Comparable, candidates: Iterable[Comparable]) -> list[Suggestion]:
    """The most alike first. Similar words are enough; without them kind of place, situation and
    time must agree: in one municipality much is near that has nothing in common."""
    runs = _runs(about.text)
    found: list[tuple[float, Suggestion]] = []
    for one in candidates:
        alike = _cosine(runs, _runs(one.text)) if runs and one.text else 0.0
        reasons = _reasons(about, one, alike)
        if "similar_words" in reasons or _agree(reasons):
            found.append((alike, Suggestion(one.reference, reasons)))
    found.sort(key=lambda one: (-one[0], -len(one[1].reasons), one[1].reference))
    return [suggestion for _, suggestion in found[:MOST]]


@lru_cache(512)
def weeks_near(week: str, distance: int = 2) -> tuple[str, ...]:
    """ISO weeks around one, itself included, such as 2022-W13 to 2022-W15."""
    year, number = week.split("-W")
    monday = datetime.date.fromisocalendar(int(year), int(number), 1)
    shifts = range(-distance, distance + 1)
    return tuple(week_of(monday + datetime.timedelta(weeks=shift)) for shift in shifts)


def week_of(day: datetime.date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def _reasons(one: Comparable, other: Comparable, alike: float) -> tuple[str, ...]:
    told = {
        "similar_words": alike >= ALIKE,
        "same_municipality": _same(one.municipality, other.municipality),
        "same_place_kind": _same(one.place_kind, other.place_kind),
        "same_situation": _same(one.situation, other.situation),
        "same_week": _same(one.week, other.week),
        "near_week": _near(one.week, other.week),
    }
    return tuple(reason for reason, holds in told.items() if holds)


def _agree(reasons: Sequence[str]) -> bool:
    in_time = "same_week" in reasons or "near_week" in reasons
    return in_time and "same_place_kind" in reasons and "same_situation" in reasons


def _same(one: str, other: str) -> bool:
    return one == other and one not in NOT_KNOWN


def _near(one: str, other: str) -> bool:
    return bool(one and other) and one != other and other in weeks_near(one)


def _runs(text: str) -> Runs:
    words = " ".join(text.casefold().split())[:LONGEST]
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _cosine(one: Runs, other: Runs) -> float:
    if not one or not other:
        return 0.0
    return len(one & other) / math.sqrt(len(one) * len(other))
