"""How a service for a family stands: from its steps, and the norm of the day."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

HAS_IT = ("given", "done")


@dataclass(frozen=True)
class Norm:
    """Within how many days; ``counts_from`` is arrival or asked."""

    days: int
    counts_from: str

    @property
    def term(self) -> datetime.timedelta:
        return datetime.timedelta(days=self.days)


class Taken(NamedTuple):
    """A step that was taken, and on which day."""

    step: str
    on: datetime.date


@dataclass(frozen=True)
class Standing:
    """The steps of one service for one family or child, the first one first."""

    service: str
    steps: Sequence[Taken]
    arrived_on: datetime.date

    @property
    def state(self) -> str:
        """The last step, or ``not_asked``."""
        return self.steps[-1].step if self.steps else "not_asked"

    @property
    def is_waiting(self) -> bool:
        return self.state == "asked"

    @property
    def asked_on(self) -> datetime.date | None:
        """Of the question that is open or was answered: the last one."""
        return next((one.on for one in reversed(self.steps) if one.step == "asked"), None)

    def waited(self, today: datetime.date) -> int | None:
        """In days from the question to the answer, or until today."""
        asked = self.asked_on
        if asked is None:
            return None
        if self.is_waiting:
            return (today - asked).days
        answered = [one.on for one in self.steps if one.step in HAS_IT and one.on >= asked]
        return (answered[0] - asked).days if answered else None

    def due_on(self, today: datetime.date) -> datetime.date | None:
        """None where it was answered, or where nothing says by when."""
        norm = norm_of(self.service, today)
        if norm is None or self.state not in ("not_asked", "asked"):
            return None
        start = self.arrived_on if norm.counts_from == "arrival" else self.asked_on
        return start + norm.term if start else None

    def is_overdue(self, today: datetime.date) -> bool:
        due = self.due_on(today)
        return due is not None and due < today


def norm_of(service: str, day: datetime.date) -> Norm | None:
    """The newest that began by that day."""
    held = [row for row in _written()["norm"] if row["service"] == service and row["from"] <= day]
    if not held:
        return None
    newest = max(held, key=lambda row: row["from"])
    return Norm(newest["days"], newest["counts_from"])


def is_of_school_age(minor_until: datetime.date | None, today: datetime.date) -> bool:
    """``minor_until`` is the first of the month after the eighteenth birthday."""
    held = [row for row in _written()["school_age"] if row["from"] <= today]
    if minor_until is None or not held:
        return False
    ages = max(held, key=lambda row: row["from"])
    years = {name: minor_until.year - 18 + ages[name] for name in ("first", "last")}
    first, last = (minor_until.replace(year=years[name]) for name in ("first", "last"))
    return first <= today < last


@cache
def _written() -> dict[str, list[dict[str, Any]]]:
    text = files("toevlucht.content").joinpath("reception", "services.toml").read_text("utf-8")
    return tomllib.loads(text)
