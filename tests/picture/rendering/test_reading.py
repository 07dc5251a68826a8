"""What a figure says in one language: units in headings, sources in words, reasons for nothing."""

import datetime
from dataclasses import replace

import pytest
from tests.picture.rendering.sample import sample, words

from toevlucht.language import Coded, Day, language
from toevlucht.picture.blocks import FigureBlock
from toevlucht.picture.rendering.html import Links, body
from toevlucht.picture.rendering.pdf import pdf
from toevlucht.picture.rendering.reading import read_figure, read_table, source_words
from toevlucht.picture.tables import Column, Count, NotSupplied, Row, Source, Table, Words

DUTCH = language("nl")


def table_of(*cells, title="Aantal", unit=""):
    columns = (
        Column("who", words("Wie"), "label"),
        Column("number", words(title), "count", unit),
    )
    rows = (Row(f"r{n}", (Words(f"rij {n}"), cell)) for n, cell in enumerate(cells))
    return Table(columns, tuple(rows))


def read(table):
    found = read_table(table, "Bijschrift", DUTCH)
    return found.columns[1], [row.cells[1].lines[0].text for row in found.rows]


def test_a_declared_unit_stands_in_the_heading_and_not_in_the_cells():
    column, said = read(table_of(Count(4, "person"), NotSupplied(), unit="person"))
    assert (column.unit, column.is_number) == ("personen", True)
    assert said == ["4", "niet geleverd"]


def test_cells_that_all_count_the_same_share_a_heading():
    column, said = read(table_of(Count(4, "person"), Count(0, "person", zero_kind="none_found")))
    assert column.unit == "personen"
    assert said == ["4", "0 (geen gevonden)"]


def test_cells_that_count_different_things_each_say_what():
    column, said = read(table_of(Count(4, "person"), Count(1, "investigation")))
    assert (column.unit, column.is_number) == ("", False)
    assert said == ["4 personen", "1 opsporingsonderzoek"]


def test_a_title_that_names_the_unit_is_not_followed_by_it():
    column, said = read(table_of(Count(4, "person"), unit="person", title="Aantal personen"))
    assert (column.unit, said) == ("", ["4"])


@pytest.mark.parametrize("state", ["empty", "not_computed"])
def test_a_figure_without_numbers_says_why(state):
    figure = replace(sample("nl").figures()[0], state=state)
    assert read_figure(figure, DUTCH).notice == DUTCH.say(f"rendering.figure.{state}")


def test_a_complete_figure_needs_no_notice():
    assert read_figure(sample("nl").figures()[0], DUTCH).notice == ""


def test_a_source_says_who_stated_it_and_of_which_day():
    source = Source(
        "Kamerbrief", Day(datetime.date(2022, 4, 22)), "", Coded("organisation", "jenv")
    )
    organisation = DUTCH.write(Coded("organisation", "jenv"))
    assert source_words(source, DUTCH) == f"{organisation}: Kamerbrief, 22 april 2022"
    assert source_words(Source("Kamerbrief", None), DUTCH) == "Kamerbrief"
    assert source_words(replace(source, title="", day=None), DUTCH) == organisation


@pytest.mark.parametrize(
    ("origin", "said"), [("publication", "Krant, datum niet bekend"), ("generated", "Krant")]
)
def test_a_publication_of_an_unknown_day_says_so(origin, said):
    source = Source("Krant", None, "", None, Coded("origin", origin))
    assert source_words(source, DUTCH) == said


def test_a_figure_without_sources_says_so():
    figure = replace(sample("nl").figures()[0], sources=())
    *_, (label, lines) = read_figure(figure, DUTCH).facts
    assert label == "Bron"
    assert lines[0].text == "de bijdragen zelf; bij elk cijfer staan de eigen bronnen"
    empty = replace(figure, table=replace(figure.table, rows=()))
    *_, (_, lines) = read_figure(empty, DUTCH).facts
    assert lines[0].text == "geen bron geleverd"


def test_a_figure_without_rows_shows_no_empty_table():
    figure = sample("nl").figures()[-1]
    bare = replace(figure, table=replace(figure.table, rows=()))
    document = replace(sample("nl"), blocks=(FigureBlock(bare),))
    assert "<table" not in body(document, Links())
    assert DUTCH.say("rendering.figure.empty") in body(document, Links())
    assert pdf(document).startswith(b"%PDF")
