"""The sentences on which safety may hang, and who checked each of them as a native speaker."""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

LANGUAGES = ("nl", "en", "uk", "ru")
SENTENCES = ("danger", "confront", "decide", "help")


@dataclass(frozen=True)
class Check:
    """Somebody read a sentence in the own language, and it says what it should."""

    name: str
    date: datetime.date


@dataclass(frozen=True)
class Sentence:
    """One sentence in one language; its sum changes when a letter of it does."""

    name: str
    language: str
    text: str
    checked: Check | None

    @property
    def sum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Block:
    """The sentences of one language, as a page shows them; ``checks`` only where none lacks."""

    language: str
    name: str
    sentences: tuple[Sentence, ...]

    @property
    def checks(self) -> list[Check]:
        found = [one.checked for one in self.sentences if one.checked]
        return list(dict.fromkeys(found)) if len(found) == len(self.sentences) else []


class UnreadableChecks(ValueError):
    """The file with checks is not what it should be."""


def sentences(checks: Mapping[str, Check]) -> list[Sentence]:
    """All of them; ``checks``, by sum, are those that the operator had made."""
    found = []
    for language in LANGUAGES:
        known = _content()[language]
        ours = known.get("checked")
        for name in SENTENCES:
            plain = Sentence(name, language, known[name], Check(**ours) if ours else None)
            found.append(
                Sentence(name, language, plain.text, checks.get(plain.sum) or plain.checked)
            )
    return found


def blocks(language: str, checks: Mapping[str, Check]) -> list[Block]:
    """Those for readers of a page; whoever reads Ukrainian may read Russian more easily."""
    shown = (language, "ru") if language == "uk" else (language,)
    return [
        Block(
            tag,
            _content()[tag].get("name", ""),
            tuple(one for one in sentences(checks) if one.language == tag),
        )
        for tag in shown
    ]


def unchecked(checks: Mapping[str, Check]) -> list[Sentence]:
    return [sentence for sentence in sentences(checks) if not sentence.checked]


def read_checks(path: Path) -> dict[str, Check]:
    """By sum, from ``[[check]]`` tables with sha256, name and date; raises `UnreadableChecks`."""
    try:
        listed = tomllib.loads(path.read_text("utf-8"))["check"]
        found = {one["sha256"]: Check(one["name"], one["date"]) for one in listed}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableChecks(type(error).__name__) from error
    for sum_, check in found.items():
        if not _is_one(sum_, check):
            raise UnreadableChecks("a sum, a name or a date")
    return found


def _is_one(sum_: object, check: Check) -> bool:
    is_sum = isinstance(sum_, str) and re.fullmatch("[0-9a-f]{64}", sum_)
    has_name = isinstance(check.name, str) and check.name.strip()
    return bool(is_sum and has_name and type(check.date) is datetime.date)


@cache
def _content() -> Mapping[str, dict[str, Any]]:
    text = files("toevlucht.content").joinpath("signals/safety.toml").read_text("utf-8")
    return tomllib.loads(text)
