"""The phenomena: what is described, how sure it is, since when, and by how many."""

from __future__ import annotations

import pytest
from tests.picture.desk import Desk, cells, observation, reads, said

from toevlucht.picture.tables import BarChart, Count, Figure


@pytest.fixture(scope="module")
def figure(tmp_path_factory: pytest.TempPathFactory) -> Figure:
    desk = Desk(tmp_path_factory.mktemp("phenomena"))
    at_station = {"phenomenon": "approached_at_station"}
    rows = [
        observation(
            "P-1",
            **at_station,
            rung="rumour",
            place_kinds="station;online",
            lure="work;lodging",
            observed_from="2022-03-10",
            observed_to="2022-03-12",
        ),
        observation(
            "P-2",
            **at_station,
            rung="suspicious_behaviour",
            place_kinds="station",
            observed_from="2022-03-01",
            observed_to="2022-03-02",
        ),
        observation("P-3", phenomenon="vague_advert", subject="risk_condition"),
        observation("P-4", phenomenon="photo_shoot_advert", count="0", zero_kind="none_found"),
        observation("P-5", phenomenon="forced_repayment", rung="refuted"),
        observation("P-6", phenomenon="false_documents"),
        observation("P-7", phenomenon="unspecified", corrects="P-6"),
        observation("P-8", phenomenon="posing_as_volunteer", level="european", country="EU"),
        observation(
            "P-9",
            phenomenon="vague_advert",
            rung="investigation",
            count="0",
            zero_kind="none_opened",
        ),
    ]
    desk.receive("police", observations=rows)
    desk.receive(
        "comensha",
        observations=[
            observation("C-1", **at_station, observed_from="2022-03-11", observed_to="2022-03-20")
        ],
    )
    return desk.figure("phenomena", public=True)


def test_what_was_looked_for_and_not_found_is_not_described(figure: Figure) -> None:
    assert "photo_shoot_advert" not in cells(figure, "rung")


def test_what_is_refuted_corrected_or_unspecified_is_left_out(figure: Figure) -> None:
    assert list(cells(figure, "rung")) == [
        "approached_at_station",
        "vague_advert.risk",
        "posing_as_volunteer.europe",
    ]


def test_the_rung_is_the_highest_that_somebody_states(figure: Figure) -> None:
    assert reads(figure, "approached_at_station", "rung") == "suspicious behaviour"
    assert reads(figure, "vague_advert.risk", "rung") == "risk, stated as: report"


def test_first_and_last_seen_span_all_statements(figure: Figure) -> None:
    seen = [column.id for column in figure.table.columns if "seen" in column.id]
    texts = " ".join(reads(figure, "approached_at_station", column) for column in seen)
    assert "1 March 2022" in texts
    assert "20 March 2022" in texts
    assert all(reads(figure, "vague_advert.risk", column) == "not supplied" for column in seen)


def test_places_and_lures_are_named_once(figure: Figure) -> None:
    assert reads(figure, "approached_at_station", "place_kinds") == (
        "station, online and place not known"
    )
    assert reads(figure, "approached_at_station", "lure").startswith("work, lodging")


def test_organisations_are_counted_and_named(figure: Figure) -> None:
    row = "approached_at_station"
    assert figure.table.cell(row, "organisations") == Count(2, "organisation")
    assert reads(figure, row, "stated_by") == "police and CoMensha"
    assert figure.organisations == 2


def test_the_one_that_most_organisations_state_comes_first(figure: Figure) -> None:
    assert said(figure).startswith("3 phenomena were described.")
    assert isinstance(figure.chart, BarChart)
    assert [point.low for point in figure.chart.series[0].points] == [2, 1, 1]


def test_nobody_described_any(desk: Desk) -> None:
    desk.receive("police", observations=[observation("P-1")])
    figure = desk.figure("phenomena")
    assert figure.state == "empty"
    assert said(figure) == "Nobody described a phenomenon."


def test_what_europe_sees_is_not_said_of_the_country(figure: Figure) -> None:
    name = reads(figure, "posing_as_volunteer.europe", "phenomenon")
    assert name.endswith("(European)")
