"""One municipality on a day: its locations, what was counted there, and who is out of sight."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from toevlucht.language import Value
from toevlucht.picture.figures.out_of_sight import out_of_sight
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.tables import Span
from toevlucht.reception.figures import LEDGER, NOT_SUPPLIED, Figures
from toevlucht.reception.queries.overview import OfLocation, locations_on
from toevlucht.reception.queries.supplied import last_supplied


@dataclass(frozen=True)
class OneMunicipality:
    """``earlier`` is what was last supplied, where that is too old to stand for this day."""

    locations: list[OfLocation]
    out_of_sight: Value
    present: Value | None
    earlier: Figures | None


def municipality_on(code: str, day: datetime.date, figures: Figures) -> OneMunicipality:
    earlier = None
    if figures.source == NOT_SUPPLIED:
        earlier = last_supplied({code: day}).get(code)
    return OneMunicipality(
        locations_on(day, code) if figures.source == LEDGER else [],
        _out_of_sight(figures),
        _present(figures),
        earlier,
    )


def _out_of_sight(figures: Figures) -> Value:
    """The same sum as in the picture: a range, or why it cannot be computed."""
    found = out_of_sight(
        *(figures.number(name) for name in ("registered", "occupied", "hosted")),
        *(figures.number(name) for name in ("present_low", "present_high")),
    )
    return phrase(found)


def _present(figures: Figures) -> Value | None:
    low, high = figures.number("present_low"), figures.number("present_high")
    if low is None and high is None:
        return None
    return phrase(Span(low or 0, high, "person"))
