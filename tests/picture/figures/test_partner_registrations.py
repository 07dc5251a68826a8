"""Registrations by partners: a row for each who counts and whom, and no row is ever added."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.picture.desk import Desk, cells, figure_of, reads, registered, said

from toevlucht.picture.tables import BarChart, Count, Figure, NotSupplied, Span

ALL_OF_COMENSHA = "comensha.unknown.unknown.unknown.unknown.person"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("registrations"))
    desk.receive(
        "comensha",
        partner_registrations=[
            registered("R-1", year="2020", count="1013"),
            registered("R-2", year="2021", count="791"),
            registered("R-3", year="2021", count="7", citizenship="UA"),
            registered("R-4", year="2021", count="400", sex="female"),
            registered("R-5", year="2021", count="3", citizenship="UA", form="labour"),
            registered(
                "R-6", year="2020", count="490", registered_by="police", counting_unit="report"
            ),
            registered("R-7", year="2021", count_kind="several", count="", citizenship="PL"),
        ],
    )
    desk.receive(
        "rapporteur",
        partner_registrations=[
            registered("N-1", year="2021", count="800", known_on="2022-04-10"),
            registered("N-2", year="2019", count="1334", registered_by="rapporteur"),
        ],
    )
    return desk.freeze()


@pytest.fixture(scope="module")
def figure(frozen: Path) -> Figure:
    return figure_of(frozen, "partner-registrations")


def rows_beginning(figure: Figure, start: str, column: str) -> list[object]:
    return [cell for row, cell in cells(figure, column).items() if row.startswith(start)]


def test_two_statements_of_one_number_are_not_added(figure: Figure) -> None:
    """CoMensha said 791, and the rapporteur later 800, of the same people."""
    assert figure.table.cell(ALL_OF_COMENSHA, "2021") == Count(800, "person")
    assert figure.table.cell(ALL_OF_COMENSHA, "2020") == Count(1013, "person")
    assert figure.table.cell(ALL_OF_COMENSHA, "2019") == NotSupplied()


def test_people_of_one_citizenship_sex_or_form_stand_in_rows_of_their_own(figure: Figure) -> None:
    found = rows_beginning(figure, "comensha.", "2021")
    assert sorted(cell.value for cell in found) == [3, 7, 400, 800]


def test_a_row_says_whom_it_counts(figure: Figure) -> None:
    labels = {
        reads(figure, row.id, "2021"): reads(figure, row.id, "registered_by")
        for row in figure.table.rows
    }
    assert labels["800 people"] == "CoMensha"
    assert labels["7 people"] == "CoMensha (Ukraine)"
    assert labels["400 people"] == "CoMensha (female)"
    assert labels["3 people"] == "CoMensha (Ukraine and labour exploitation)"


def test_reports_are_not_drawn_as_people(figure: Figure) -> None:
    assert rows_beginning(figure, "police.", "2020") == [Count(490, "report")]
    assert isinstance(figure.chart, BarChart)
    heights = {point.low for series in figure.chart.series for point in series.points}
    assert 490 not in heights
    assert 800 in heights


def test_the_sentence_counts_organisations_and_not_rows(figure: Figure) -> None:
    assert said(figure).startswith("3 organisations supplied registrations. In 2021:")


def test_a_number_of_several_is_no_row(figure: Figure) -> None:
    assert not rows_beginning(figure, "comensha.PL", "2021")


def test_the_public_sees_no_handful_of_people(frozen: Path) -> None:
    public = figure_of(frozen, "partner-registrations", public=True)
    assert Span(1, 4, "person") in rows_beginning(public, "comensha.", "2021")
    assert Count(3, "person") not in rows_beginning(public, "comensha.", "2021")


def test_nobody_supplied_any(desk: Desk) -> None:
    figure = desk.figure("partner-registrations")
    assert (figure.state, figure.chart) == ("empty", None)


def test_the_stateless_are_named_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.receive(
        "comensha",
        partner_registrations=[registered("R-1", year="2021", count="30", citizenship="stateless")],
    )
    figure = desk.figure("partner-registrations")
    assert reads(figure, figure.table.rows[0].id, "registered_by") == "CoMensha (stateless)"


def test_a_small_part_cannot_be_found_by_taking_the_other_from_the_whole(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.receive(
        "comensha",
        partner_registrations=[
            registered("R-1", year="2021", count="20"),
            registered("R-2", year="2021", count="17", sex="female"),
            registered("R-3", year="2021", count="3", sex="male"),
        ],
    )
    figure = desk.figure("partner-registrations", public=True)
    whole, *parts = rows_beginning(figure, "comensha.", "2021")
    assert isinstance(parts[0], Span)
    assert isinstance(parts[1], Span) or isinstance(whole, Span)
