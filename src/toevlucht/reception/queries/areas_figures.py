"""The figures of an area on a day, as a whole and by what it consists of, with what was asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toevlucht.geography import areas
from toevlucht.geography.areas import Area
from toevlucht.reception.circles import NATIONAL, Circle
from toevlucht.reception.figures import Figures, Together, together
from toevlucht.reception.published_targets import Asked
from toevlucht.reception.queries.overview import figures_on
from toevlucht.reception.queries.targets import targets_on


@dataclass(frozen=True)
class AreaFigures:
    """An area with the figures of its municipalities, and what each scheme asks of it."""

    area: Area
    figures: Together
    targets: Mapping[str, Asked]


@dataclass(frozen=True)
class Overview:
    """The whole, and its safety regions or municipalities in the order of the register."""

    day: datetime.date
    whole: AreaFigures
    rows: tuple[AreaFigures, ...]


def overview(
    circle: Circle, code: str, day: datetime.date, today: datetime.date
) -> Overview | None:
    """None where there is no such area on that day, or the circle does not read it."""
    if day < areas.FIRST_DAY or not areas.exists(code, day) or not circle.reads(code, today):
        return None
    area = areas.area(code, day)
    if area.kind not in ("country", "safety_region", "municipality"):
        return None
    parts = _parts(area, day)
    asked = targets_on(day, [code, *(one.code for one in parts)])
    members = _members(area, day)
    said = figures_on(day, None if code == NATIONAL else members)

    def figures(one: Area) -> AreaFigures:
        found = (said.get(member, Figures()) for member in _members(one, day))
        return AreaFigures(one, together(found), asked[one.code])

    return Overview(day, figures(area), tuple(figures(one) for one in parts))


def _parts(area: Area, day: datetime.date) -> tuple[Area, ...]:
    if area.kind == "country":
        return areas.safety_regions(day)
    return areas.municipalities(day, within=area.code) if area.kind == "safety_region" else ()


def _members(area: Area, day: datetime.date) -> list[str]:
    """Its municipalities, or itself."""
    if area.kind == "municipality":
        return [area.code]
    return [one.code for one in areas.municipalities(day, within=area.code)]


def all_rows(found: Overview) -> Iterator[AreaFigures]:
    yield found.whole
    yield from found.rows
