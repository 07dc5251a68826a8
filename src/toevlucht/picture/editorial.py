"""The editorial file of an edition: what people wrote and decided, apart from what was counted."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toevlucht.dictionary import dictionary
from toevlucht.language import LANGUAGES

SERIES_KINDS = ("real", "reconstruction", "generated", "exercise")
CONFIDENCE_WORDS = ("low", "moderate", "high")
LIKELIHOOD_WORDS = (
    "none_stated",
    "almost_no_chance",
    "very_unlikely",
    "unlikely",
    "roughly_even",
    "likely",
    "very_likely",
    "almost_certain",
)
CHANGE_WORDS = ("first", "none", "minimal_rise", "rise", "fall", "unknown")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_EDITIONS = 9999
COUNTING_MODES = ("cumulative", "incremental")
SECTIONS = ("summary", "conclusion", "european", "gaps", "asks", "next", "about")

Texts = Mapping[str, str]


class EditorialError(Exception):
    """The editorial file cannot be used; the message says where and what is expected."""


@dataclass(frozen=True)
class Period:
    """What an edition speaks of, and in which days its statements must have become known.

    They became known after ``known_after`` and at the latest on ``cut_off``. A cumulative
    edition starts with its period; an incremental one where the edition before it stopped.
    """

    number: int
    start: datetime.date
    end: datetime.date
    known_after: datetime.date
    cut_off: datetime.date
    counting_mode: str


@dataclass(frozen=True)
class Judgement:
    """One key judgement; how sure we are stands apart from how likely it is."""

    id: str
    confidence: str
    likelihood: str
    change: str
    statement: Texts


@dataclass(frozen=True)
class Correction:
    of_version: int
    reason: Texts


@dataclass(frozen=True)
class Edition:
    """An edition as its editors set it up; figures are computed beside it, never in it."""

    series: str
    series_kind: str
    series_title: Texts
    series_of_contributions: str
    period: Period
    previous: Period | None
    version: int
    published_on: datetime.date
    geography_on: datetime.date
    handling: str
    invited: tuple[str, ...]
    title: Texts
    correction: Correction | None
    judgements: tuple[Judgement, ...]
    narrative: Mapping[str, Texts]  # language -> section -> Markdown

    @property
    def number(self) -> int:
        return self.period.number


def read_editorial(folder: Path) -> Edition:
    """The edition described in ``folder/edition.toml`` and ``folder/narrative``.

    Raises EditorialError with file, key and what is expected.
    """
    file = folder / "edition.toml"
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise EditorialError(f"{file.name} is missing in {folder.name}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise EditorialError(f"{file.name} is not readable TOML: {error}") from None
    return _edition(_Section(content, ""), _narrative(folder / "narrative"))


class _Section:
    """A table of the TOML file that knows its own address, so that errors can name it."""

    def __init__(self, content: dict[str, Any], address: str) -> None:
        self.content = content
        self.address = address

    def need(self, key: str, kind: type, allowed: tuple[str, ...] = ()) -> Any:
        value = self.content.get(key)
        where = f"edition.toml: {self.address}{key}"
        if isinstance(value, (bool, datetime.datetime)) or not isinstance(value, kind):
            raise EditorialError(f"{where} is missing or not a {kind.__name__}")
        if allowed and value not in allowed:
            raise EditorialError(f"{where} is {value!r}; expected one of {', '.join(allowed)}")
        return value

    def part(self, key: str) -> _Section:
        return _Section(self.need(key, dict), f"{self.address}{key}.")

    def parts(self, key: str) -> list[_Section]:
        parts = self.content.get(key, [])
        if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
            raise EditorialError(f"edition.toml: write each of {key} as [[{key}]]")
        return [
            _Section(part, f"{self.address}{key}[{index}].")
            for index, part in enumerate(parts, start=1)
        ]

    def texts(self, key: str) -> Texts:
        part = self.part(key)
        return {tag: part.need(tag, str) for tag in LANGUAGES}


def _edition(root: _Section, narrative: Mapping[str, Texts]) -> Edition:
    series, edition = root.part("series"), root.part("edition")
    organisations = dictionary().code_list("organisation").names
    handling = dictionary().code_list("tlp").names
    invited = tuple(edition.need("invited", list))
    for organisation in invited:
        if organisation not in organisations:
            raise EditorialError(
                f"edition.toml: edition.invited names {organisation!r}, "
                "which is not an organisation of the data dictionary"
            )
    previous = _period(edition.part("previous")) if "previous" in edition.content else None
    return Edition(
        series=_slug(series),
        series_kind=series.need("kind", str, SERIES_KINDS),
        series_title=series.texts("title"),
        series_of_contributions=series.content.get("contributions", series.need("id", str)),
        period=_period(edition, previous),
        previous=previous,
        version=_number(edition, "version"),
        published_on=edition.need("published_on", datetime.date),
        geography_on=edition.need("geography_on", datetime.date),
        handling=edition.need("handling", str, handling),
        invited=invited,
        title=edition.texts("title"),
        correction=_correction(root),
        judgements=tuple(_judgement(part) for part in root.parts("judgements")),
        narrative=narrative,
    )


def _slug(series: _Section) -> str:
    name: str = series.need("id", str)
    if not SLUG.fullmatch(name):
        raise EditorialError(
            f"edition.toml: {series.address}id is {name!r}; "
            "expected small letters, digits and single hyphens"
        )
    return name


def _number(section: _Section, key: str) -> int:
    number: int = section.need(key, int)
    if not 1 <= number <= MOST_EDITIONS:
        raise EditorialError(
            f"edition.toml: {section.address}{key} must lie from 1 to {MOST_EDITIONS}"
        )
    return number


def _period(section: _Section, previous: Period | None = None) -> Period:
    start = section.need("period_from", datetime.date)
    mode = section.need("counting_mode", str, COUNTING_MODES)
    known_after = start - datetime.timedelta(days=1)
    if mode == "incremental" and previous:
        known_after = previous.cut_off
    period = Period(
        number=_number(section, "number"),
        start=start,
        end=section.need("period_to", datetime.date),
        known_after=known_after,
        cut_off=section.need("cut_off", datetime.date),
        counting_mode=mode,
    )
    if not period.start <= period.end:
        raise EditorialError(f"edition.toml: {section.address}period_to lies before period_from")
    if previous and not previous.cut_off < period.cut_off:
        raise EditorialError(
            f"edition.toml: {section.address}cut_off does not lie after that of the previous one"
        )
    return period


def _correction(root: _Section) -> Correction | None:
    if "correction" not in root.content:
        return None
    part = root.part("correction")
    return Correction(part.need("of_version", int), part.texts("reason"))


def _judgement(part: _Section) -> Judgement:
    return Judgement(
        id=part.need("id", str),
        confidence=part.need("confidence", str, CONFIDENCE_WORDS),
        likelihood=part.need("likelihood", str, LIKELIHOOD_WORDS),
        change=part.need("change", str, CHANGE_WORDS),
        statement=part.texts("statement"),
    )


def _narrative(folder: Path) -> Mapping[str, Texts]:
    return {
        tag: {section: _section(folder, tag, section) for section in SECTIONS} for tag in LANGUAGES
    }


def _section(folder: Path, tag: str, section: str) -> str:
    try:
        return (folder / tag / f"{section}.md").read_text("utf-8").strip()
    except FileNotFoundError:
        raise EditorialError(f"narrative/{tag}/{section}.md is missing") from None
    except UnicodeDecodeError:
        raise EditorialError(f"narrative/{tag}/{section}.md is not UTF-8 text") from None
