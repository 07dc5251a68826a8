"""Reception: places, people in them and the share in use, as each source gave them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.picture.desk import Desk, cells, reads, reception, said, shown

from toevlucht.language import Coded
from toevlucht.picture.tables import (
    Count,
    Figure,
    LineChart,
    NotComputed,
    NotSupplied,
    Protected,
    RegionMap,
    Share,
    Span,
    Words,
)


class TestTheCountry:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("reception"))
        rows = [
            reception("R-1", counted_on="2022-03-07", target="50000"),
            reception(
                "R-2",
                counted_on="2022-03-14",
                places="18000",
                occupied="7000",
                figure_precision="rounded",
            ),
            reception("R-3", counted_on="2022-03-20", places="33925", occupied="24708"),
            reception("R-4", counted_on="2022-03-21", places="0", occupied="0"),
            reception("R-5", counted_on="2022-03-22", places="100", occupied="110"),
            reception("R-6", counted_on="2022-03-23", places="200", figure_precision="at_most"),
            reception(
                "R-7",
                counted_on="2022-03-23",
                places="100",
                occupied="110",
                figure_precision="at_least",
            ),
            reception("R-9", counted_on="2022-03-24", reception_kind="hosted", occupied="56"),
            reception("R-8", counted_on="2022-03-24", area="VR13", places="5", occupied="5"),
        ]
        desk.receive("jenv", reception=rows)
        return desk.figure("reception", public=True)

    def test_is_told_in_the_order_of_days(self, figure: Figure) -> None:
        assert list(cells(figure, "places")) == [
            "2022-03-07.1",
            "2022-03-14.2",
            "2022-03-20.3",
            "2022-03-21.4",
            "2022-03-22.5",
            "2022-03-23.6",
            "2022-03-23.7",
        ]

    def test_never_shows_a_partners_own_id(self, figure: Figure) -> None:
        assert not any("jenv" in row.id or "R-" in row.id for row in figure.table.rows)

    def test_says_who_stated_each_number(self, figure: Figure) -> None:
        stated_by = cells(figure, "stated_by").values()
        assert set(stated_by) == {Words(Coded("organisation", "jenv"))}

    def test_is_in_use_for_the_share_of_places_taken(self, figure: Figure) -> None:
        shares = cells(figure, "occupancy")
        assert shares["2022-03-14.2"] == Share(Decimal("0.389"))
        assert shares["2022-03-20.3"] == Share(Decimal("0.728"))
        assert shares["2022-03-22.5"] == Share(Decimal("1.100"))
        assert isinstance(shares["2022-03-23.7"], NotComputed)
        assert reads(figure, "2022-03-20.3", "occupancy") == "73%"

    def test_of_no_places_has_no_share(self, figure: Figure) -> None:
        assert figure.table.cell("2022-03-21.4", "occupancy") == NotSupplied()

    def test_says_how_precise_each_number_is(self, figure: Figure) -> None:
        assert shown(figure, "places") == {
            "2022-03-07.1": "not supplied",
            "2022-03-14.2": "about 18,000 reception places",
            "2022-03-20.3": "33,925 reception places",
            "2022-03-21.4": "0 reception places",
            "2022-03-22.5": "100 reception places",
            "2022-03-23.6": "0 to 200 reception places",
            "2022-03-23.7": "at least 100 reception places",
        }

    def test_does_not_take_what_is_not_supplied_for_zero(self, figure: Figure) -> None:
        assert figure.table.cell("2022-03-23.6", "occupied") == NotSupplied()
        assert isinstance(figure.chart, LineChart)
        first = figure.chart.series[0].points[0]
        assert first.low is None

    def test_is_drawn_against_its_target(self, figure: Figure) -> None:
        assert isinstance(figure.chart, LineChart)
        assert figure.chart.target is not None
        assert figure.chart.target[1] == 50_000

    def test_is_told_for_the_newest_day_that_has_both(self, figure: Figure) -> None:
        assert said(figure) == (
            "On 22 March 2022 there were 100 reception places, and 110 people in them: 110% in use."
        )

    def test_of_nobody_says_so(self, desk: Desk) -> None:
        figure = desk.figure("reception")
        assert (figure.state, figure.chart, figure.organisations) == ("empty", None, 0)
        assert said(figure) == "Nobody supplied national figures on reception."


class TestTheRegions:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("regions"))
        rows = [
            reception("R-1", area="VR13", counted_on="2022-03-22", places="100", occupied="50"),
            reception("R-2", area="VR13", counted_on="2022-03-28", places="200", occupied="50"),
            reception("R-3", area="VR17", counted_on="2022-03-28", places="40", occupied="3"),
            reception("R-4", area="GM0363", counted_on="2022-03-28", places="9", occupied="9"),
            reception("R-6", area="VR02", counted_on="2022-03-28", places="300"),
            reception("R-7", area="VR03", counted_on="2022-03-28", places="400", occupied="100"),
            reception("R-5", area="VR01", reception_kind="hosted", occupied="700"),
        ]
        desk.receive("safety_regions", reception=rows)
        return desk.figure("reception-by-region", public=True)

    def test_are_all_there_and_most_supplied_nothing(self, figure: Figure) -> None:
        supplied = [row for row, cell in cells(figure, "places").items() if cell != NotSupplied()]
        assert len(figure.table.rows) == 25
        assert supplied == ["VR02", "VR03", "VR13", "VR17"]
        assert said(figure).startswith("4 of 25 safety regions supplied figures")

    def test_show_their_newest_figures(self, figure: Figure) -> None:
        place = figure.table.cell("VR13", "places")
        assert place == Count(200, "reception_place", below_national=True)
        assert reads(figure, "VR13", "counted_on") == "28 March 2022"

    def test_hide_a_handful_of_people_and_the_share_that_tells(self, figure: Figure) -> None:
        assert figure.table.cell("VR17", "occupied") == Span(1, 4, "person")
        assert figure.table.cell("VR17", "occupancy") == Protected()

    def test_hide_a_second_region_from_who_knows_the_national_figure(self, figure: Figure) -> None:
        assert isinstance(figure.table.cell("VR13", "occupied"), Span)
        assert figure.table.cell("VR13", "occupancy") == Protected()

    def test_are_drawn_hatched_where_nothing_was_supplied(self, figure: Figure) -> None:
        assert isinstance(figure.chart, RegionMap)
        assert figure.chart.values["VR03"].low == 25
        assert figure.chart.values["VR01"].low is None
        assert len(figure.chart.values) == 25

    def test_of_nobody_say_so(self, desk: Desk) -> None:
        figure = desk.figure("reception-by-region")
        assert figure.state == "empty"
        assert said(figure) == "No safety region supplied figures on reception."
