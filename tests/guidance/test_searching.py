"""What a search finds: any form of a word, inside compounds, by synonym, in three languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from toevlucht.guidance.queries.searching import search

pytestmark = pytest.mark.usefixtures("handbooks")

# Each can be held against the handbook by eye: what is asked, in which language, what is found.
EXAMPLES = (
    ("opvang", "nl", "GOO-01", "opvanglocatie"),  # inside a compound
    ("slaapkamers", "nl", "GOO-12", "slaapkamer"),  # a plural
    ("dokter", "nl", "GOO-27", "huisarts"),  # a synonym
    ("gastgezinnen", "nl", "POO-08", "gastgezin"),
    ("mensenhandl", "nl", "GOO-33", "mensenhandel"),  # a mistake
    ("de meldroute", "nl", "GOO-33", "meldroute"),  # a word that says nothing by itself
    ("GOO-44", "nl", "GOO-44", None),  # its number
    ("complaints", "en", "GOO-44", "complaint"),
    ("shelter", "en", "POO-01", "shelter"),
    ("registering", "en", "POO-12", "registered"),
    ("спальню", "uk", "GOO-12", "спальню"),
    ("спальнями", "uk", "GOO-12", "спальню"),  # another case of a word
    ("скаргами", "uk", "GOO-44", "Скаргу"),
    ("здоров'я", "uk", "GOO-27", "здоров’я"),  # the apostrophe of a keyboard
)


def test_it_finds_what_a_person_means() -> None:
    for question, language, code, marked in EXAMPLES:
        hits = {hit.passage.code: hit for hit in search(question, language)}
        assert code in hits, question
        if marked:
            found = {part.text for part in hits[code].sentence if part.is_found}
            assert marked in found, question


def test_what_answers_all_that_is_asked_stands_alone() -> None:
    both = search("klacht ombudsman gemeente", "nl")
    assert both[0].passage.code == "GOO-44"
    assert search("xyzzy", "nl") == []
    assert search(" ?! ", "nl") == []
    assert {hit.passage.version.number for hit in search("opvang", "nl")} == {2, 3}


def test_it_asks_four_times_whatever_is_asked(django_assert_num_queries: Any) -> None:
    for question in ("vog", "een slaapkamer op slot voor vrouwen en kinderen", "opvang " * 50):
        with django_assert_num_queries(4):
            assert search(question, "nl")


def test_the_page_shows_the_sentence_and_marks_the_word(client: Client) -> None:
    said = client.get("/nl/handbooks/search/", {"q": "opvang"}).content.decode()
    assert "<mark>opvanglocatie</mark>" in said
    nothing = client.get("/nl/handbooks/search/", {"q": "<b>xyzzy"}).content.decode()
    assert "Niets gevonden" in nothing
    assert "<b>xyzzy" not in nothing
