"""How long each step on the way of a host household may take: data, by date."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Term:
    """``basis``: source, or ours for a default of this software."""

    name: str
    days: int
    valid_from: datetime.date
    basis: str
    source: str


@cache
def terms() -> tuple[Term, ...]:
    text = files("toevlucht.content").joinpath("host_terms.toml").read_text("utf-8")
    return tuple(Term(**row) for row in tomllib.loads(text)["term"])


def days(name: str, on: datetime.date) -> datetime.timedelta:
    """The newest that was valid on this day; before the first, the first."""
    named = sorted((one for one in terms() if one.name == name), key=lambda one: one.valid_from)
    valid = [one for one in named if one.valid_from <= on] or named[:1]
    return datetime.timedelta(days=valid[-1].days)


def after(name: str, day: datetime.date) -> datetime.date:
    """By when something is due that begins on this day."""
    return day + days(name, day)
