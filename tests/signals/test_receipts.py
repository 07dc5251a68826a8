"""A receipt is seven everyday words; typed by hand it finds its report, and nothing else does."""

from __future__ import annotations

import re
import threading
import time

import pytest
from pytest_django.fixtures import Settings

from toevlucht.language import LANGUAGES
from toevlucht.signals.receipts import (
    key_of,
    keys_of,
    lookups_of,
    normalised,
    receipt_for,
    words_of,
)

LETTERS = {"nl": "[a-z]", "en": "[a-z]", "uk": "[абвгґдеєжзиіїйклмнопрстуфхцчшщьюя]"}
EVERYDAY = "Lamp, tafel-boom  Venster\nPAARD stoel jas"

every_language = pytest.mark.parametrize("tag", LANGUAGES)


@every_language
def test_there_are_1024_words_of_four_to_seven_letters(tag: str) -> None:
    words = words_of(tag)
    assert len(set(words)) == len(words) == 1024
    assert [word for word in words if not re.fullmatch(f"{LETTERS[tag]}{{4,7}}", word)] == []


@every_language
def test_no_two_words_differ_by_one_letter(tag: str) -> None:
    """A slip of the finger leads to nothing, never to another word of the list."""
    gaps = [
        f"{word[:place]}?{word[place + missing :]}"
        for word in words_of(tag)
        for place in range(len(word) + 1)
        for missing in (0, 1)
        if place + missing <= len(word)
    ]
    assert len(gaps) == len(set(gaps))


@every_language
def test_the_same_form_has_the_same_receipt(tag: str) -> None:
    made = receipt_for("nonce", tag)
    assert made == receipt_for("nonce", tag) != receipt_for("another", tag)
    assert len(made.split()) == 7
    assert set(made.split()) <= set(words_of(tag))


def test_every_place_of_a_receipt_uses_the_whole_list() -> None:
    made = [receipt_for(str(number), "en").split() for number in range(3000)]
    for place in range(7):
        assert len({words[place] for words in made}) > 900


def test_typed_by_hand_it_is_the_same() -> None:
    assert normalised(EVERYDAY) == "lamp tafel boom venster paard stoel jas"
    assert normalised("М’ЯТА м'ята мʼята") == "мята мята мята"
    assert keys_of(EVERYDAY) == keys_of("lamp tafel boom venster paard stoel jas")
    assert keys_of(EVERYDAY) != keys_of("lamp tafel boom venster paard stoel")


def test_another_key_of_the_site_gives_another_place_and_the_old_one_is_still_found(
    settings: Settings,
) -> None:
    before = keys_of(EVERYDAY)
    settings.TOEVLUCHT_CONTENT_OLD_KEYS = [settings.TOEVLUCHT_CONTENT_KEY]
    settings.TOEVLUCHT_CONTENT_KEY = "another one"
    found = lookups_of(EVERYDAY)
    assert (len(found), found[1]) == (2, before.lookup)
    assert key_of(EVERYDAY, found[1]) == before.key
    assert key_of(EVERYDAY, found[0]) != before.key


def test_others_work_while_a_key_is_made() -> None:
    """The slow part holds no lock of ours or of Python's."""
    began = threading.Event()

    def derive() -> None:
        began.set()
        for _ in range(3):
            keys_of(EVERYDAY)

    slow = threading.Thread(target=derive)
    slow.start()
    began.wait()
    turns = 0
    while slow.is_alive():
        time.sleep(0.001)
        turns += 1
    slow.join()
    assert turns > 20
