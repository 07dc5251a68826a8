"""The editorial file is read whole, and a mistake in it is named by its key."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.picture.desk import FIRST, Desk

from toevlucht.picture.editorial import EditorialError, read_editorial

Mistake = Callable[[str], str]


def replacing(old: str, new: str) -> Mistake:
    def mistake(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return mistake


MISTAKES: dict[str, tuple[Mistake, str]] = {
    "no TOML": (lambda text: text + "\n= nothing", "not readable TOML"),
    "a kind of series that is none": (replacing('"real"', '"true"'), "series.kind is 'true'"),
    "a title in two languages": (replacing('uk = "Series (uk)"\n', ""), "series.title.uk"),
    "a number below the first": (replacing("number = 2", "number = -1"), "edition.number"),
    "a number beyond all editions": (replacing("number = 2", "number = 99999"), "edition.number"),
    "a series that climbs out of its folder": (
        replacing('id = "ukraine-2022"', 'id = "../../ukraine"'),
        "series.id",
    ),
    "a number in words": (replacing("number = 2", 'number = "two"'), "edition.number"),
    "a yes for a number": (replacing("version = 1", "version = true"), "edition.version"),
    "a day in words": (replacing("cut_off = 2022-04-24", 'cut_off = "24/4"'), "edition.cut_off"),
    "a moment for a day": (
        replacing("cut_off = 2022-04-24", "cut_off = 2022-04-24T12:00:00"),
        "edition.cut_off",
    ),
    "a period that ends before it begins": (
        replacing("period_from = 2022-02-24", "period_from = 2022-05-24"),
        "period_to lies before period_from",
    ),
    "a counting mode that is none": (replacing('"cumulative"', '"all"'), "edition.counting_mode"),
    "a handling code that is none": (replacing('"clear"', '"white"'), "edition.handling"),
    "an organisation that nobody knows": (replacing("'police'", "'pollice'"), "'pollice'"),
    "a likelihood that is none": (replacing('"unlikely"', '"maybe"'), "judgements[1].likelihood"),
    "a confidence that is none": (replacing('"low"', '"sure"'), "judgements[1].confidence"),
    "judgements that are none": (replacing("[[judgements]]", "[judgements]"), "judgements"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(desk: Desk, name: str) -> None:
    mistake, words = MISTAKES[name]
    file = desk.editorial() / "edition.toml"
    file.write_text(mistake(file.read_text("utf-8")), "utf-8")
    with pytest.raises(EditorialError) as refusal:
        read_editorial(file.parent)
    assert words in str(refusal.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EditorialError, match=r"edition\.toml is missing"):
        read_editorial(tmp_path)


def test_a_narrative_that_is_no_text_is_named(desk: Desk) -> None:
    editorial = desk.editorial()
    (editorial / "narrative" / "nl" / "next.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(EditorialError, match=r"narrative/nl/next\.md is not UTF-8"):
        read_editorial(editorial)


def test_all_that_was_written_is_there(desk: Desk) -> None:
    edition = read_editorial(desk.editorial(FIRST, correction=1, version=2, number=2))
    assert (edition.series, edition.number, edition.version) == ("ukraine-2022", 2, 2)
    assert edition.period.cut_off == datetime.date(2022, 4, 24)
    assert edition.previous is not None
    assert edition.previous.cut_off == datetime.date(2022, 3, 24)
    assert edition.correction is not None
    assert edition.correction.reason["uk"] == "It was wrong (uk)"
    assert edition.judgements[0].statement["nl"] == "Little is known (nl)"
    assert edition.narrative["en"]["gaps"] == "What the editors wrote under gaps (en)."


class TestTheWindow:
    def test_of_a_cumulative_edition_opens_with_its_period(self, desk: Desk) -> None:
        edition = read_editorial(desk.editorial(FIRST))
        assert edition.period.known_after == datetime.date(2022, 2, 23)

    def test_of_an_incremental_one_opens_where_the_one_before_stopped(self, desk: Desk) -> None:
        edition = read_editorial(desk.editorial(FIRST, counting_mode="incremental"))
        assert edition.period.known_after == datetime.date(2022, 3, 24)

    def test_of_an_incremental_one_without_any_before_opens_with_its_period(
        self, desk: Desk
    ) -> None:
        edition = read_editorial(desk.editorial(counting_mode="incremental"))
        assert edition.period.known_after == datetime.date(2022, 2, 23)

    def test_never_opens_after_it_closed(self, desk: Desk) -> None:
        late = {**FIRST, "cut_off": "2022-05-24"}
        with pytest.raises(EditorialError, match="previous"):
            read_editorial(desk.editorial(late, counting_mode="incremental"))


def test_an_exercise_may_use_the_contributions_of_another_series(desk: Desk) -> None:
    file = desk.editorial() / "edition.toml"
    text = file.read_text("utf-8").replace('id = "ukraine-2022"', 'id = "exercise"', 1)
    file.write_text(text.replace("[series]", '[series]\ncontributions = "ukraine-2022"', 1))
    edition = read_editorial(file.parent)
    assert (edition.series, edition.series_of_contributions) == ("exercise", "ukraine-2022")
