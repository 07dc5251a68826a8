"""Who is watching: sums by region and country, and what is not supplied is no zero."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tests.picture.desk import Desk, cells, figure_of, reads, said, watch

from toevlucht.picture.tables import Count, Figure, NotSupplied, Protected, Share, Span


def full(id: str, area: str, places: int, watching: int, **changes: str) -> dict[str, str]:
    return watch(
        id,
        area=area,
        places=str(places),
        places_watching=str(watching),
        people=str(places * 10),
        people_trained=str(watching * 5),
        places_with_route=str(places),
        places_inspected="0",
        **changes,
    )


class TestWhatIsSupplied:
    @pytest.fixture(scope="class")
    @classmethod
    def frozen(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        desk = Desk(tmp_path_factory.mktemp("sight"))
        desk.receive(
            "veiligheidsberaad",
            watch=[
                full("W-1", "VR13", 40, 10, counted_on="2022-03-01"),
                full("W-2", "VR13", 40, 30),
                full("W-3", "VR13", 10, 6, place_kind="station"),
                full("W-4", "GM0599", 50, 20),
                full("W-5", "VR01", 8, 2),
            ],
        )
        return desk.freeze()

    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, frozen: Path) -> Figure:
        return figure_of(frozen, "sight")

    def test_the_newest_of_each_place_is_added_up(self, figure: Figure) -> None:
        watching = cells(figure, "places_watching")
        assert watching["VR13"] == Count(36, "location", below_national=True)
        assert watching["VR17"] == Count(20, "location", below_national=True)
        assert watching["NL"] == Count(58, "location")
        assert figure.table.cell("NL", "places") == Count(108, "location")
        assert figure.table.cell("NL", "people_trained") == Count(290, "person")

    def test_the_country_is_the_sum_of_its_regions(self, figure: Figure) -> None:
        for one in figure.table.sums:
            parts = [figure.table.cell(*part) for part in one.parts]
            assert figure.table.cell(*one.total).value == sum(
                part.value for part in parts if isinstance(part, Count)
            )

    def test_the_share_is_of_places(self, figure: Figure) -> None:
        assert figure.table.cell("VR13", "share_watching") == Share(Decimal("0.720"))
        assert figure.table.cell("NL", "share_watching") == Share(Decimal("0.537"))

    def test_a_zero_that_was_supplied_is_a_zero(self, figure: Figure) -> None:
        assert figure.table.cell("NL", "places_inspected") == Count(0, "location")

    def test_a_region_that_supplied_nothing_is_no_zero(self, figure: Figure) -> None:
        assert figure.table.cell("VR02", "places") == NotSupplied()
        assert len(figure.table.rows) == 26

    def test_the_sentence_says_how_many_regions_supplied_it(self, figure: Figure) -> None:
        assert said(figure).startswith("3 of 25 safety regions supplied this: 58")

    def test_the_public_sees_no_region_with_a_handful(self, frozen: Path) -> None:
        public = figure_of(frozen, "sight", public=True)
        assert public.table.cell("VR01", "places_watching") in (
            Span(1, 4, "location"),
            Protected(),
        )
        assert not isinstance(public.table.cell("VR01", "share_watching"), Share)


class TestWhatIsPartlySupplied:
    @pytest.fixture(scope="class")
    @classmethod
    def figure(cls, tmp_path_factory: pytest.TempPathFactory) -> Figure:
        desk = Desk(tmp_path_factory.mktemp("partly"))
        desk.receive(
            "veiligheidsberaad",
            watch=[
                full("W-1", "VR13", 40, 30),
                watch("W-2", area="VR13", place_kind="station", places="60"),
                watch("W-3", area="VR17", places="100"),
            ],
        )
        return desk.figure("sight")

    def test_of_some_places_nobody_said_whether_they_watch(self, figure: Figure) -> None:
        assert reads(figure, "VR13", "places_watching") == "at least 30 reception locations"
        assert reads(figure, "NL", "places_watching") == "at least 30 reception locations"
        assert figure.table.cell("VR17", "places_watching") == NotSupplied()

    def test_a_share_of_what_is_not_known_is_not_given(self, figure: Figure) -> None:
        for row in ("NL", "VR13", "VR17"):
            assert not isinstance(figure.table.cell(row, "share_watching"), Share)

    def test_a_complete_number_stays_exact(self, figure: Figure) -> None:
        assert figure.table.cell("NL", "places") == Count(200, "location")


def test_nobody_supplied_it(desk: Desk) -> None:
    figure = desk.figure("sight")
    assert figure.state == "empty"
    assert said(figure).startswith("Nobody supplied which places are watching.")


def test_the_few_places_that_do_not_watch_are_a_count_too(desk: Desk) -> None:
    rows = [full("W-1", "VR13", 40, 38), full("W-2", "VR17", 50, 20), full("W-3", "VR01", 30, 15)]
    desk.receive("veiligheidsberaad", watch=rows)
    figure = figure_of(desk.freeze(), "sight", public=True)
    assert figure.table.cell("VR13", "places") == Count(40, "location", below_national=True)
    watching = figure.table.cell("VR13", "places_watching")
    assert isinstance(watching, Span)
    assert watching.low <= 36
    assert watching.high is None or watching.high >= 39
    assert isinstance(figure.table.cell("VR13", "share_watching"), Protected)
    assert figure.table.cell("NL", "places_watching") == Count(73, "location")
