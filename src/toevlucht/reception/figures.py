"""Numbers of reception: of one place, and added up without hiding what is missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PLACES = ("realised", "occupied", "free")
"""Each is a total; ``realised_short`` and so on is the part of it for stays under 72 hours."""

COUNTED = tuple(name for whole in PLACES for name in (whole, f"{whole}_short"))
PEOPLE = ("hosted", "registered", "present_low", "present_high")
NUMBERS = (*COUNTED, *PEOPLE)

LEDGER, SUPPLIED, NOT_SUPPLIED = "ledger", "supplied", "not_supplied"
STANDS_FOR = datetime.timedelta(days=14)
"""A supplied figure that is older than this is not supplied any more: it says nothing of today."""

Numbers = Mapping[str, int | None]


@dataclass(frozen=True)
class Figures:
    """The numbers of one place or municipality, where they come from and when they were true.

    A number that is not there, or None, was not supplied; that is never zero.
    """

    source: str = NOT_SUPPLIED
    numbers: Numbers = field(default_factory=dict)
    day: datetime.date | None = None
    time: datetime.time | None = None
    organisation: str = ""  # who supplied it
    is_generated: bool = False
    kept_since: datetime.date | None = None  # of a ledger
    known_on: datetime.date | None = None  # the day on which it was written down here

    def number(self, name: str) -> int | None:
        """``realised_long`` and so on follow from the total and the part for short stays."""
        if name.endswith("_long"):
            whole = name.removesuffix("_long")
            total, short = self.numbers.get(whole), self.numbers.get(f"{whole}_short")
            return None if total is None or short is None else total - short
        return self.numbers.get(name)


@dataclass(frozen=True)
class Total:
    """What those together have who supplied it, and how many of them did."""

    value: int
    known: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.known == self.of


@dataclass(frozen=True)
class Together:
    """The figures of several municipalities added up."""

    parts: tuple[Figures, ...]

    def total(self, name: str) -> Total | None:
        """None where nobody supplied it."""
        known = [number for one in self.parts if (number := one.number(name)) is not None]
        return Total(sum(known), len(known), len(self.parts)) if known else None

    def from_source(self, source: str) -> int:
        return sum(one.source == source for one in self.parts)

    @property
    def oldest(self) -> datetime.date | None:
        """The day of the oldest figure in it."""
        return min((one.day for one in self.parts if one.day), default=None)

    @property
    def known_on(self) -> datetime.date | None:
        """The day from which all of it was known."""
        return max((one.known_on or one.day for one in self.parts if one.day), default=None)

    @property
    def is_generated(self) -> bool:
        return any(one.is_generated for one in self.parts)


def together(parts: Iterable[Figures]) -> Together:
    return Together(tuple(parts))


def added(numbers: Iterable[Numbers]) -> dict[str, int | None]:
    """Of the locations of one municipality, each of which has all of them."""
    rows = list(numbers)
    return {name: sum(row[name] or 0 for row in rows) for name in COUNTED}
