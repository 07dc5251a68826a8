"""Numbers to compute with: long CSV, and a description that a machine understands."""

import csv
import io
import json
from decimal import Decimal

import pytest
from tests.picture.rendering.sample import sample

from toevlucht.language import LANGUAGES
from toevlucht.picture.rendering.csvw import COLUMNS, csv_of, harmless, metadata_of, numbers_of
from toevlucht.picture.tables import Count, Mentioned, NotSupplied, Several, Share, Span


def ladder(tag="nl"):
    return sample(tag).figures()[0]


def lines(figure, tag="nl"):
    return list(csv.DictReader(io.StringIO(csv_of(figure, tag).decode("utf-8"), newline="")))


def test_each_cell_is_a_line_with_its_state_numbers_unit_and_words():
    found = {(line["row_id"], line["column_id"]): line for line in lines(ladder())}
    report = found["report", "here"]
    assert report["state"] == "at_least"
    assert (report["value"], report["low"], report["high"]) == ("", "8", "")
    assert (report["unit"], report["text"]) == ("report", "ten minste 8 meldingen")
    persons = found["persons", "here"]
    assert (persons["state"], persons["value"], persons["low"], persons["high"]) == (
        "range",
        "",
        "1",
        "4",
    )
    assert found["rumour", "before"]["state"] == "not_supplied"
    assert found["rumour", "before"]["value"] == ""


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (Count(3, "report"), (3, 3, 3)),
        (Count(3, "report", about=True), (3, None, None)),
        (Count(3, "report", at_least=True), (None, 3, None)),
        (Span(1, 4, "person"), (None, 1, 4)),
        (Span(1, None, "person"), (None, 1, None)),
        (Several("report"), (None, 2, None)),
        (Share(Decimal("0.5")), (Decimal("0.5"),) * 3),
        (Mentioned(3), (None, None, None)),
        (NotSupplied(), (None, None, None)),
    ],
)
def test_a_value_stands_only_where_it_is_exact_or_about_right(cell, numbers):
    assert numbers_of(cell) == numbers


def test_parts_of_a_list_have_a_line_each():
    parts = [line for line in lines(ladder()) if line["column_id"] == "seen"]
    assert [line["address"] for line in parts if line["row_id"] == "rumour"] == [
        "https://example.org/m",
        "",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


def test_other_texts_are_left_alone():
    assert harmless("a=b") == "a=b"


def test_no_cell_of_any_figure_starts_a_formula():
    for figure in sample("nl").figures():
        for line in lines(figure):
            assert not any(value.startswith(("=", "+", "-", "@")) for value in line.values())


def test_the_description_matches_the_file():
    for tag in LANGUAGES:
        document = sample(tag)
        for figure in document.figures():
            about = json.loads(metadata_of(figure, document))
            header = csv_of(figure, tag).decode("utf-8").splitlines()[0]
            columns = about["tableSchema"]["columns"]
            assert [column["name"] for column in columns] == header.split(",") == list(COLUMNS)
            assert about["url"] == f"{figure.id}.csv"
            assert about["dc:modified"]["@value"] == document.date.isoformat()
            assert about["dc:source"] == [source.title for source in figure.sources]


def test_columns_have_titles_in_every_language():
    document = sample("uk")
    about = json.loads(metadata_of(document.figures()[0], document))
    for column in about["tableSchema"]["columns"]:
        assert set(LANGUAGES) < set(column["titles"])


def test_the_key_of_the_description_is_unique_in_the_file():
    document = sample("en")
    about = json.loads(metadata_of(ladder("en"), document))
    key = about["tableSchema"]["primaryKey"]
    found = [tuple(line[name] for name in key) for line in lines(ladder("en"), "en")]
    assert len(found) == len(set(found))


def test_files_are_the_same_every_time():
    document = sample("uk")
    assert csv_of(ladder("uk"), "uk") == csv_of(ladder("uk"), "uk")
    assert metadata_of(ladder("uk"), document) == metadata_of(ladder("uk"), document)
