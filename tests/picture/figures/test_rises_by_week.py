"""Rises by week: a real one is one story, chance is reckoned with, short history asks nothing."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.picture.desk import Desk, cells, figure_of, observation, reads, said

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.figures.weekly_series import weekly
from toevlucht.picture.tables import Count, Figure, Span

CUT_OFF = datetime.date(2024, 9, 26)
LAST = datetime.date(2024, 9, 16)  # the Monday of the last whole week
PLACES = ("GM0599", "GM0363", "GM0518")


def quiet(weeks: int) -> list[dict[str, str]]:
    """Two or three statements a week, of labour and of sexual exploitation, in three regions."""
    rows = []
    for back in range(weeks):
        day = LAST - datetime.timedelta(weeks=back)
        for number in range(2 + back % 2):
            form = ("labour", "sexual")[number % 2]
            rows.append(_row(f"Q-{back}-{number}", day, form, PLACES[(back + number) % 3]))
    return rows


def _row(id: str, day: datetime.date, form: str, area: str) -> dict[str, str]:
    seen = day.isoformat()
    return observation(
        id,
        form=form,
        date_precision="day",
        level="regional",
        area=area,
        observed_from=seen,
        observed_to=seen,
        known_on=(day + datetime.timedelta(days=1)).isoformat(),
    )


def rise(weeks_ago: int, form: str, area: str, count: int) -> list[dict[str, str]]:
    day = LAST - datetime.timedelta(weeks=weeks_ago)
    return [_row(f"R-{weeks_ago}-{number}", day, form, area) for number in range(count)]


def frozen(folder: Path, rows: list[dict[str, str]]) -> Path:
    desk = Desk(folder)
    day = CUT_OFF.isoformat()
    desk.receive("police", cut_off=day, observations=rows)
    days = dict.fromkeys(("period_to", "cut_off", "published_on", "geography_on"), day)
    return desk.freeze(None, **days)


class TestARiseInOneRegion:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        rows = quiet(125) + rise(0, "labour", "GM0599", 19)
        made = frozen(tmp_path_factory.mktemp("rise"), rows)
        return figure_of(made, "rises-by-week", public=True)

    def test_is_one_story_and_not_one_of_each_series(self, figure: Figure) -> None:
        told = [row for row in cells(figure, "how") if row.startswith("story.")]
        assert len(told) == 1
        assert said(figure).startswith("Rose more than chance explains")

    def test_says_how_often_chance_alone_would_cry_alarm(self, figure: Figure) -> None:
        assert "Asked: 24 times; chance alone would give 0" in said(figure)

    def test_stands_beside_what_could_be_expected(self, figure: Figure) -> None:
        row = f"country.{LAST.isoformat()}"
        number, expected = figure.table.cell(row, "number"), figure.table.cell(row, "expected")
        assert number == Count(21, "statement")
        assert isinstance(expected, Span)
        assert (expected.high or 0) < 21
        assert reads(figure, "form.labour", "how") == "more than chance explains"
        assert reads(figure, "form.sexual", "how") == "no rise shown"

    def test_gives_no_number_of_a_region(self, figure: Figure) -> None:
        assert not [
            row for row in cells(figure, "number") if "region" in row and "story" not in row
        ]

    @pytest.mark.parametrize("tag", LANGUAGES)
    def test_is_said_in_every_language(self, figure: Figure, tag: str) -> None:
        assert "24" in language(tag).message(figure.sentence)


def test_without_a_rise_nothing_is_told(tmp_path: Path) -> None:
    figure = figure_of(frozen(tmp_path, quiet(125)), "rises-by-week")
    assert said(figure).startswith("Nothing rose more than chance explains in the last weeks")


def test_with_few_weeks_of_history_it_cannot_be_asked_yet(tmp_path: Path) -> None:
    figure = figure_of(frozen(tmp_path, quiet(30)), "rises-by-week")
    assert figure.state == "not_computed"
    assert "there are 30 weeks with statements, and at least 111 are needed" in said(figure)


def test_without_statements_it_is_empty(desk: Desk) -> None:
    assert desk.figure("rises-by-week").state == "empty"


def test_a_week_that_is_not_over_is_left_out() -> None:
    row = {"form": "labour", "safety_region": "VR17", "statements": 2}
    days = (datetime.date(2024, 9, 17), datetime.date(2024, 9, 24))
    given = [row | {"observed_to": day, "known_on": day} for day in days]
    found = weekly(given, CUT_OFF)
    assert found is not None
    assert found.mondays == (LAST,)
    assert found.counts.tolist() == [[2], [2], [2]]
    assert found.names == (("all", ""), ("form", "labour"), ("region", "VR17"))
