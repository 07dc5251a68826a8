"""The kinds of incident there are on a day, and what each asks: dated lists as data."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class IncidentKind:
    """``call``: kinds of the route card for the same day."""

    code: str
    since: datetime.date
    until: datetime.date | None = None
    call: tuple[str, ...] = ()
    confidential: bool = False
    may_be_trafficking: bool = False

    def is_on(self, day: datetime.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def kinds_on(day: datetime.date) -> dict[str, IncidentKind]:
    """By code, in the order of the list."""
    return {code: kind for code, kind in every_kind().items() if kind.is_on(day)}


@cache
def every_kind() -> dict[str, IncidentKind]:
    found = (
        IncidentKind(
            row["code"],
            row["from"],
            row.get("until"),
            tuple(row.get("call", ())),
            row.get("confidential", False),
            row.get("may_be_trafficking", False),
        )
        for row in _written()["kind"]
    )
    return {kind.code: kind for kind in found}


def open_at_most(day: datetime.date) -> datetime.timedelta:
    """How long an incident may be open before it is somebody's task."""
    held = [row for row in _written()["norm"] if row["from"] <= day]
    return datetime.timedelta(days=max(held, key=lambda row: row["from"])["open_days"])


@cache
def _written() -> dict[str, list[dict[str, Any]]]:
    text = files("toevlucht.content").joinpath("reception", "incidents.toml").read_text("utf-8")
    return tomllib.loads(text)
