"""The API of figures of reception: programs supply them, so that nobody types them again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from toevlucht.layout.api_problem import Problem
from toevlucht.partners.access import missing
from toevlucht.partners.calling import caller
from toevlucht.reception.actions.supplying import Said, WrongFigures, supply
from toevlucht.reception.circles import NATIONAL, circle_of
from toevlucht.reception.doubts import Doubt
from toevlucht.reception.figures import NUMBERS
from toevlucht.reception.machine_rows import machine_row
from toevlucht.reception.queries.areas_figures import all_rows, overview
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed

router = Router(tags=["reception"])

MOST = 500
Number = Annotated[int | None, Field(None, ge=0, le=1_000_000)]
Area = Annotated[str, Field(pattern=r"^(NL|VR[0-9]{2}|GM[0-9]{4})$")]


class FiguresIn(Schema):
    """The numbers of one municipality at one moment. What is left out is not supplied."""

    model_config = ConfigDict(extra="forbid")

    municipality: str = Field(pattern=r"^GM[0-9]{4}$", examples=["GM0344"])
    counted_on: datetime.date
    counted_time: datetime.time | None = None
    realised: Number
    realised_short: Number
    occupied: Number
    occupied_short: Number
    free: Number
    free_short: Number
    hosted: Number
    registered: Number
    present_low: Number
    present_high: Number

    def said(self) -> Said:
        numbers = {name: getattr(self, name) for name in NUMBERS}
        return Said(self.municipality, self.counted_on, numbers, self.counted_time)


class SupplyIn(Schema):
    """All of it is taken, or nothing."""

    model_config = ConfigDict(extra="forbid")

    items: list[FiguresIn] = Field(min_length=1, max_length=MOST)
    is_certain: bool = Field(
        False, description="Somebody looked again at what was doubted, and it is right."
    )


class SuppliedOut(Schema):
    taken: int


class WhichIn(Schema):
    """Of which area, on which day."""

    area: Area = NATIONAL
    on: datetime.date | None = Field(None, description="Today, where no day is named.")


class RowOut(Schema):
    """An area with what its municipalities have together. Null was supplied by nobody.

    A number is of those municipalities only that supplied it.
    """

    area: str
    on: datetime.date
    municipalities: int
    from_ledger: int = Field(description="Municipalities whose ledger says it.")
    from_supplied: int = Field(description="Municipalities that supplied figures.")
    not_supplied: int = Field(description="Municipalities of which nothing is known on that day.")
    oldest: datetime.date | None = Field(description="The day of the oldest figure in it.")
    realised: int | None
    realised_short: int | None
    occupied: int | None
    occupied_short: int | None
    free: int | None
    free_short: int | None
    hosted: int | None
    registered: int | None
    present_low: int | None
    present_high: int | None
    target_flat: int | None
    target_per_inhabitant: int | None
    target_agreed: int | None
    is_generated: bool = Field(description="Made up, for a demo or a measurement.")


class RowsOut(Schema):
    """The area first, then what it consists of."""

    items: list[RowOut]


class FiguresRefused(Exception):
    """Nothing was taken: what is wrong, or what is doubted, by its place in what was sent."""

    def __init__(self, told: Mapping[int, Sequence[Any]], is_doubt: bool) -> None:
        super().__init__("figures not taken")
        self.told = told
        self.is_doubt = is_doubt


@router.post(
    "figures",
    response={201: SuppliedOut, **dict.fromkeys((400, 401, 403, 409, 413, 429), Problem)},
    summary="Supply figures of municipalities; what is doubted is asked with 409",
)
def supply_figures(request: HttpRequest, sent: SupplyIn) -> Status[Any]:
    viewer = caller(request)
    try:
        answer = supply(viewer, [one.said() for one in sent.items], "api", sent.is_certain)
    except WrongFigures as wrong:
        raise FiguresRefused(wrong.wrong, is_doubt=False) from wrong
    if answer.doubts:
        doubts: Mapping[int, Sequence[Doubt]] = answer.doubts
        raise FiguresRefused(doubts, is_doubt=True)
    return Status(201, {"taken": answer.taken})


@router.get("figures", response={200: RowsOut, **dict.fromkeys((400, 401, 403, 404, 429), Problem)})
def read_figures(request: HttpRequest, which: Query[WhichIn]) -> dict[str, Any]:
    """What an area has on a day, as a whole and by region or municipality."""
    viewer = caller(request)
    circle, today = circle_of(viewer), timezone.localdate()
    if not circle.reads_nation:
        raise NotAllowed("figures.read", "area", (which.area,))
    day = which.on or today
    if day > today:
        raise Http404
    found = overview(circle, which.area, day, today)
    if found is None:
        raise missing(viewer, "figures.read", "area", which.area)
    record_read(viewer, "figures.read", "area", [which.area])
    return {"items": [machine_row(one, day) for one in all_rows(found)]}
