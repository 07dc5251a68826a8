"""What the API takes and gives of reports and referrals, as its description says it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, RootModel
from pydantic_core import CoreSchema, core_schema

from toevlucht.geography import areas
from toevlucht.records.references import PATTERN
from toevlucht.signals import codes
from toevlucht.signals.conversation import LONGEST
from toevlucht.signals.indicators import indicator_lists
from toevlucht.signals.telling import Telling, Words

WORDS = ("facts", "interpretation", "place", "day", "persons", "contact", "keep_from")
AS_TOLD = ("situation", "place_kind", "municipality", "seen_on", "first_hand", "age_group", "sex")
PAGE = 50
SHORT = 300


def _is_there(code: str) -> str:
    if code and not areas.exists(code, timezone.localdate()):
        raise ValueError("no such municipality today")
    return code


def _is_past(day: datetime.date) -> datetime.date:
    if day > timezone.localdate():
        raise ValueError("a day to come")
    return day


@dataclass(frozen=True)
class Among:
    """A code of a closed list; the description names them all."""

    known: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.literal_schema(list(self.known))


def _all_indicators() -> tuple[str, ...]:
    return tuple(code for one in indicator_lists() for code in one.codes)


Long = Annotated[str, Field(max_length=LONGEST)]
Short = Annotated[str, Field(max_length=SHORT)]
Organisation = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Municipality = Annotated[
    str, Field(pattern=r"^(GM[0-9]{4})?$", examples=["GM0344"]), AfterValidator(_is_there)
]


class ReportIn(Schema):
    """One report. Facts and what makes you think so stand apart; only the facts must be told.

    Texts, day and location are sealed for who handles it. Codes, municipality and week are open
    to those entitled.
    """

    model_config = ConfigDict(extra="forbid")

    facts: str = Field(
        min_length=1, max_length=LONGEST, pattern=r"\S", description="What was seen or heard."
    )
    interpretation: Long = Field("", description="What makes you think so.")
    place: Long = Field("", description="Where exactly.")
    day: Short = Field("", description="When, in words.")
    persons: Long = Field("", description="Who is involved, only as far as needed.")
    contact: Long = Field("", description="How the reporter can be reached.")
    keep_from: Long = Field("", description="Who must not see it, in words.")
    situation: Annotated[str, Among(codes.SITUATIONS)] = Field("unknown")
    indicators: list[Annotated[str, Among(_all_indicators())]] = Field(
        [], max_length=100, description="Codes of what was recognised. Never counted up."
    )
    place_kind: Annotated[str, Among(codes.PLACE_KINDS)] = Field("unknown")
    municipality: Municipality = Field("", description="CBS code of today, or empty.")
    seen_on: Annotated[datetime.date, AfterValidator(_is_past)] | None = Field(
        None, description="Of this only the week is open."
    )
    first_hand: Annotated[str, Among(codes.FIRST_HAND)] = Field("unknown")
    age_group: Annotated[str, Among(codes.AGE_GROUPS)] = Field("unknown")
    sex: Annotated[str, Among(codes.SEXES)] = Field("unknown")
    concerns: Annotated[str, Among(codes.CONCERNS)] = Field(
        "nobody", description="Whether it is about somebody who works where it would go."
    )
    location: str = Field(
        "", pattern=r"^[A-Za-z0-9_-]{0,40}$", description="Code of a location in the register."
    )
    excluded: list[Organisation] = Field(
        [], max_length=20, description="Organisations that must not know of it."
    )
    language: Literal["nl", "en", "uk"] = Field(
        "nl", description="In which the reporter reads an answer."
    )
    unnamed: bool = Field(
        False, description="Your organisation is not kept with it, and cannot follow it."
    )

    def telling(self) -> Telling:
        return Telling(
            Words(**{name: getattr(self, name).strip() for name in WORDS}),
            **{name: getattr(self, name) for name in AS_TOLD},
            indicators=tuple(sorted(set(self.indicators))),
            concerns=self.concerns,
            location=self.location,
            excluded=tuple(sorted(set(self.excluded))),
        )


class ReceivedOut(Schema):
    """That a report was received. By its reference you follow what becomes of it."""

    reference: str
    received_on: datetime.date
    is_again: bool = Field(description="The call came before; nothing new was reported.")


class AnswerOut(Schema):
    """A fixed text, chosen by who handles the report."""

    code: str
    text: str = Field(description="In the language of Accept-Language.")


class ReportOut(Schema):
    """How far the work on a report of yours is. What is believed of it is not told."""

    reference: str
    received_on: datetime.date
    situation: str
    place_kind: str
    municipality: str
    week: str
    progress: str = Field(description=f"One of {', '.join(codes.PROGRESS)}.")
    acknowledged_on: datetime.date | None
    answered_on: datetime.date | None
    answer: AnswerOut | None


class ReportsOut(Schema):
    """The newest first; ``next`` is the address of the older ones."""

    items: list[ReportOut]
    next: str | None


class ListIn(Schema):
    """Which of them: older than one, so many."""

    before: str = Field("", pattern=f"^({PATTERN.pattern})?$", description="A reference.")
    limit: int = Field(PAGE, ge=1, le=200)


class OpenPartOut(Schema):
    """What a referral tells of a report in codes."""

    municipality: str
    place_kind: str
    week: str
    situation: str
    first_hand: str
    age_group: str
    sex: str
    rung: str


class ReferralOut(Schema):
    """What another organisation passed on to yours. What is sealed is read on the page."""

    reference: str
    act: str
    sender: str
    purpose: str
    basis: str
    included: list[str] = Field(description="Parts of what is sealed that go along.")
    files: list[int] = Field(description="Numbers of the clean copies that can be fetched now.")
    handling: str = Field(description="Traffic Light Protocol 2.0.")
    state: str
    due_on: datetime.date
    expires_on: datetime.date
    report: OpenPartOut | None = Field(description="Nothing once the referral is over.")


class ReferralsOut(Schema):
    """The newest first; ``next`` is the address of the older ones."""

    items: list[ReferralOut]
    next: str | None


class AcceptIn(Schema):
    model_config = ConfigDict(extra="forbid")
    state: Literal["accepted"]


class RefuseIn(Schema):
    model_config = ConfigDict(extra="forbid")
    state: Literal["refused"]
    reason: Annotated[str, Among(codes.REFUSALS)]


class AnswerIn(Schema):
    model_config = ConfigDict(extra="forbid")
    state: Literal["answered"]
    answer: Annotated[str, Among(codes.ANSWERS)]
    words: Long = Field("", description="Sealed for both organisations. Not with a registration.")


class HandBackIn(Schema):
    model_config = ConfigDict(extra="forbid")
    state: Literal["handed_back"]
    reason: Annotated[str, Among(codes.HAND_BACKS)]


class StateIn(RootModel[AcceptIn | RefuseIn | AnswerIn | HandBackIn]):
    """The next step of a referral that was passed on to you."""

    root: AcceptIn | RefuseIn | AnswerIn | HandBackIn = Field(discriminator="state")
