"""Figures as rows of words: a number, the part of it for short stays, and who did not supply it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toevlucht.geography.boundaries import boundaries
from toevlucht.language import Language, Message
from toevlucht.layout.reader import reader_language
from toevlucht.picture.charts import draw
from toevlucht.picture.tables import Point, RegionMap
from toevlucht.reception.figures import PLACES, Figures, Together, Total
from toevlucht.reception.models.coordination import SCHEMES
from toevlucht.reception.queries.areas_figures import AreaFigures, Overview


@dataclass(frozen=True)
class Cell:
    """``text`` is what is known; ``more`` what it consists of and who is missing in it."""

    text: str
    more: tuple[str, ...] = ()
    is_missing: bool = False


@dataclass(frozen=True)
class ShownRow:
    code: str
    name: str
    cells: tuple[tuple[str, Cell], ...]  # with the name of the number
    supplied: Cell


def table_rows(found: Overview) -> list[ShownRow]:
    spoken = reader_language()
    return [shown_row(one, spoken) for one in found.rows]


def shown_row(one: AreaFigures, spoken: Language) -> ShownRow:
    cells = [(name, number_cell(one.figures, name, spoken)) for name in PLACES]
    return ShownRow(
        one.area.code,
        spoken.write(one.area.named),
        tuple(cells),
        supplied_cell(one.figures, spoken),
    )


def number_cell(figures: Together, name: str, spoken: Language) -> Cell:
    total = figures.total(name)
    if total is None:
        return Cell(spoken.say("rendering.cell.not_supplied"), is_missing=True)
    more = []
    short, long = (figures.total(f"{name}_{term}") for term in ("short", "long"))
    if short and long:
        more.append(spoken.say("coordination.short_long", short=short.value, long=long.value))
        if short.known < total.known:
            more.append(spoken.say("coordination.split_of", n=short.known, of=total.known))
    if not total.is_whole:
        more.append(_known_of(total, spoken))
    return Cell(spoken.number(total.value), tuple(more))


def _known_of(total: Total, spoken: Language) -> str:
    return spoken.say("coordination.known_of", n=total.known, of=total.of)


def supplied_cell(figures: Together, spoken: Language) -> Cell:
    """Where the numbers come from, who is missing, and how old the oldest is."""
    counts = {source: figures.from_source(source) for source in ("ledger", "supplied")}
    missing = figures.from_source("not_supplied")
    said = [spoken.say(f"coordination.source_{name}", n=n) for name, n in counts.items() if n]
    if missing:
        said.append(spoken.say("coordination.source_missing", n=missing))
    more = []
    if counts["supplied"] and figures.oldest:
        more.append(spoken.say("coordination.oldest", day=figures.oldest))
    return Cell(", ".join(said), tuple(more), is_missing=not any(counts.values()))


@dataclass(frozen=True)
class AskedRow:
    """What one scheme asks, beside what is there."""

    scheme: str
    places: str
    since: str
    due: str
    difference: str
    source: str
    is_published: bool  # then its source is in English, in whatever language the page is


def asked_rows(one: AreaFigures) -> list[AskedRow]:
    spoken = reader_language()
    realised = one.figures.total("realised")
    return [
        _asked_row(one, scheme, realised, spoken) for scheme in SCHEMES if scheme in one.targets
    ]


def _asked_row(one: AreaFigures, scheme: str, realised: Total | None, spoken: Language) -> AskedRow:
    asked = one.targets[scheme]
    difference = spoken.say("rendering.cell.not_supplied")
    if realised and asked.places is not None:
        key = "more" if realised.value >= asked.places else "less"
        gap = abs(realised.value - asked.places)
        difference = spoken.say(f"coordination.difference_{key}", n=gap)
    return AskedRow(
        scheme,
        spoken.number(asked.places or 0),
        spoken.date(asked.valid_from),
        spoken.date(asked.due_on) if asked.due_on else "",
        difference,
        asked.source,
        asked.recorded_at is None,
    )


def region_map(rows: Iterable[AreaFigures], name: str, title: str) -> str:
    """One number of each safety region; a region where nobody supplied it is drawn as missing."""
    values = {}
    for one in rows:
        total = one.figures.total(name)
        number = float(total.value) if total else None
        values[one.area.code] = Point(one.area.named, number, number)
    unit = Message(f"coordination.number.{name}")
    chart = RegionMap(values, unit, boundaries().year)
    spoken = reader_language()
    return draw(chart, "region-map", title, spoken.say("coordination.map_in_table"), spoken)


def moment_of(figures: Figures, spoken: Language) -> str:
    """Day, and time where it was said."""
    if figures.day is None:
        return ""
    day = spoken.date(figures.day)
    if figures.time is None:
        return day
    return spoken.say("coordination.moment", day=day, time=f"{figures.time:%H:%M}")
