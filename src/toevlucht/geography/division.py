"""Put together the division of the country that holds on a day: every area and what it lies in."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from toevlucht.geography.countries import named_country
from toevlucht.geography.register import (
    NATIONAL,
    municipalities,
    other_names,
    safety_regions,
    wide_areas,
)
from toevlucht.language import Named

Kind = Literal["country", "province", "police_unit", "safety_region", "municipality"]


@dataclass(frozen=True)
class Area:
    """A part of the country as it is on some day.

    ``population`` is the number of inhabitants on the day ``population_on``, or None where nobody
    counted them within these borders. ``within`` holds the codes of what it is part of: safety
    region, police unit, province, country, as far as they apply.
    """

    code: str
    name: str
    kind: Kind
    population: int | None
    population_on: datetime.date | None
    within: tuple[str, ...]

    @property
    def named(self) -> Named:
        return name_of(self.code, self.name)


def name_of(code: str, name: str) -> Named:
    if code == NATIONAL:
        return named_country(NATIONAL)
    return Named(code, {"nl": name, **other_names().get(code, {})})


def division(on: datetime.date) -> Mapping[str, Area]:
    """All areas of that day by their code, from the country down to the municipalities."""
    days = _days_of_change()
    place = bisect_right(days, on)
    return _division_since(days[place - 1] if place else datetime.date.min)


@cache
def _days_of_change() -> tuple[datetime.date, ...]:
    days = {m.valid_from for m in municipalities().values()}
    return tuple(sorted(days | {m.valid_to for m in municipalities().values() if m.valid_to}))


@cache
def _division_since(day: datetime.date) -> Mapping[str, Area]:
    """Before the first day of the register there are no municipalities, and no population."""
    within = {code: _within(code) for code, m in municipalities().items() if m.exists(day)}
    members: dict[str, set[str]] = defaultdict(set)
    for code, wider in within.items():
        for area in (code, *wider):
            members[area].add(code)
    count = _Count(within)
    return MappingProxyType(
        {
            code: Area(code, name, kind, *count.of(members[code]), wider)
            for code, name, kind, wider in _outlines(within)
        }
    )


def _outlines(
    within: Mapping[str, tuple[str, ...]],
) -> Iterable[tuple[str, str, Kind, tuple[str, ...]]]:
    yield NATIONAL, named_country(NATIONAL).name("nl"), "country", ()
    for code, name in wide_areas("provinces").items():
        yield code, name, "province", (NATIONAL,)
    for code, name in wide_areas("police_units").items():
        yield code, name, "police_unit", (NATIONAL,)
    for region in safety_regions().values():
        yield region.code, region.name, "safety_region", region.within
    for code, wider in within.items():
        yield code, municipalities()[code].name, "municipality", wider


def _within(code: str) -> tuple[str, ...]:
    region = safety_regions()[municipalities()[code].safety_region]
    return region.code, *region.within


class _Count:
    """Inhabitants of sets of municipalities that exist together on one day.

    They were counted within the borders of later municipalities. A set has a known number when
    each of those later municipalities is made of members of the set alone: so the region of a
    merger within it has one, and the municipalities that merged have none.
    """

    def __init__(self, standing: Iterable[str]) -> None:
        self.heirs = {code: _heir(code) for code in standing}
        self.parts: dict[str, set[str]] = defaultdict(set)
        for code, heir in self.heirs.items():
            self.parts[heir].add(code)

    def of(self, members: set[str]) -> tuple[int | None, datetime.date | None]:
        heirs = [municipalities()[code] for code in {self.heirs[code] for code in members}]
        days = {heir.population_on for heir in heirs}
        known = [heir.population for heir in heirs if heir.population is not None]
        whole = all(self.parts[heir.code] <= members for heir in heirs)
        if not whole or len(known) < len(heirs) or len(days) != 1:
            return None, None
        return sum(known), days.pop()


def _heir(code: str) -> str:
    successor = municipalities()[code].successor
    return _heir(successor) if successor else code
