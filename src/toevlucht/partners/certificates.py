"""Who needs a certificate of conduct by the norm of a day, and how long a roster keeps names."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from toevlucht.partners.models import RosterEntry


@dataclass(frozen=True)
class Norm:
    """Since a day these roles need one; where that is written, and when it was."""

    since: datetime.date
    roles: tuple[str, ...]
    requirement: str
    source: str
    source_on: str


def norm_on(day: datetime.date) -> Norm | None:
    """The newest that was in force."""
    known = [Norm(**{**one, "roles": tuple(one["roles"])}) for one in _content()["norm"]]
    return max((one for one in known if one.since <= day), key=lambda one: one.since, default=None)


def missing_since(entry: RosterEntry, day: datetime.date) -> datetime.date | None:
    """The first day without one that the norm asks for; None where nothing is missing."""
    norm = norm_on(day)
    if norm is None or entry.role not in norm.roles or entry.works_from > day:
        return None
    if entry.works_until and entry.works_until < day:
        return None
    began = max(entry.works_from, norm.since)
    if entry.checked_on is None or entry.checked_on > day:
        return began
    if entry.valid_until is None or entry.valid_until >= day:
        return None
    return max(began, entry.valid_until + datetime.timedelta(days=1))


def kept_after_the_end() -> datetime.timedelta:
    return datetime.timedelta(days=_content()["keeping"]["days_after_the_end"])


@cache
def _content() -> dict[str, Any]:
    text = files("toevlucht.content").joinpath("partners", "certificates.toml").read_text("utf-8")
    return tomllib.loads(text)
