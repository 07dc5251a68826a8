"""What keeps a draft from moving on: texts that are not there, and what an edition cannot show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from toevlucht.language import LANGUAGES, Message, Value
from toevlucht.picture.document import check_places
from toevlucht.picture.editorial import SECTIONS, Edition
from toevlucht.picture.figures import FIGURES
from toevlucht.picture.markdown import MarkdownError

FIGURE_IDS = tuple(kind.id for kind in FIGURES)


@dataclass(frozen=True)
class Lack:
    """``place`` is setup, section or judgement, and ``name`` which one: where to mend it."""

    place: str
    name: str
    message: Message


def lacking(edition: Edition, figures: Collection[str] = FIGURE_IDS) -> list[Lack]:
    """Everything that must be mended before anybody outside the editors reads it."""
    return [
        *_titles(edition),
        *_sections(edition),
        *_judgements(edition),
        *_places(edition, figures),
    ]


def _titles(edition: Edition) -> Iterator[Lack]:
    for tag in LANGUAGES:
        if not edition.title[tag].strip():
            yield Lack("setup", "title", _missing("title", tag))
        if edition.correction and not edition.correction.reason[tag].strip():
            yield Lack("setup", "reason", _missing("reason", tag))
    if not edition.invited:
        yield Lack("setup", "invited", Message("drafts.lacking.invited"))


def _sections(edition: Edition) -> Iterator[Lack]:
    for section in SECTIONS:
        for tag in LANGUAGES:
            if not edition.narrative[tag][section].strip():
                yield Lack("section", section, _missing("section", tag, section))


def _judgements(edition: Edition) -> Iterator[Lack]:
    if not edition.judgements:
        yield Lack("judgement", "", Message("drafts.lacking.judgements"))
    for judgement in edition.judgements:
        for tag in LANGUAGES:
            if not judgement.statement[tag].strip():
                yield Lack("judgement", judgement.id, _missing("judgement", tag, judgement.id))


def _places(edition: Edition, figures: Collection[str]) -> Iterator[Lack]:
    """The first thing in each section that cannot be shown, and figures put where none can be."""
    for tag in LANGUAGES:
        for section, error in check_places(edition, figures, tag):
            yield Lack("section", section, _markup(section, tag, error))


def _missing(what: str, tag: str, name: str = "") -> Message:
    spoken = Message(f"language.name.{tag}")
    named: Value = Message(f"drafts.section.{name}") if what == "section" else name
    return Message(f"drafts.lacking.{what}", {"language": spoken, "name": named})


def _markup(section: str, tag: str, error: MarkdownError) -> Message:
    values: dict[str, Value] = {
        "name": Message(f"drafts.section.{section}"),
        "language": Message(f"language.name.{tag}"),
        "line": str(error.line),
        "problem": error.message,
    }
    return Message("drafts.lacking.markup", values)
