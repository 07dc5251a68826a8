"""Statements over time without gaps, and by region with small numbers as ranges."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.desk import Desk, cells, figure_of, observation, said, total

from toevlucht.picture.tables import Count, Figure, LineChart, RegionMap, Span

LOCAL = {"level": "regional"}


class TestOverTime:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("over-time"))
        rows = [
            observation("P-1", known_on="2022-03-02"),
            observation("P-2", known_on="2022-03-06", rung="signal", count="9"),
            observation("P-3", known_on="2022-04-11"),
            observation("P-4", known_on="2022-04-12", level="european", country="EU"),
            observation("P-5", known_on="2022-04-12", subject="risk_condition"),
            observation("P-6", known_on="2022-04-12", count="0", zero_kind="none_found"),
            observation("P-7", known_on="2022-04-12", rung="refuted"),
        ]
        desk.receive("police", observations=rows)
        return desk.figure("statements-over-time", public=True)

    def test_each_week_is_there_and_an_empty_one_is_a_zero(self, figure: Figure) -> None:
        assert list(cells(figure, "concrete")) == [
            "2022-02-28",
            "2022-03-07",
            "2022-03-14",
            "2022-03-21",
            "2022-03-28",
            "2022-04-04",
            "2022-04-11",
            "2022-04-18",
        ]
        assert figure.table.cell("2022-03-14", "not_concrete") == Count(0, "statement")

    def test_a_statement_counts_once_whatever_its_number(self, figure: Figure) -> None:
        assert figure.table.cell("2022-02-28", "not_concrete") == Count(1, "statement")
        assert figure.table.cell("2022-02-28", "concrete") == Count(1, "statement")

    def test_findings_of_nothing_risks_refutations_and_europe_are_left_out(
        self, figure: Figure
    ) -> None:
        assert figure.table.cell("2022-04-11", "not_concrete") == Count(1, "statement")

    def test_the_sentence_adds_them_up(self, figure: Figure) -> None:
        assert "1 statement of a signal or above" in said(figure)
        assert "2 on lower rungs" in said(figure)

    def test_the_chart_has_a_point_a_week(self, figure: Figure) -> None:
        assert isinstance(figure.chart, LineChart)
        assert [len(series.points) for series in figure.chart.series] == [8, 8]

    def test_more_than_sixty_weeks_are_told_by_the_month(self, desk: Desk) -> None:
        desk.receive(
            "police",
            observations=[
                observation("P-1", known_on="2020-12-31"),
                observation("P-2", known_on="2022-04-24"),
            ],
        )
        months = list(cells(desk.figure("statements-over-time"), "concrete"))
        assert (months[0], months[1], months[-1]) == ("2020-12-01", "2021-01-01", "2022-04-01")
        assert len(months) == len(set(months)) == 17

    def test_nothing_to_show_is_said(self, desk: Desk) -> None:
        figure = desk.figure("statements-over-time")
        assert (figure.state, figure.chart) == ("empty", None)


class TestByRegion:
    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        desk = Desk(tmp_path_factory.mktemp("by-region"))
        rows = [observation(f"P-{n}", area="GM0363", **LOCAL) for n in range(6)]
        rows += [observation(f"P-1{n}", area="VR13", rung="signal", **LOCAL) for n in range(2)]
        rows += [
            observation("P-20", area="GM0599", **LOCAL),
            observation("P-21", area="GM0457", known_on="2022-03-10", **LOCAL),
            observation("P-22", area="PV27", **LOCAL),
            observation("P-23", area="unknown", **LOCAL),
            observation("P-24", area="GM0518", count="0", zero_kind="none_found", **LOCAL),
            observation("P-25", area="GM0518", rung="refuted", **LOCAL),
        ]
        counted = [total("T-1", area="GM0014", count="30", **LOCAL)]
        desk.receive("police", observations=rows, counts=counted)
        return desk.freeze(geography_on="2022-03-23")

    def test_a_place_counts_in_its_region_and_police_unit(self, frozen: Path) -> None:
        figure = figure_of(frozen, "statements-by-region")
        named = {row: cell.value for row, cell in cells(figure, "statements").items() if cell.value}
        regions = {row: value for row, value in named.items() if row.startswith("VR")}
        units = [value for row, value in named.items() if not row.startswith("VR")]
        assert regions == {"VR13": 8, "VR17": 1, "VR14": 1, "VR01": 1}
        assert sorted(units) == [1, 1, 1, 8]

    def test_weesp_moves_to_amsterdam_with_the_borders(self, frozen: Path, tmp_path: Path) -> None:
        desk = Desk(tmp_path)
        weesp = observation("P-1", area="GM0457", known_on="2022-03-10", **LOCAL)
        desk.receive("police", observations=[weesp])
        after = desk.figure("statements-by-region", geography_on="2022-03-24")
        assert cells(after, "statements")["VR13"].value == 1
        assert cells(after, "statements")["VR14"].value == 0
        before = figure_of(frozen, "statements-by-region")
        assert cells(before, "statements")["VR14"].value == 1

    def test_the_public_cannot_tell_few_from_none(self, frozen: Path) -> None:
        """Else the national number of regional statements tells where the few were made."""
        public = figure_of(frozen, "statements-by-region", public=True)
        assert isinstance(public.chart, RegionMap)
        for region in ("VR17", "VR14", "VR02"):
            assert public.table.cell(region, "statements") == Span(0, 4, "statement")
            assert (public.chart.values[region].low, public.chart.values[region].high) == (0, 4)
        assert said(public).startswith("1 safety region is named in statements: Amsterdam")

    def test_no_place_named_is_said(self, desk: Desk) -> None:
        desk.receive("police", observations=[observation("P-1")])
        figure = desk.figure("statements-by-region")
        assert said(figure) == "No statement names a place."
        assert isinstance(figure.chart, RegionMap)
