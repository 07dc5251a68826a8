"""What somebody tells, and which part of it is open: codes, a municipality and a week."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass, fields

from toevlucht.records.sealed.envelope import seal, unseal


@dataclass(frozen=True)
class Words:
    """The sealed part. Every text may be empty but the facts."""

    facts: str
    interpretation: str = ""
    place: str = ""  # where exactly
    day: str = ""  # when, as somebody said it, or a date
    persons: str = ""
    contact: str = ""
    keep_from: str = ""  # who must not see it, in words


@dataclass(frozen=True)
class Telling:
    """A report before it is received. Codes are those of `codes`; ``municipality`` a CBS code."""

    words: Words
    situation: str = "unknown"
    indicators: tuple[str, ...] = ()
    place_kind: str = "unknown"
    municipality: str = ""
    seen_on: datetime.date | None = None  # of which the open part keeps the week
    first_hand: str = "unknown"
    age_group: str = "unknown"
    sex: str = "unknown"
    concerns: str = "nobody"
    location: str = ""  # code of a location in the register
    household: str = ""  # code of a household in the register
    excluded: tuple[str, ...] = ()  # codes of organisations that must not know of it

    @property
    def week(self) -> str:
        if self.seen_on is None:
            return ""
        year, week, _ = self.seen_on.isocalendar()
        return f"{year}-W{week:02}"


@dataclass(frozen=True)
class Content:
    """The sealed part as it is kept: the words, and what would tell where and when exactly."""

    words: Words
    seen_on: str = ""
    location: str = ""
    household: str = ""


def content_of(telling: Telling) -> Content:
    return Content(
        telling.words,
        telling.seen_on.isoformat() if telling.seen_on else "",
        telling.location,
        telling.household,
    )


def seal_content(key: bytes, record: str, content: Content) -> bytes:
    written = json.dumps(asdict(content), ensure_ascii=False, separators=(",", ":"))
    return seal(key, written.encode(), f"content of {record}")


def unseal_content(key: bytes, record: str, sealed: bytes | memoryview) -> Content:
    """Raises `CannotOpen`. Fields of a later release are left out, not an error."""
    read = json.loads(unseal(key, sealed, f"content of {record}"))
    known = {field.name for field in fields(Words)}
    words = Words(**{name: text for name, text in read.pop("words").items() if name in known})
    rest = {field.name for field in fields(Content)} - {"words"}
    return Content(words, **{name: value for name, value in read.items() if name in rest})
