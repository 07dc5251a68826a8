"""The facts about areas, read from the room's data files; SOURCES.md says whose they are."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NATIONAL = "NL"


@dataclass(frozen=True)
class Municipality:
    """``valid_to`` is the first day on which it no longer is; from then on ``successor`` is."""

    code: str
    name: str
    safety_region: str
    valid_from: datetime.date
    valid_to: datetime.date | None
    successor: str | None
    population: int | None
    population_on: datetime.date | None

    def exists(self, on: datetime.date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True)
class SafetyRegion:
    code: str
    name: str
    police_unit: str
    province: str

    @property
    def within(self) -> tuple[str, ...]:
        return self.police_unit, self.province, NATIONAL


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Every municipality there has been since the first day, by its code."""
    return {
        row["code"]: Municipality(
            row["code"],
            row["name"],
            row["safety_region"],
            datetime.date.fromisoformat(row["valid_from"]),
            _day(row["valid_to"]),
            row["successor"] or None,
            int(row["population"]) if row["population"] else None,
            _day(row["population_on"]),
        )
        for row in _rows("municipalities")
    }


@cache
def safety_regions() -> Mapping[str, SafetyRegion]:
    return {row["code"]: SafetyRegion(**row) for row in _rows("safety_regions")}


@cache
def wide_areas(kind: str) -> Mapping[str, str]:
    """The names of the ``provinces`` or the ``police_units`` by code."""
    return {row["code"]: row["name"] for row in _rows(kind)}


@cache
def other_names() -> Mapping[str, Mapping[str, str]]:
    """Names that differ from the Dutch one: by code, then by language."""
    return {
        row["code"]: {tag: row[tag] for tag in ("en", "uk") if row[tag]} for row in _rows("names")
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("toevlucht.geography").joinpath(f"data/{name}.csv").read_text("utf-8")
    return csv.DictReader(text.splitlines())


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
