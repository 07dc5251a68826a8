"""Numbers, dates, lists and plurals as readers of each language write them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from toevlucht.language import LANGUAGES, Coded, Day, Message, Named, Value, language

DAY = datetime.date(2022, 3, 24)
# Ukrainian sets thousands apart by a no-break space, and the year from its "р." by a narrow one.
SPACE, NARROW = "\u00a0", "\u202f"
THREE = ("nl", "en", "uk")


def in_three(write: object) -> tuple[str, ...]:
    assert callable(write)
    return tuple(write(language(tag)) for tag in THREE)


def test_whole_numbers_are_grouped_by_thousands() -> None:
    assert in_three(lambda spoken: spoken.number(1234567)) == (
        "1.234.567",
        "1,234,567",
        f"1{SPACE}234{SPACE}567",
    )


def test_a_small_number_is_not_grouped_and_zero_is_written() -> None:
    assert in_three(lambda spoken: spoken.number(0)) == ("0", "0", "0")
    assert in_three(lambda spoken: spoken.number(999)) == ("999", "999", "999")


def test_decimals_follow_the_language() -> None:
    assert in_three(lambda spoken: spoken.number(Decimal("0.5"))) == ("0,5", "0.5", "0,5")


def test_shares_are_percentages_without_false_precision() -> None:
    assert in_three(lambda spoken: spoken.percent(Decimal("0.433"))) == ("43%", "43%", "43%")
    assert in_three(lambda spoken: spoken.percent(Decimal("0.4333"), 1)) == (
        "43,3%",
        "43.3%",
        "43,3%",
    )


def test_dates_name_the_month() -> None:
    assert in_three(lambda spoken: spoken.date(DAY)) == (
        "24 maart 2022",
        "24 March 2022",
        f"24 березня 2022{NARROW}р.",
    )


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        ("month", ("maart 2022", "March 2022", "березень 2022")),
        ("year", ("2022", "2022", "2022")),
        (
            "week",
            (
                "de week van 24 maart 2022",
                "the week of 24 March 2022",
                f"тиждень від 24 березня 2022{NARROW}р.",
            ),
        ),
    ],
)
def test_a_day_says_no_more_than_its_source_does(precision: str, written: tuple[str, ...]) -> None:
    assert in_three(lambda spoken: spoken.write(Day(DAY, precision))) == written


def test_lists_end_with_the_word_for_and() -> None:
    assert in_three(lambda spoken: spoken.write(("a", "b", "c"))) == (
        "a, b en c",
        "a, b and c",
        "a, b і c",
    )
    assert in_three(lambda spoken: spoken.write(("a",))) == ("a", "a", "a")
    assert in_three(lambda spoken: spoken.write(())) == ("", "", "")


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 осіб"),
        (1, "1 особа"),
        (2, "2 особи"),
        (5, "5 осіб"),
        (11, "11 осіб"),
        (21, "21 особа"),
        (22, "22 особи"),
        (25, "25 осіб"),
        (111, "111 осіб"),
        (1001, f"1{SPACE}001 особа"),
    ],
)
def test_ukrainian_chooses_the_plural_by_the_number(count: int, written: str) -> None:
    assert language("uk").say("rendering.unit.person", n=count) == written


@pytest.mark.parametrize(
    ("count", "dutch", "english"),
    [(0, "0 personen", "0 people"), (1, "1 persoon", "1 person"), (21, "21 personen", "21 people")],
)
def test_dutch_and_english_know_one_and_more(count: int, dutch: str, english: str) -> None:
    assert language("nl").say("rendering.unit.person", n=count) == dutch
    assert language("en").say("rendering.unit.person", n=count) == english


def test_a_plural_without_a_whole_number_is_refused() -> None:
    with pytest.raises(TypeError, match="whole number n"):
        language("en").say("rendering.unit.person", n=Decimal("1.5"))


def test_a_code_is_read_as_its_label() -> None:
    assert in_three(lambda spoken: spoken.write(Coded("rung", "rumour"))) == (
        "gerucht",
        "rumour",
        "чутка",
    )


def test_a_place_is_read_by_its_name_and_falls_back_to_the_dutch_one() -> None:
    place = Named("VR15", {"nl": "Haaglanden", "uk": "Хагланден"})
    assert in_three(lambda spoken: spoken.write(place)) == ("Haaglanden", "Haaglanden", "Хагланден")


def test_a_message_within_a_message_speaks_the_same_language() -> None:
    inner = Message("rendering.unit.person", {"n": 2})
    sentence = Message("figures.partner_registrations.item", {"who": "CoMensha", "number": inner})
    assert in_three(lambda spoken: spoken.message(sentence)) == (
        "CoMensha 2 personen",
        "CoMensha 2 people",
        "CoMensha — 2 особи",
    )


def test_braces_in_a_value_stay_as_they_are() -> None:
    said = language("en").say("figures.partner_registrations.item", who="{n}", number="{who}")
    assert said == "{n} {who}"


def test_a_language_that_is_not_spoken_is_refused() -> None:
    with pytest.raises(KeyError):
        language("de")
    assert LANGUAGES == THREE


@pytest.mark.parametrize("value", [DAY, Day(DAY, "day"), Day(DAY, "week")])
def test_a_sentence_that_ends_with_a_ukrainian_date_has_one_full_stop(value: Value) -> None:
    said = language("uk").say("accessibility.reviewed", day=value)
    assert said.endswith(f"2022{NARROW}р.")
