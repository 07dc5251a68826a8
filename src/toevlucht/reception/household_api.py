"""The API of host households: an initiative enters whom it found, and follows them by number."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import ConfigDict

from toevlucht.layout.api_problem import Problem
from toevlucht.partners.access import missing
from toevlucht.partners.calling import caller
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.household_files import take_file
from toevlucht.reception.actions.households import AboutHousehold, enter_household, may_enter
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.queries.places import entered_by, own_households
from toevlucht.reception.row_files import RowProblem
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer

router = Router(tags=["reception"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {"text/csv": "csv", XLSX: "xlsx"}
REFUSED = dict.fromkeys((400, 401, 403, 413, 415, 429), Problem)


class HouseholdIn(Schema):
    """What is known at the least. Name, address and telephone are sealed."""

    model_config = ConfigDict(extra="forbid")

    municipality: str = Field(pattern=r"^GM[0-9]{4}$", examples=["GM0344"])
    name: str = Field(min_length=1, max_length=120, pattern=r"\S")
    address: str = Field(min_length=1, max_length=300, pattern=r"\S")
    telephone: str = Field("", max_length=40)
    signed_up_on: datetime.date | None = Field(None, description="Today, where no day is named.")


class HouseholdOut(Schema):
    """A household by its number: where it stands, and nothing of who they are."""

    reference: str
    municipality: str
    stage: str
    stage_since: datetime.date
    due_on: datetime.date | None = Field(description="By when the next step is due.")
    is_taken_over: bool = Field(description="Its municipality keeps it from then on.")
    suitable_until: datetime.date | None

    @staticmethod
    def resolve_reference(household: HostHousehold) -> str:
        return household.code

    @staticmethod
    def resolve_is_taken_over(household: HostHousehold) -> bool:
        return household.taken_over_on is not None


class HouseholdsOut(Schema):
    items: list[HouseholdOut]
    next: str | None = Field(description="Ask again with this as `after`, where there are more.")


class TakenOut(Schema):
    taken: int
    again: int = Field(description="Were there already, and were not taken again.")


class AfterIn(Schema):
    after: str = Field("", max_length=12, pattern=r"^[a-z0-9]*$")


class HouseholdRefused(Exception):
    """What was sent is right in form and cannot be taken."""

    def __init__(self, refused: Refused) -> None:
        super().__init__("household not taken")
        self.name, self.message = refused.field, refused.message


class HouseholdFileRefused(Exception):
    """Nothing of the file was taken."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__("file not taken")
        self.problems = problems


class OtherMedia(Exception):
    """Neither CSV nor XLSX."""


@router.post("households", response={201: HouseholdOut, **REFUSED})
def add_household(request: HttpRequest, sent: HouseholdIn) -> Status[Any]:
    """Enter a household for its municipality. Nothing makes it suitable but checks."""
    about = AboutHousehold(sent.name.strip(), sent.address.strip(), sent.telephone.strip())
    try:
        made = enter_household(caller(request), sent.municipality, about, sent.signed_up_on)
    except Refused as refused:
        raise HouseholdRefused(refused) from refused
    return Status(201, made)


@router.post(
    "households/file",
    response={201: TakenOut, **REFUSED},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}} for kind in SUFFIXES
            },
        }
    },
)
def send_file(request: HttpRequest) -> Status[Any]:
    """A list of households, CSV or XLSX: all of it is taken, or nothing; none twice."""
    viewer = caller(request)
    suffix = SUFFIXES.get(request.content_type or "")
    if suffix is None:
        raise OtherMedia
    taken = take_file(viewer, request.body, suffix)
    if taken.problems:
        raise HouseholdFileRefused(taken.problems)
    return Status(201, {"taken": taken.new, "again": taken.again})


@router.get("households", response={200: HouseholdsOut, 400: Problem, **REFUSED})
def list_households(request: HttpRequest, which: Query[AfterIn]) -> dict[str, Any]:
    """Those that your organisation entered, the oldest first."""
    viewer = _enters(request)
    found, more = entered_by(viewer, which.after)
    record_read(viewer, "households.listed", "household", [one.code for one in found])
    return {"items": found, "next": more or None}


@router.get("households/{reference}", response={200: HouseholdOut, 404: Problem, **REFUSED})
def one_household(request: HttpRequest, reference: str) -> HostHousehold:
    viewer = _enters(request)
    found = own_households(viewer).filter(code=reference).first()
    if found is None:
        raise missing(viewer, "household.read", "household", reference)
    record_read(viewer, "household.read", "household", (reference,))
    return found


def _enters(request: HttpRequest) -> Viewer:
    viewer = caller(request)
    if not may_enter(viewer):
        raise NotAllowed("households.listed", "organisation", (viewer.organisation,))
    return viewer
