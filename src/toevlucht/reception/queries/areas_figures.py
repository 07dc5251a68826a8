"""The figures of an area on a day, as a whole and by what it consists of, with what was asked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
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
    """None where there is no such area, or the circle does not read it.

    What was written down under the code of a later municipality stands for those that went into it.
    """
    on = day if areas.exists(code, day) else today
    if day < areas.FIRST_DAY or not areas.exists(code, on) or not circle.reads(code, today):
        return None
    area = areas.area(code, on)
    if area.kind not in ("country", "safety_region", "municipality"):
        return None
    regions = areas.safety_regions(day) if area.kind == "country" else (area,)
    inside = {one.code: _municipalities(one, day) for one in regions}
    wanted = {code for found in inside.values() for one in found for code in _codes(one, today)}
    said = figures_on(day, None if code == NATIONAL else wanted)
    there = {name: _there(found, said, today) for name, found in inside.items()}
    parts = regions if area.kind == "country" else there[area.code]
    if area.kind == "municipality":
        parts = ()
    asked = targets_on(day, [code, *(one.code for one in parts)])

    def figures(one: Area) -> AreaFigures:
        found = there.get(one.code, (one,))
        return AreaFigures(one, _together(found, said), asked[one.code])

    everybody = [one for found in there.values() for one in found]
    whole = AreaFigures(area, _together(everybody, said), asked[code])
    return Overview(day, whole, tuple(figures(one) for one in parts))


def _municipalities(area: Area, day: datetime.date) -> tuple[Area, ...]:
    if area.kind == "municipality":
        return (area,)
    return areas.municipalities(day, within=area.code)


def _codes(one: Area, today: datetime.date) -> set[str]:
    """Its own, and that of what it went into."""
    heir = areas.successor(one.code, today)
    return {one.code, heir.code} if heir else {one.code}


def _there(
    found: Iterable[Area], said: Mapping[str, Figures], today: datetime.date
) -> tuple[Area, ...]:
    """The later municipality where only that one said something, once."""
    there: dict[str, Area] = {}
    for one in found:
        heir = areas.successor(one.code, today)
        is_later = one.code not in said and heir is not None and heir.code in said
        chosen = heir if is_later and heir else one
        there[chosen.code] = chosen
    return tuple(there.values())


def _together(found: Iterable[Area], said: Mapping[str, Figures]) -> Together:
    return together(said.get(one.code, Figures()) for one in found)


def all_rows(found: Overview) -> Iterator[AreaFigures]:
    yield found.whole
    yield from found.rows
