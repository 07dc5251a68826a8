"""One thing has one word: what pages, checks, figures and the demo call it in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.language.catalogues import CATALOGUES, SOURCE, forms

from toevlucht.language import LANGUAGES

# The word that we use, and the ones that we do not use for it, in the language where it happened.
ONE_WORD = [
    ("nl", "einddatum", r"peildatum|afsluitdatum"),
    ("nl", "niet geleverd", r"niet aangeleverd|niet verstrekt"),
    ("nl", "inzending", r"\bbijdragen? van (?:een )?partner"),
    ("nl", "uitgave", r"\beditie"),
    ("en", "cut-off date", r"reference date|cutoff"),
    ("en", "not supplied", r"not provided"),
    ("uk", "муніципалітет", r"громад(?!ян)"),
    ("uk", "приймальна родина", r"приймаюч"),
    ("uk", "кінцева дата", r"граничн\w+ дат|дат\w+ зрізу"),
    ("uk", "постраждала особа", r"потерпіл|жертв"),
    ("uk", "прихована кількість", r"прихован\w+ числ"),
    ("uk", "незаконне переправлення людей", r"контрабанд"),
    ("uk", "регіон безпеки", r"безпеков\w+ регіон"),
    ("uk", "біженці", r"біжанц"),
]
NOT_UKRAINIAN = re.compile(r"[ыэёъ]|[A-Za-z][а-яіїєґ]|[а-яіїєґ][A-Za-z]", re.IGNORECASE)
STRAIGHT_APOSTROPHE = re.compile(r"[а-яіїєґ]'[а-яіїєґ]", re.IGNORECASE)


def texts(tag: str) -> Iterator[tuple[str, str]]:
    """All that a reader may meet in a language: texts by key, pages and narratives by path."""
    for key, phrase in CATALOGUES[tag].items():
        yield from ((key, text) for text in forms(phrase))
    for path in sorted((SOURCE / "content").rglob("*.md")):
        if path.parent.name == tag:
            yield _name(path), path.read_text("utf-8")


@pytest.mark.parametrize(("tag", "ours", "others"), ONE_WORD)
def test_one_thing_has_one_word(tag: str, ours: str, others: str) -> None:
    found = [name for name, text in texts(tag) if re.search(others, text, re.IGNORECASE)]
    assert found == [], f"say {ours!r}"


def test_ukrainian_is_written_in_its_own_letters() -> None:
    assert [name for name, text in texts("uk") if NOT_UKRAINIAN.search(text)] == []


def test_ukrainian_has_one_apostrophe() -> None:
    assert [name for name, text in texts("uk") if STRAIGHT_APOSTROPHE.search(text)] == []


def test_only_ukrainian_is_written_in_cyrillic() -> None:
    own_name = "rendering.language_name.uk"
    for tag in ("nl", "en"):
        cyrillic = [n for n, text in texts(tag) if re.search("[а-яіїєґ]", text, re.IGNORECASE)]
        assert set(cyrillic) <= {own_name}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_and_narrative_is_there_in_this_language(tag: str) -> None:
    def stories(language: str) -> set[str]:
        found = (SOURCE / "content").rglob(f"{language}/*.md")
        return {_name(path).replace(f"/{language}/", "/") for path in found}

    assert stories(tag) == stories("en")
    assert stories(tag)


def _name(path: Path) -> str:
    return path.relative_to(SOURCE / "content").as_posix()
