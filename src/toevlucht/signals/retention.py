"""How long a report is kept: the default terms by date, and the day on which a term ends."""

from __future__ import annotations

import calendar
import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ANY = "any"
LONGEST_MONTHS = 120  # that an organisation may set for itself


@dataclass(frozen=True)
class Term:
    """How many months a report is kept; ``months_in_use`` is how long it may be opened."""

    origins: tuple[str, ...]
    outcome: str
    valid_from: datetime.date
    counts_from: str  # closed or received
    months: int
    basis: str  # law or ours
    source: str
    months_in_use: int | None = None

    @property
    def is_fixed(self) -> bool:
        return self.basis == "law"


@cache
def default_terms() -> tuple[Term, ...]:
    text = files("toevlucht.content").joinpath("signals", "retention.toml").read_text("utf-8")
    rows = tomllib.loads(text)["rule"]
    return tuple(Term(**{**row, "origins": tuple(row["origins"])}) for row in rows)


def default_term(origin: str, outcome: str, on: datetime.date) -> Term:
    """The one for this outcome before the one for any, and of those the newest."""
    fitting = [
        term
        for term in default_terms()
        if origin in term.origins and term.outcome in (outcome, ANY) and term.valid_from <= on
    ]
    return max(fitting, key=lambda term: (term.outcome != ANY, term.valid_from))


def kept_until(term: Term, months: int, dates: Mapping[str, datetime.date | None]) -> datetime.date:
    """``dates``: by what a term may count from. What was not closed counts from its receipt."""
    return later(dates[term.counts_from] or dates["received"] or datetime.date.max, months)


def later(day: datetime.date, months: int) -> datetime.date:
    """So many months on; on the last day of a month that is too short."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )
