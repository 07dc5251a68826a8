"""Corrections: what no longer stands, named by municipality and outcome only."""

from __future__ import annotations

import pytest
from tests.picture.desk import FIRST, Desk, cells, observation, reads, said

from toevlucht.picture.tables import Figure


@pytest.fixture(scope="module")
def figure(tmp_path_factory: pytest.TempPathFactory) -> Figure:
    desk = Desk(tmp_path_factory.mktemp("corrections"))
    named = {"level": "regional", "area": "GM0518", "rung": "incident"}
    desk.receive(
        "amsterdam",
        cut_off="2022-04-07",
        observations=[
            observation("A-1", known_on="2022-04-07", summary="A very telling sentence.", **named),
            observation("A-2", known_on="2022-03-20", **named),
            observation("A-3", known_on="2022-03-01", **named),
            observation("A-4", known_on="2022-03-02", corrects="A-3", **named | {"rung": "report"}),
        ],
    )
    desk.receive(
        "police",
        observations=[
            observation("P-1", known_on="2022-04-08", rung="refuted", corrects="amsterdam/A-1"),
            observation("P-2", known_on="2022-04-09", rung="signal", corrects="amsterdam/A-2"),
        ],
    )
    return desk.figure("corrections", FIRST, public=True)


def test_each_stands_with_what_it_was_and_is(figure: Figure) -> None:
    row = "correction-2"
    assert reads(figure, row, "was_rung") == "incident"
    assert reads(figure, row, "was_known_on") == "7 April 2022"
    assert reads(figure, row, "now_rung") == "refuted"
    assert reads(figure, row, "now_known_on") == "8 April 2022"


def test_the_place_is_that_of_the_statement_where_the_correction_names_none(
    figure: Figure,
) -> None:
    assert set(cells(figure, "area")) == {"correction-1", "correction-2", "correction-3"}
    assert reads(figure, "correction-2", "area") == "The Hague"


def test_it_says_which_edition_it_touches(figure: Figure) -> None:
    assert reads(figure, "correction-2", "touches") == "this period"
    assert reads(figure, "correction-3", "touches") == "edition 1 or earlier"


def test_the_sentence_counts_the_refuted_apart(figure: Figure) -> None:
    assert said(figure) == "3 statements were corrected; refuted: 1."


def test_the_words_of_a_statement_are_not_repeated(figure: Figure) -> None:
    assert "telling" not in repr(figure)


def test_of_very_many_the_sentence_does_not_name_a_wrong_number(desk: Desk) -> None:
    rows = [observation(f"P-{n}") for n in range(45)]
    rows += [observation(f"Q-{n}", corrects=f"P-{n}") for n in range(45)]
    desk.receive("police", observations=rows)
    figure = desk.figure("corrections")
    assert len(figure.table.rows) == 40
    assert said(figure).startswith("At least 40 statements were corrected")


def test_nothing_was_corrected(desk: Desk) -> None:
    desk.receive("police", observations=[observation("P-1")])
    figure = desk.figure("corrections")
    assert not figure.table.rows
    assert said(figure) == "Nothing that was stated before has been corrected."
