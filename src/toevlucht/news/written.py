"""A news item as it is written: statements with their sources, and what it refers to by name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from toevlucht.language import LANGUAGES

Texts = Mapping[str, str]
Plain = dict[str, Any]

FACT, CALL = "fact", "call"
KINDS = (FACT, CALL)
SOURCE_DAY = re.compile(r"\d{4}(-\d{2}){0,2}|")
FALL_BACK = ("en", "nl")
"""In which language a reader gets an item that does not exist in theirs; Dutch always does."""

# Who asks or advises needs no number and no year; who gives one states a fact.
STATES = re.compile(r"\d")


@dataclass(frozen=True)
class Statement:
    """A fact with its source, or a call to do something; in Dutch at least."""

    kind: str
    text: Texts
    source: str = ""
    source_on: str = ""
    address: str = ""

    def plain(self) -> Plain:
        return {
            "kind": self.kind,
            "text": dict(self.text),
            "source": self.source,
            "source_on": self.source_on,
            "address": self.address,
        }


@dataclass(frozen=True)
class Lack:
    """What keeps an item from being published; ``place`` counts statements from one."""

    code: str
    place: int = 0
    name: str = ""


@dataclass(frozen=True)
class WrittenItem:
    """``on`` is the day that the news is of; ``reason`` says what a correction corrects."""

    on: datetime.date
    title: Texts
    summary: Texts
    reason: Texts = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    references: tuple[str, ...] = ()  # kind:name

    def plain(self) -> Plain:
        return {
            "on": self.on.isoformat(),
            "title": dict(self.title),
            "summary": dict(self.summary),
            "reason": dict(self.reason),
            "statements": [one.plain() for one in self.statements],
            "references": list(self.references),
        }

    @property
    def languages(self) -> list[str]:
        """Those in which all of it is written."""
        return [tag for tag in LANGUAGES if all(one.get(tag, "").strip() for one in self._texts)]

    @property
    def _texts(self) -> list[Texts]:
        reason = [self.reason] if any(self.reason.values()) else []
        return [self.title, self.summary, *reason, *(one.text for one in self.statements)]

    def language_for(self, tag: str) -> str:
        """That of the reader where all of it is written in it, else the one to fall back on."""
        there = self.languages
        return next((one for one in (tag, *FALL_BACK) if one in there), "nl")


def item_from(plain: Mapping[str, Any]) -> WrittenItem:
    return WrittenItem(
        on=datetime.date.fromisoformat(plain["on"]),
        title=plain["title"],
        summary=plain["summary"],
        reason=plain["reason"],
        statements=tuple(Statement(**one) for one in plain["statements"]),
        references=tuple(plain["references"]),
    )


def lacks_of(item: WrittenItem, known: Collection[str], is_correction: bool) -> list[Lack]:
    """``known`` are the names that can be referred to now."""
    found = [
        Lack(name)
        for name, texts in (("title", item.title), ("summary", item.summary))
        if not texts.get("nl", "").strip()
    ]
    if is_correction and not item.reason.get("nl", "").strip():
        found.append(Lack("reason"))
    if not item.statements:
        found.append(Lack("statements"))
    for place, one in enumerate(item.statements, start=1):
        found += _of_statement(one, place)
    found += [Lack("reference", name=name) for name in item.references if name not in known]
    return found


def _of_statement(one: Statement, place: int) -> list[Lack]:
    found = [] if one.text.get("nl", "").strip() else [Lack("text", place)]
    if one.kind == FACT and not one.source.strip():
        found.append(Lack("source", place))
    if one.kind == CALL and any(STATES.search(text) for text in one.text.values()):
        found.append(Lack("number", place))
    return found
