"""Numbers typed by hand are found in three languages, and a protected one is pointed out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.picture.conftest import DEMO
from tests.picture.desk import Desk, observation

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.editorial import read_editorial
from toevlucht.picture.figures import compute_all, find_all
from toevlucht.picture.number_words import numbers_in
from toevlucht.picture.snapshot import open_snapshot
from toevlucht.picture.typed_counts import TypedCount, typed_counts, warnings


def found(text: str, tag: str) -> list[int]:
    return [number for number, _, _ in numbers_in(text, tag)]


@pytest.mark.parametrize(
    ("tag", "text", "numbers"),
    [
        ("nl", "Drie vrouwen en 12 mannen meldden zich.", [3, 12]),
        ("en", "Three women and 1,234 men came forward.", [3, 1234]),
        ("uk", "Трьох жінок і п’ятьма чоловіками, двадцяти родин.", [3, 5, 20]),
        ("uk", "Прийшли дві жінки й одинадцятеро та дев'ять дітей.", [2, 9]),
        ("nl", "Eén onderzoek loopt, en 1.250 mensen wachten.", [1, 1250]),
        ("nl", "Er waren 20 377 mensen.", [20377]),
        ("en", "**Four** reports, _seven_ signals.", [4, 7]),
    ],
)
def test_counts_are_found_in_digits_and_in_words(tag: str, text: str, numbers: list[int]) -> None:
    assert found(text, tag) == numbers


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("nl", "Tussen 3 en 7 april 2022, en op 24 februari, is er weinig gemeld."),
        ("en", "By 24 April 2022 it was known, between 3 and 7 May."),
        ("uk", "До 24 квітня 2022 року."),
        ("nl", "Artikel 273f en artikel 12, lid 3; bel 112 of 0800-2000."),
        ("en", "Article 4 of the Convention, page 7, edition 2, call 0800-2000."),
        ("uk", "Стаття 12, випуск 2, телефон 112."),
        ("nl", "Ongeveer 40% of 40 procent, en 3,5 keer zo veel."),
        ("en", "About 40 per cent, 3.5 times, at 14:30."),
        ("nl", "Tientallen mensen, enkele tientallen vrouwen, honderden kinderen."),
        ("en", "Dozens of people; no one knows; see [figure](files/12.csv)."),
        ("uk", "Десятки людей, один одного знають."),
        ("nl", "Er is een man gezien, in 2021."),
        ("en", "1. First point\n2. Second point"),
    ],
)
def test_dates_articles_and_vague_words_are_no_counts(tag: str, text: str) -> None:
    assert found(text, tag) == []


class TestAnEdition:
    """Three people, protected; seven reports, public; and a text that speaks of both."""

    @pytest.fixture(scope="class")
    @classmethod
    def typed(cls, tmp_path_factory: pytest.TempPathFactory) -> list[TypedCount]:
        desk = Desk(tmp_path_factory.mktemp("typed"))
        rows: list[Any] = [observation("P", count="3", counting_unit="person", form="sexual")]
        rows += [observation("R", count="7")]
        desk.receive("police", observations=rows)
        frozen = desk.freeze()
        narrative = frozen / "editorial" / "narrative"
        for tag, text in TEXTS.items():
            (narrative / tag / "summary.md").write_text(text, "utf-8")
        return of(frozen)

    def test_a_protected_number_beside_its_words_comes_first_in_every_language(
        self, typed: list[TypedCount]
    ) -> None:
        strong = [one for one in typed if one.kind == "hidden"]
        assert {one.language for one in strong} == set(LANGUAGES)
        assert {(one.number, one.figure) for one in strong} == {(3, "ladder-national")}
        assert typed[: len(strong)] == strong

    def test_a_number_that_stands_in_a_figure_is_no_warning(self, typed: list[TypedCount]) -> None:
        public = [one for one in typed if one.kind == "public"]
        assert {one.number for one in public} == {7}
        assert not [line for line in warnings(typed, language("en")) if "number 7." in line]

    def test_a_number_of_nowhere_is_told_with_its_place(self, typed: list[TypedCount]) -> None:
        nowhere = next(one for one in typed if one.kind == "nowhere" and one.language == "en")
        assert (nowhere.number, nowhere.section, nowhere.line) == (4321, "section:summary", 3)
        said = language("en").message(nowhere.message)
        assert "In short" in said
        assert "line 3" in said
        assert "4,321 pigeons" in said

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_every_finding_can_be_said(self, typed: list[TypedCount], tag: str) -> None:
        for one in typed:
            assert str(one.number) in language(tag).message(one.message)


TEXTS = {
    "nl": "Er zijn drie mensen met seksuele uitbuiting gemeld.\n\n4.321 duiven en 7 meldingen.",
    "en": "Three people reported sexual exploitation.\n\n4,321 pigeons and 7 reports.",
    "uk": "Трьох людей назвали: сексуальна експлуатація.\n\n4321 голуб і 7 повідомлень.",
}


def of(frozen: Path) -> list[TypedCount]:
    """The typed counts of a frozen edition whose narrative was changed for this test."""
    with open_snapshot(frozen) as snapshot:
        findings = {kind.id: result for kind, result in find_all(snapshot)}
        computed = compute_all(snapshot, findings)
        edition = read_editorial(frozen / "editorial")
        return typed_counts(edition, computed.figures, computed.found)


def test_the_demo_types_no_protected_number(demo_frozen: Any) -> None:
    for name in ("edition-1", "edition-2", "edition-3"):
        assert not [one for one in of(demo_frozen(name)) if one.kind == "hidden"], DEMO


def test_the_exercise_names_no_number_of_a_place_but_that_of_letters(demo_frozen: Any) -> None:
    """The one that is left counts letters; a person sees that, and the software cannot."""
    strong = [one for one in of(demo_frozen("interim-2022-06-07-v1")) if one.kind == "hidden"]
    assert {one.section for one in strong} == {"section:gaps"}
    assert {one.language for one in strong} == set(LANGUAGES)
    assert all(word in one.excerpt for one in strong for word in [LETTER[one.language]])


LETTER = {"nl": "brief", "en": "letter", "uk": "лист"}
