"""The ladder as its readers meet it: order, organisations, change, sentence and chart."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.desk import (
    FIRST,
    Desk,
    cells,
    figure_of,
    observation,
    reads,
    said,
    total,
)

from toevlucht.picture.tables import BarChart, Count, Figure, Span

SECOND = {**FIRST, "number": 2, "period_to": "2022-04-24", "cut_off": "2022-04-24"}
THIRD = {
    "number": 3,
    "period_from": "2022-04-25",
    "period_to": "2022-08-28",
    "cut_off": "2022-08-28",
    "published_on": "2022-08-28",
    "counting_mode": "incremental",
}
ROW = "national.labour.report.report"


class TestWhoIsBehindIt:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("behind"))
        printed = observation(
            "P-1",
            source="the Utrecht paper",
            source_address="https://example.org/1",
            source_published_on="2022-04-01",
        )
        desk.receive("police", observations=[printed, observation("P-2"), observation("P-3")])
        desk.receive("emm", observations=[observation("E-1", stated_by="nla")])
        desk.receive("nla", observations=[observation("N-1")])
        return desk.figure("ladder-national", public=True)

    def test_an_organisation_counts_once_and_who_passes_on_counts_not_at_all(
        self, figure: Figure
    ) -> None:
        assert figure.organisations == 2
        assert figure.table.cell(ROW, "organisations") == Count(2, "organisation")

    def test_the_sources_travel_with_the_numbers(self, figure: Figure) -> None:
        printed = [source for source in figure.sources if source.address]
        assert [source.title for source in printed] == ["the Utrecht paper"]
        stated_by = [source.stated_by.code for source in figure.sources if source.stated_by]
        assert sorted(set(stated_by)) == ["nla", "police"]


class TestChange:
    BEFORE = {"labour": "3", "sexual": "5", "criminal": "4", "begging": "1"}
    AFTER = {"labour": "5", "sexual": "3", "criminal": "4", "organ": "2"}

    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("change"))
        old = [
            total(
                f"A-{form}", form=form, count=count, known_on="2022-03-21", period_to="2022-03-20"
            )
            for form, count in cls.BEFORE.items()
        ]
        new = [
            total(
                f"B-{form}", form=form, count=count, known_on="2022-04-21", period_to="2022-04-20"
            )
            for form, count in cls.AFTER.items()
        ]
        desk.receive("police", counts=[*old, *new])
        return desk.figure("ladder-national", FIRST)

    @pytest.mark.parametrize(
        ("form", "before", "words"),
        [
            ("labour", "3 reports", "2 more"),
            ("sexual", "5 reports", "2 fewer"),
            ("criminal", "4 reports", "no change"),
            ("organ", "not supplied", "cannot be compared"),
        ],
    )
    def test_is_the_difference_of_two_totals(
        self, figure: Figure, form: str, before: str, words: str
    ) -> None:
        row = f"national.{form}.report.report"
        assert reads(figure, row, "previous") == before
        assert reads(figure, row, "change") == words

    def test_of_a_hidden_number_is_hidden_too(self, desk: Desk) -> None:
        persons = {"counting_unit": "person", "period_to": "2022-03-20"}
        first = total("T-1", count="7", known_on="2022-03-21", **persons)
        second = total("T-2", count="3", known_on="2022-04-21", **persons)
        desk.receive("police", counts=[first, second])
        figure = desk.figure("ladder-national", FIRST, public=True)
        row = "national.labour.report.person"
        assert figure.table.cell(row, "number") == Span(1, 4, "person")
        assert reads(figure, row, "change") == "cannot be compared"


class TestWindows:
    @pytest.fixture
    def two_months(self, desk: Desk) -> Desk:
        rows = [
            observation("P-1", count="5", known_on="2022-04-24"),
            observation("P-2", count="2", known_on="2022-04-25"),
        ]
        part = total("T-1", counting_mode="incremental", form="sexual", known_on="2022-05-02")
        whole = total("T-3", form="smuggling", known_on="2022-05-02")
        totals = [part, part | {"id": "T-2", "count": "8", "period_to": "2022-05-01"}, whole]
        desk.receive("police", cut_off="2022-06-01", observations=rows, counts=totals)
        return desk

    def test_an_incremental_edition_counts_only_what_is_new(self, two_months: Desk) -> None:
        figure = two_months.figure("ladder-national", SECOND, **THIRD)
        assert cells(figure, "number") == {
            ROW: Count(2, "report"),
            "national.sexual.report.report": Count(9, "report"),
        }
        assert figure.table.cell(ROW, "previous") == Count(5, "report")
        assert "change" not in [column.id for column in figure.table.columns]

    def test_a_cumulative_edition_counts_all_since_the_first_day(self, two_months: Desk) -> None:
        edition = {**THIRD, "counting_mode": "cumulative", "period_from": "2022-02-24"}
        figure = two_months.figure("ladder-national", SECOND, **edition)
        assert cells(figure, "number") == {
            ROW: Count(7, "report"),
            "national.smuggling.report.report": Count(1, "report"),
        }
        assert reads(figure, ROW, "change") == "2 more"


class TestTheSentence:
    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        desk = Desk(tmp_path_factory.mktemp("sentence"))
        forms = ("labour", "criminal", "begging", "organ", "smuggling", "fraud", "other", "sexual")
        rows = [observation(f"P-{form}", form=form, rung="signal") for form in forms]
        rows += [observation("P-9", form="unknown", rung="signal", count="2")]
        rows += [observation("P-10", rung="refuted"), observation("P-11", rung="rumour")]
        abroad = {"level": "european", "country": "EU"}
        rows += [observation("P-12", **abroad), observation("P-13", **abroad, form="sexual")]
        desk.receive("police", observations=rows)
        return desk.freeze()

    def test_names_no_more_than_a_reader_can_hold(self, frozen: Path) -> None:
        sentence = said(figure_of(frozen, "ladder-national"))
        assert sentence.startswith("Signal or above, as stated: 1 report (sexual exploitation")
        assert sentence.count("signal)") == 8
        assert "and 1 more row in the table." in sentence
        assert sentence.endswith("1 earlier statement was refuted and does not count.")

    def test_says_that_nothing_concrete_was_counted(self, frozen: Path) -> None:
        sentence = said(figure_of(frozen, "ladder-european"))
        assert sentence.startswith("No number was supplied for a signal")
        assert sentence.endswith("2 statements.")

    def test_rungs_stand_in_the_order_of_the_ladder(self, frozen: Path) -> None:
        figure = figure_of(frozen, "ladder-national")
        labour = [row.id.split(".")[2] for row in figure.table.rows if ".labour." in row.id]
        assert labour == ["rumour", "signal", "refuted"]

    def test_the_chart_draws_statements_by_rung(self, frozen: Path) -> None:
        chart = figure_of(frozen, "ladder-national").chart
        assert isinstance(chart, BarChart)
        (series,) = chart.series
        heights = {point.label.code: point.low for point in series.points}
        assert heights == {
            "rumour": 1,
            "report": 0,
            "suspicious_behaviour": 0,
            "signal": 9,
            "incident": 0,
            "investigation": 0,
            "established": 0,
        }

    def test_says_that_nobody_supplied_anything(self, desk: Desk) -> None:
        figure = desk.figure("ladder-national", FIRST)
        assert (figure.state, figure.organisations, figure.chart) == ("empty", 0, None)
        assert said(figure) == "Nobody supplied a statement on this level."
