"""Our Dutch is measured as its documentation says, and courses, news and pages stay plain."""

from __future__ import annotations

import pytest
from tools.plain_dutch import (
    ENOUGH_WORDS,
    LINE,
    LONGEST_SENTENCE,
    Text,
    by_document,
    courses,
    news,
    pages,
    sentences,
    syllables,
)

# Douma's "fairly easy" begins here: the sixth year of primary school.
FAIRLY_EASY = 70
# Names of organisations and licences, which we cannot say more plainly.
MOSTLY_NAMES = {"pages/about"}


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("kat", "zee", "nieuw", "leeuw", "mooi", "zo’n", "s"), 1),
        (("mensen", "bureau", "zeeën", "gooien", "bijeen", "zwijgen"), 2),
        (("situatie", "officieel", "Oekraïne", "vluchtelingen"), 4),
        (("burgerservicenummer",), 7),
        (("BSN", "112", "€"), None),
    ],
)
def test_syllables_are_those_that_people_say(words: tuple[str, ...], number: int | None) -> None:
    counted = [syllables(word) for word in words]
    assert counted == ([3, 3, 1] if number is None else [number] * len(words))


def test_reading_ease_is_what_one_works_out_by_hand() -> None:
    text = Text("a", tuple(sentences("De kat slaapt. ‘Waar is zij nu?’ vraagt de buurvrouw.")))
    # De kat slaapt: 3 words, 3 syllables. Waar is zij nu vraagt de buurvrouw: 7 and 8.
    assert [len(sentence.words) for sentence in text.sentences] == [3, 7]
    assert text.ease == pytest.approx(206.84 - 0.93 * 10 / 2 - 77 * 11 / 10)


def test_what_is_no_sentence_is_not_measured() -> None:
    written = """# Een kop

Dit is **een** zin met [een verwijzing](https://example.org/x.y) en {iets.anders}. {n} zijn twee:

- op 24.4 of om 23.30 uur;
- e-mail.
"""
    assert [str(sentence) for sentence in sentences(written)] == [
        "Dit is een zin met een verwijzing en X",
        "X zijn twee",
        "op 24.4 of om 23.30 uur",
        "e-mail",
    ]


def test_courses_news_and_pages_are_plain() -> None:
    written = [*courses(), *news(), *pages()]
    assert {text.name.split("/")[0] for text in written} == {"courses", "news", "pages"}
    long = [
        f"{text.name}: {sentence}"
        for text in written
        for sentence in text.sentences
        if len(sentence.words) > LONGEST_SENTENCE
    ]
    assert long == []
    hard = {text.name for text in written if text.ease < LINE and len(text.words) >= ENOUGH_WORDS}
    assert hard <= MOSTLY_NAMES
    documents = by_document([*courses(), *news()])
    assert [text.name for text in documents if text.ease < FAIRLY_EASY] == []
