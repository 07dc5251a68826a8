"""A version of a handbook as it is written, before it is published: from a file or from a draft."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from toevlucht.guidance import codes
from toevlucht.language import LANGUAGES

Texts = Mapping[str, str]
CODE = re.compile(r"[A-Z]{2,6}-\d{2,3}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SOURCE_DAY = re.compile(r"\d{4}(-\d{2}){0,2}|")


class WrittenError(ValueError):
    """What is written cannot be a version; the message says where and what is wrong."""


@dataclass(frozen=True)
class Norm:
    """A value that can be measured, and how it binds: at least 4 square metres."""

    bound: str
    value: Decimal
    unit: str

    def plain(self) -> dict[str, str]:
        """As it is stored and given to machines."""
        return {"bound": self.bound, "value": str(self.value), "unit": self.unit}


@dataclass(frozen=True)
class WrittenRequirement:
    """``source_on`` is as precise as its source: a day, a month, a year, or not known."""

    code: str
    chapter: str
    text: Texts
    provenance: str
    force: str
    evidence: str
    source: str
    source_on: str
    valid_from: datetime.date
    valid_until: datetime.date | None
    norms: tuple[Norm, ...]
    audiences: tuple[str, ...]
    occasions: tuple[str, ...]

    @property
    def essence(self) -> tuple[object, ...]:
        """All but the day since which it holds: that follows from what changed."""
        return tuple(getattr(self, one.name) for one in fields(self) if one.name != "valid_from")


@dataclass(frozen=True)
class WrittenChapter:
    slug: str
    title: Texts
    body: Texts  # Markdown


@dataclass(frozen=True)
class WrittenVersion:
    """Chapters and requirements in the order of reading; ``note`` says what the version is."""

    number: int
    valid_from: datetime.date
    act_within_days: int
    note: Texts
    chapters: Sequence[WrittenChapter]
    requirements: Sequence[WrittenRequirement]


def norm(value: Mapping[str, str]) -> Norm:
    try:
        return Norm(value["bound"], Decimal(value["value"]), value["unit"])
    except (KeyError, InvalidOperation) as error:
        raise WrittenError(f"a norm has a bound, a value and a unit, not {value}") from error


def faults(written: WrittenVersion) -> list[str]:
    """Everything that keeps this from being a version of a handbook."""
    slugs = [one.slug for one in written.chapters]
    names = [one.code for one in written.requirements]
    found = [f"{name} stands there twice" for name in {*_twice(slugs), *_twice(names)}]
    for chapter in written.chapters:
        if not SLUG.fullmatch(chapter.slug):
            found.append(f"{chapter.slug} is no name of a chapter")
        found += _lacking(chapter.slug, chapter.title) + _lacking(chapter.slug, chapter.body)
    for requirement in written.requirements:
        found += _of_requirement(requirement, slugs)
    return found


def _of_requirement(one: WrittenRequirement, chapters: Sequence[str]) -> list[str]:
    known = (
        ("chapter", (one.chapter,), chapters),
        ("provenance", (one.provenance,), codes.PROVENANCES),
        ("force", (one.force,), codes.FORCES),
        ("evidence", (one.evidence,), codes.EVIDENCE),
        ("audience", one.audiences, codes.AUDIENCES),
        ("occasion", one.occasions, codes.OCCASIONS),
        ("bound", tuple(norm.bound for norm in one.norms), codes.BOUNDS),
        ("unit", tuple(norm.unit for norm in one.norms), codes.UNITS),
    )
    found = [
        f"{one.code}: {value} is no {name}"
        for name, values, possible in known
        for value in values
        if value not in possible
    ]
    if not CODE.fullmatch(one.code):
        found.append(f"{one.code} is no identifier such as GOO-01")
    if not SOURCE_DAY.fullmatch(one.source_on):
        found.append(f"{one.code}: {one.source_on} is no day, month or year")
    if not one.audiences:
        found.append(f"{one.code} is for nobody")
    if one.valid_until and one.valid_until < one.valid_from:
        found.append(f"{one.code} ends before it begins")
    return found + _lacking(one.code, one.text)


def _lacking(where: str, texts: Texts) -> list[str]:
    return [f"{where}: {tag} is missing" for tag in LANGUAGES if not texts.get(tag, "").strip()]


def _twice(names: Sequence[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}
