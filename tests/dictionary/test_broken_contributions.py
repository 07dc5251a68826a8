"""Every way in which a contribution can be broken: told where, told how to mend, nothing left."""

from __future__ import annotations

import codecs
import datetime
import re
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dictionary.contributions import (
    TODAY,
    FewAreas,
    csv_text,
    row,
    workbook,
    write_csv,
    write_manifest,
    write_parquet,
    zipped,
)

from toevlucht.dictionary.checking import Problem, ProblemCode, check_contribution

CSV = "observations.csv"
XLSX = "observations.xlsx"
PARQUET = "observations.parquet"
MANIFEST = "contribution.toml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@dataclass(frozen=True)
class Case:
    """How to break a good contribution, and the problem that the check must tell about it."""

    breaks: Callable[[Path], Path | None]
    code: ProblemCode
    file: str
    row: int | None
    column: str | None
    says: str


CASES: list[Case] = []


def told(
    code: ProblemCode,
    file: str = CSV,
    *,
    row: int | None = None,
    column: str | None = None,
    says: str = "",
) -> Callable[[Any], Any]:
    """Registers a way to break a contribution; ``says`` stands in the English message."""

    def register(breaks: Callable[[Path], Path | None]) -> Callable[[Path], Path | None]:
        CASES.append(Case(breaks, code, file, row, column, says))
        return breaks

    return register


def observations(folder: Path, *changes: dict[str, str]) -> None:
    """Rows A-1, A-2, ... of observations, each with its changes."""
    rows = [row("observations", **{"id": f"A-{n}", **c}) for n, c in enumerate(changes, 1)]
    write_csv(folder, "observations", *rows)


def replaced(folder: Path, old: str, new: str, name: str = CSV) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")


def instead(folder: Path, name: str, content: bytes) -> None:
    """Another file in the place of the good CSV."""
    (folder / CSV).unlink()
    (folder / name).write_bytes(content)


def book_instead(
    folder: Path, change: Callable[[openpyxl.Workbook], None] = lambda b: None
) -> None:
    (folder / CSV).unlink()
    book = workbook([row("observations", id="A-1"), row("observations", id="A-2")])
    change(book)
    book.save(folder / XLSX)


def column_of(name: str) -> int:
    return list(row("observations")).index(name) + 1


# The bytes of a text file


@told(ProblemCode.WRONG_ENCODING, row=2, says="UTF-8")
def latin_1(folder: Path) -> None:
    observations(folder, {"summary": "Één vrouw"})
    text = (folder / CSV).read_text("utf-8")
    (folder / CSV).write_bytes(text.encode("latin-1"))


@told(ProblemCode.WRONG_ENCODING, row=1, says="UTF-8")
def utf_16_with_a_byte_order_mark(folder: Path) -> None:
    (folder / CSV).write_text((folder / CSV).read_text("utf-8"), "utf-16")


@told(ProblemCode.WRONG_ENCODING, row=1, says="UTF-8")
def utf_16_without_a_byte_order_mark(folder: Path) -> None:
    (folder / CSV).write_text((folder / CSV).read_text("utf-8"), "utf-16-le")


@told(ProblemCode.NUL_BYTE, row=2, says="null character")
def a_nul_byte(folder: Path) -> None:
    replaced(folder, "Persons", "Per\0sons")


@told(ProblemCode.SEMICOLONS, row=1, says="commas")
def semicolons_between_the_columns(folder: Path) -> None:
    (folder / CSV).write_text(csv_text([row("observations")], ";"), "utf-8")


@told(ProblemCode.TABS, row=1, says="commas")
def tabs_between_the_columns(folder: Path) -> None:
    (folder / CSV).write_text(csv_text([row("observations")], "\t"), "utf-8")


@told(ProblemCode.UNBALANCED_QUOTE, row=3, says="quotation mark")
def a_quote_that_is_never_closed(folder: Path) -> None:
    observations(folder, {}, {"summary": "Persons approach."})
    replaced(folder, "Persons approach.\n", '"Persons approach.\n')


@told(ProblemCode.UNBALANCED_QUOTE, row=2, says="quotation mark")
def a_quote_followed_by_more_text(folder: Path) -> None:
    replaced(folder, "Persons approach", '"Persons" approach')


@told(ProblemCode.TOO_MANY_CELLS, row=3, says="38 cells; the header has 37")
def a_row_with_too_many_cells(folder: Path) -> None:
    observations(folder, {}, {})
    (folder / CSV).write_text((folder / CSV).read_text("utf-8").rstrip("\n") + ",extra\n")


@told(ProblemCode.TOO_FEW_CELLS, row=3, says="2 cells; the header has 37")
def a_row_with_too_few_cells(folder: Path) -> None:
    observations(folder, {})
    (folder / CSV).write_text((folder / CSV).read_text("utf-8") + "A-2,\n")


@told(ProblemCode.EMPTY_FILE, says="nothing in it")
def an_empty_file(folder: Path) -> None:
    (folder / CSV).write_bytes(b"")


@told(ProblemCode.NO_ROWS_WITHOUT_NIL, says="nil")
def a_header_without_rows_and_without_a_nil_return(folder: Path) -> None:
    text = (folder / CSV).read_text("utf-8")
    (folder / CSV).write_text(text.splitlines()[0] + "\n")


@told(ProblemCode.CELL_TOO_LONG, row=2, column="summary", says="2,000")
def a_very_long_cell(folder: Path) -> None:
    observations(folder, {"summary": "a" * 2_001})


@told(ProblemCode.CELL_TOO_LONG, row=2, says="2,000")
def a_cell_longer_than_a_csv_reader_takes(folder: Path) -> None:
    observations(folder, {"summary": "a" * 200_000})


# The header


@told(ProblemCode.MISSING_COLUMN, row=1, column="rung", says="Add the column rung")
def a_required_column_is_missing(folder: Path) -> None:
    kept = {name: text for name, text in row("observations").items() if name != "rung"}
    write_csv(folder, "observations", kept)


@told(ProblemCode.UNKNOWN_COLUMN, row=1, column="sumary", says="Did you mean summary?")
def an_unknown_column(folder: Path) -> None:
    replaced(folder, "summary", "sumary")


@told(ProblemCode.DUPLICATE_COLUMN, row=1, column="rung", says="Keep one column rung")
def a_column_twice(folder: Path) -> None:
    replaced(folder, ",form,", ",rung,")


# Single values


@told(ProblemCode.UNKNOWN_CODE, row=2, column="form", says="Did you mean labour?")
def an_unknown_code(folder: Path) -> None:
    observations(folder, {"form": "labor"})


@told(ProblemCode.UNKNOWN_CODE, row=2, column="form", says="Did you mean labour?")
def a_dutch_label_instead_of_a_code(folder: Path) -> None:
    observations(folder, {"form": "Arbeidsuitbuiting"})


@told(ProblemCode.UNKNOWN_CODE, row=2, column="known_by", says="Did you mean police?")
def an_unknown_organisation_in_a_row(folder: Path) -> None:
    observations(folder, {"known_by": "politie"})


@told(ProblemCode.LOCAL_DATE, row=2, column="known_on", says="2022-03-24")
def a_dutch_date(folder: Path) -> None:
    observations(folder, {"known_on": "24-03-2022"})


@told(ProblemCode.SERIAL_DATE, row=2, column="known_on", says="2022-03-24")
def a_date_as_excel_keeps_it_inside(folder: Path) -> None:
    observations(folder, {"known_on": "44644"})


@told(ProblemCode.NOT_A_DATE, row=2, column="known_on", says="year-month-day")
def a_day_that_does_not_exist(folder: Path) -> None:
    observations(folder, {"known_on": "2022-02-30"})


@told(ProblemCode.FUTURE_DATE, row=2, column="source_published_on", says="23 November 2026")
def a_date_in_the_future(folder: Path) -> None:
    observations(folder, {"source_published_on": "2031-01-01", "origin": "edition_abstract"})


@told(ProblemCode.DECIMAL_COMMA, "overlap.csv", row=2, column="missed_links", says="0.05")
def a_decimal_comma(folder: Path) -> None:
    write_csv(folder, "overlap", row("overlap", missed_links="0,05"))


@told(ProblemCode.THOUSANDS_SEPARATOR, "reception.csv", row=2, column="places", says="33925")
def a_point_between_the_thousands(folder: Path) -> None:
    write_csv(folder, "reception", row("reception", places="33.925"))


@told(ProblemCode.NEGATIVE_NUMBER, row=2, column="count", says="from 0")
def a_negative_count(folder: Path) -> None:
    observations(folder, {"count": "-1"})


@told(ProblemCode.NUMBER_TOO_LARGE, row=2, column="count", says="9,007,199,254,740,991")
def a_count_beyond_what_a_spreadsheet_can_count(folder: Path) -> None:
    observations(folder, {"count": "9007199254740992"})


@told(ProblemCode.NOT_WHOLE, row=2, column="count", says="digits only")
def a_count_in_words(folder: Path) -> None:
    observations(folder, {"count": "about 20"})


@told(ProblemCode.NOT_A_SHARE, "overlap.csv", row=2, column="missed_links", says="0.05")
def a_percentage_instead_of_a_share(folder: Path) -> None:
    write_csv(folder, "overlap", row("overlap", missed_links="5%"))


@told(ProblemCode.NOT_A_YEAR, "partner_registrations.csv", row=2, column="year", says="2021")
def a_year_of_two_digits(folder: Path) -> None:
    write_csv(folder, "partner_registrations", row("partner_registrations", year="21"))


@told(ProblemCode.NOT_A_COUNTRY, row=2, column="country", says="ISO 3166")
def a_country_in_words(folder: Path) -> None:
    observations(folder, {"country": "Nederland"})


@told(ProblemCode.NOT_A_CITIZENSHIP, row=2, column="citizenship", says="ISO 3166")
def a_citizenship_of_the_union(folder: Path) -> None:
    observations(folder, {"citizenship": "EU"})


@told(ProblemCode.NOT_AN_AREA, row=2, column="area", says="GM0363")
def an_area_by_its_name(folder: Path) -> None:
    observations(folder, {"area": "Amsterdam"})


@told(ProblemCode.NOT_AN_ADDRESS, row=2, column="source_address", says="https://")
def an_address_that_would_run_a_script(folder: Path) -> None:
    observations(folder, {"source_address": "javascript:alert(1)"})


@told(ProblemCode.REQUIRED_EMPTY, row=3, column="rung", says="empty")
def a_required_cell_is_empty(folder: Path) -> None:
    observations(folder, {}, {"rung": ""})


@told(ProblemCode.SPREADSHEET_FORMULA, row=2, column="summary", says="starts with =")
def a_cell_that_starts_a_formula_with_an_equals_sign(folder: Path) -> None:
    observations(folder, {"summary": '=HYPERLINK("https://example.org","read more")'})


@told(ProblemCode.SPREADSHEET_FORMULA, row=2, column="summary", says="starts with +")
def a_cell_that_starts_a_formula_with_a_plus(folder: Path) -> None:
    observations(folder, {"summary": "+31 6 and so on"})


@told(ProblemCode.SPREADSHEET_FORMULA, row=2, column="source", says="starts with -")
def a_cell_that_starts_a_formula_with_a_minus(folder: Path) -> None:
    observations(folder, {"source": "-1+cmd|' /C calc'!A0"})


@told(ProblemCode.SPREADSHEET_FORMULA, row=2, column="summary", says="starts with @")
def a_cell_that_starts_a_formula_with_an_at_sign(folder: Path) -> None:
    observations(folder, {"summary": "@SUM(1+1)"})


@told(ProblemCode.SPREADSHEET_FORMULA, row=2, column="summary", says="starts with TAB")
def a_cell_that_starts_with_a_tab(folder: Path) -> None:
    observations(folder, {"summary": "\t=1+1"})


@told(ProblemCode.INVISIBLE_CHARACTER, row=2, column="id", says="cannot be seen")
def an_invisible_character_in_an_identifier(folder: Path) -> None:
    observations(folder, {"id": "A\u200b1"})


@told(ProblemCode.INVISIBLE_CHARACTER, row=2, column="id", says="cannot be seen")
def a_character_that_turns_the_direction_of_an_identifier(folder: Path) -> None:
    observations(folder, {"id": "A\u202e1"})


@told(ProblemCode.NOT_AN_IDENTIFIER, row=2, column="id", says="no spaces")
def an_identifier_with_a_space(folder: Path) -> None:
    observations(folder, {"id": "A 1"})


@told(ProblemCode.NOT_A_REFERENCE, row=2, column="corrects", says="police/P-12")
def a_reference_in_words(folder: Path) -> None:
    observations(folder, {"corrects": "the row above"})


@told(ProblemCode.REPEATED_IN_CELL, row=2, column="lure", says="once")
def a_value_twice_in_one_cell(folder: Path) -> None:
    observations(folder, {"lure": "work;work"})


@told(ProblemCode.EMPTY_PART, row=2, column="lure", says="semicolon")
def a_semicolon_without_a_value(folder: Path) -> None:
    observations(folder, {"lure": "work;"})


# Rules of a row


@told(ProblemCode.COUNT_MISSING, row=2, column="count", says="exact")
def a_count_is_missing(folder: Path) -> None:
    observations(folder, {"count": ""})


@told(ProblemCode.COUNT_FORBIDDEN, row=2, column="count", says="several")
def a_count_where_none_was_stated(folder: Path) -> None:
    observations(folder, {"count_kind": "several", "count": "3"})


@told(ProblemCode.ZERO_KIND_MISSING, row=2, column="zero_kind", says="none_found")
def a_zero_that_does_not_say_what_was_not_found(folder: Path) -> None:
    observations(folder, {"count": "0"})


@told(ProblemCode.ZERO_KIND_FORBIDDEN, row=2, column="zero_kind", says="only for a count of 0")
def a_kind_of_zero_at_a_count_of_three(folder: Path) -> None:
    observations(folder, {"count": "3", "zero_kind": "none_found"})


@told(ProblemCode.PERIOD_REVERSED, row=2, column="observed_to", says="Swap the two dates")
def a_period_that_ends_before_it_begins(folder: Path) -> None:
    observations(folder, {"observed_from": "2022-03-02", "observed_to": "2022-03-01"})


@told(ProblemCode.KNOWN_AFTER_CUT_OFF, row=2, column="known_on", says="31 October 2022")
def a_row_known_after_the_cut_off(folder: Path) -> None:
    observations(folder, {"known_on": "2022-11-01"})


@told(ProblemCode.KNOWN_BEFORE_IT_HAPPENED, row=2, column="observed_from", says="known_on")
def a_row_known_before_it_happened(folder: Path) -> None:
    observations(folder, {"observed_from": "2022-06-01", "observed_to": "2022-06-01"})


@told(ProblemCode.PUBLISHED_AFTER_KNOWN, row=2, column="source_published_on", says="later")
def a_source_published_after_its_content_was_known(folder: Path) -> None:
    observations(folder, {"source_published_on": "2022-04-26"})


@told(ProblemCode.EUROPEAN_IN_NL, row=2, column="country", says="Write EU")
def a_european_observation_of_the_netherlands(folder: Path) -> None:
    observations(folder, {"level": "european"})


@told(ProblemCode.RANGE_REVERSED, "registrations.csv", row=2, column="present_high", says="Swap")
def a_range_that_is_upside_down(folder: Path) -> None:
    write_csv(folder, "registrations", row("registrations", present_low="21001"))


@told(ProblemCode.PART_ABOVE_WHOLE, "watch.csv", row=2, column="people_trained", says="520")
def more_people_trained_than_there_are(folder: Path) -> None:
    write_csv(folder, "watch", row("watch", people_trained="521"))


@told(ProblemCode.PARTS_ABOVE_WHOLE, "follow_up.csv", row=2, column="closed", says="43")
def more_reasons_to_close_than_were_closed(folder: Path) -> None:
    write_csv(folder, "follow_up", row("follow_up", closed_merged="5"))


@told(ProblemCode.PARTS_ABOVE_WHOLE, "inspections.csv", row=2, column="inspected", says="10")
def more_results_than_places_inspected(folder: Path) -> None:
    write_csv(folder, "inspections", row("inspections", not_met="3"))


@told(ProblemCode.LIST_NOT_AMONG_LISTS, "overlap.csv", row=2, column="on_lists", says="lists")
def a_list_that_was_not_compared(folder: Path) -> None:
    write_csv(folder, "overlap", row("overlap", on_lists="police;hospitals"))


@told(ProblemCode.GENERATED_MIXED, row=2, column="origin", says="generated")
def a_generated_row_among_real_ones(folder: Path) -> None:
    observations(folder, {"origin": "generated"})


@told(ProblemCode.AREA_MERGED, row=2, column="area", says="Amsterdam (GM0363) on 24 March 2022")
def a_municipality_that_was_merged(folder: Path) -> None:
    observations(folder, {"area": "GM0457", "observed_from": "2022-04-01"})


@told(ProblemCode.AREA_NOT_YET, row=2, column="area", says="1 January 2023")
def a_municipality_that_did_not_exist_yet(folder: Path) -> None:
    observations(folder, {"area": "GM1992"})


@told(ProblemCode.AREA_UNKNOWN, row=2, column="area", says="GM9999")
def an_unknown_area(folder: Path) -> None:
    observations(folder, {"area": "GM9999"})


# Rows together


@told(ProblemCode.DUPLICATE_ID, row=4, column="id", says="row 2")
def the_same_identifier_twice(folder: Path) -> None:
    observations(folder, {"id": "X"}, {}, {"id": "X"})


@told(ProblemCode.DUPLICATE_ID, "counts.csv", row=2, column="id", says="observations")
def the_same_identifier_in_a_table_that_sums_up_the_other(folder: Path) -> None:
    write_csv(folder, "counts", row("counts", id="OBS-13"))


@told(ProblemCode.REFERENCE_NOT_FOUND, row=2, column="corrects", says="GONE-1")
def a_correction_of_a_row_that_does_not_exist(folder: Path) -> None:
    observations(folder, {"corrects": "GONE-1"})


@told(ProblemCode.REFERENCE_NOT_FOUND, row=2, column="summarises", says="GONE-1")
def a_sum_of_a_row_that_does_not_exist(folder: Path) -> None:
    observations(folder, {"summarises": "A-2;GONE-1"}, {})


@told(ProblemCode.REFERENCE_TO_ITSELF, row=2, column="corrects", says="itself")
def a_correction_of_itself(folder: Path) -> None:
    observations(folder, {"corrects": "emm/A-1"})


@told(ProblemCode.REFERENCE_CIRCLE, row=2, column="summarises", says="circle")
def rows_that_sum_each_other_up_in_a_circle(folder: Path) -> None:
    observations(folder, {"summarises": "A-2"}, {"summarises": "A-3"}, {"summarises": "A-1"})


@told(ProblemCode.REFERENCE_CIRCLE, row=3, column="corrects", says="circle")
def rows_that_correct_each_other(folder: Path) -> None:
    observations(folder, {}, {"corrects": "A-3"}, {"corrects": "A-2"})


# contribution.toml


@told(ProblemCode.MANIFEST_MISSING, "", says="contribution.toml")
def no_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


@told(ProblemCode.MANIFEST_NOT_TOML, MANIFEST, row=4, says="quotation marks")
def a_manifest_that_is_no_toml(folder: Path) -> None:
    replaced(folder, '"emm"', '"emm', MANIFEST)


@told(ProblemCode.WRONG_ENCODING, MANIFEST, says="UTF-8")
def a_manifest_that_is_no_utf_8(folder: Path) -> None:
    replaced(folder, "the desk", "bureau é", MANIFEST)
    (folder / MANIFEST).write_bytes((folder / MANIFEST).read_text("utf-8").encode("latin-1"))


@told(ProblemCode.UNKNOWN_CODE, MANIFEST, column="organisation", says="Did you mean europol?")
def an_unknown_organisation(folder: Path) -> None:
    write_manifest(folder, organisation='"europool"')


@told(ProblemCode.MANIFEST_UNKNOWN_KEY, MANIFEST, column="cutoff", says="Did you mean cut_off?")
def an_unknown_key(folder: Path) -> None:
    write_manifest(folder, cutoff="2022-04-24")


@told(ProblemCode.MANIFEST_MISSING_KEY, MANIFEST, column="handling", says="Add it")
def a_missing_key(folder: Path) -> None:
    text = (folder / MANIFEST).read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("handling")]
    (folder / MANIFEST).write_text("\n".join(kept))


@told(ProblemCode.MANIFEST_WRONG_KIND, MANIFEST, column="cut_off", says="without quotation marks")
def a_date_between_quotation_marks(folder: Path) -> None:
    write_manifest(folder, cut_off='"2022-04-24"')


@told(ProblemCode.MANIFEST_SCHEMA, MANIFEST, column="schema", says="schema = 1")
def a_manifest_of_another_version(folder: Path) -> None:
    replaced(folder, "schema = 1", "schema = 9", MANIFEST)


@told(ProblemCode.PERIOD_REVERSED, MANIFEST, column="period_to", says="Swap")
def a_contribution_that_ends_before_it_begins(folder: Path) -> None:
    write_manifest(folder, period_to="2022-01-01")


@told(ProblemCode.FUTURE_DATE, MANIFEST, column="cut_off", says="23 November 2026")
def a_cut_off_in_the_future(folder: Path) -> None:
    write_manifest(folder, cut_off="2031-01-01")


@told(ProblemCode.NIL_WITH_ROWS, MANIFEST, column="nil", says="observations")
def nothing_to_report_and_yet_a_row(folder: Path) -> None:
    write_manifest(folder, nil='["observations"]')


@told(ProblemCode.UNKNOWN_CODE, MANIFEST, column="nil", says="Did you mean watch?")
def nothing_to_report_for_an_unknown_table(folder: Path) -> None:
    write_manifest(folder, nil='["watchers"]')


@told(ProblemCode.NOTHING_SUPPLIED, "", says="nil")
def a_manifest_and_nothing_else(folder: Path) -> None:
    (folder / CSV).unlink()


# The folder


@told(ProblemCode.UNKNOWN_FILE, "observation.csv", says="Did you mean observations.csv?")
def a_file_that_is_no_table(folder: Path) -> None:
    (folder / "observation.csv").write_text("id\n1\n")


@told(ProblemCode.UNSUPPORTED_FORMAT, "observations.xls", says=".xlsx")
def a_workbook_of_an_old_kind(folder: Path) -> None:
    instead(folder, "observations.xls", OLE)


@told(ProblemCode.TABLE_TWICE, PARQUET, says="observations")
def a_table_in_two_files(folder: Path) -> None:
    write_parquet(folder, "observations", row("observations"))


@told(ProblemCode.TOO_DEEP, "narrative/old/older", says="narrative")
def folders_within_folders(folder: Path) -> None:
    for deep in ("narrative/old/older/oldest",):
        (folder / deep).mkdir(parents=True)
        (folder / deep / "nl.md").write_text("text")


@told(ProblemCode.LINK, "watch.csv", says="the file itself")
def a_link_to_a_file_elsewhere(folder: Path) -> None:
    (folder / "watch.csv").symlink_to("/etc/passwd")


@told(ProblemCode.FILE_TOO_LARGE, says="1,024 MB")
def a_csv_of_two_gigabytes(folder: Path) -> None:
    with (folder / CSV).open("r+b") as file:
        file.truncate(2 << 30)


@told(ProblemCode.TOO_MANY_FILES, "", says="64")
def a_thousand_files(folder: Path) -> None:
    for number in range(1000):
        (folder / f"{number}.csv").write_text("x")


@told(ProblemCode.WRONG_ENCODING, "narrative/nl.md", row=2, says="UTF-8")
def a_narrative_that_is_no_utf_8(folder: Path) -> None:
    (folder / "narrative").mkdir()
    (folder / "narrative/nl.md").write_bytes("kop\néén".encode("latin-1"))


@told(ProblemCode.NARRATIVE_TOO_LONG, "narrative/nl.md", says="20,000")
def a_narrative_that_is_too_long(folder: Path) -> None:
    (folder / "narrative").mkdir()
    (folder / "narrative/nl.md").write_text("woord " * 4000)


@told(ProblemCode.NARRATIVE_HTML, "narrative/nl.md", row=3, says="Markdown")
def a_narrative_with_html(folder: Path) -> None:
    (folder / "narrative").mkdir()
    (folder / "narrative/nl.md").write_text("kop\n\n<script>alert(1)</script>")


# Zip files


def packed(folder: Path, *extra: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    path = zipped(folder, folder.parent / "contribution.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in extra:
            archive.writestr(name, content)
    return path


@told(ProblemCode.ZIP_BOMB, "contribution.zip", says="200 times")
def a_zip_bomb(folder: Path) -> Path:
    return packed(folder, ("watch.csv", bytes(64 << 20)))


@told(ProblemCode.ZIP_BOMB, "contribution.zip", says="2,048 MB")
def a_zip_that_unpacks_to_more_than_the_disk_should_take(folder: Path) -> Path:
    path = packed(folder, ("watch.csv", b"x" * 1000))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 3 << 30)
    path.write_bytes(content)
    return path


@told(ProblemCode.NESTED_ARCHIVE, "more.zip", says="Unpack it")
def a_zip_in_a_zip(folder: Path) -> Path:
    inner = zipped(folder, folder.parent / "inner.zip").read_bytes()
    return packed(folder, ("more.zip", inner))


@told(ProblemCode.ZIP_UNSAFE_PATH, "../../evil.csv", says="outside")
def a_zip_that_climbs_out_of_its_folder(folder: Path) -> Path:
    return packed(folder, ("../../evil.csv", b"x"))


@told(ProblemCode.ZIP_UNSAFE_PATH, "/etc/evil.csv", says="outside")
def a_zip_with_an_absolute_path(folder: Path) -> Path:
    return packed(folder, ("/etc/evil.csv", b"x"))


@told(ProblemCode.ZIP_UNSAFE_PATH, "C:\\evil.csv", says="outside")
def a_zip_with_a_drive_letter(folder: Path) -> Path:
    return packed(folder, ("C:\\evil.csv", b"x"))


@told(ProblemCode.LINK, "watch.csv", says="the file itself")
def a_zip_with_a_symbolic_link(folder: Path) -> Path:
    link = zipfile.ZipInfo("watch.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed(folder, (link, b"/etc/passwd"))


@told(ProblemCode.ZIP_ENCRYPTED, "watch.csv", says="password")
def a_zip_with_a_password(folder: Path) -> Path:
    path = packed(folder, ("watch.csv", b"secret"))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.rindex(mark) + offset] |= 1
    path.write_bytes(content)
    return path


@told(ProblemCode.ZIP_DUPLICATE_NAME, "Watch.csv", says="twice")
def a_zip_with_a_name_twice(folder: Path) -> Path:
    return packed(folder, ("watch.csv", b"x"), ("Watch.csv", b"y"))


@told(ProblemCode.ZIP_UNREADABLE, "contribution.zip", says="damaged")
def a_zip_cut_short(folder: Path) -> Path:
    path = packed(folder)
    path.write_bytes(path.read_bytes()[:-40])
    return path


@told(ProblemCode.ZIP_UNREADABLE, "watch.csv", says="damaged")
def a_zip_with_a_damaged_file(folder: Path) -> Path:
    path = packed(folder, ("watch.csv", b"one two three"))
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 16 : at + 20] = b"\0\0\0\0"
    path.write_bytes(content)
    return path


@told(ProblemCode.TOO_MANY_FILES, "contribution.zip", says="64")
def a_zip_with_a_hundred_files(folder: Path) -> Path:
    return packed(folder, *((f"{number}.csv", b"x") for number in range(100)))


@told(ProblemCode.TOO_DEEP, "a/b/c/nl.md", says="narrative")
def a_zip_of_folders_within_folders(folder: Path) -> Path:
    return packed(folder, ("a/b/c/nl.md", b"x"))


@told(ProblemCode.NOT_A_CONTRIBUTION, "contribution.rar", says="zip")
def a_file_that_is_no_zip(folder: Path) -> Path:
    path = folder.parent / "contribution.rar"
    path.write_bytes(b"Rar!" + bytes(100))
    return path


@told(ProblemCode.NOT_A_CONTRIBUTION, "nowhere", says="folder")
def a_path_that_leads_nowhere(folder: Path) -> Path:
    return folder.parent / "nowhere"


# Workbooks


@told(ProblemCode.FORMULA_CELL, XLSX, row=3, column="count", says="=1+1")
def a_formula_in_a_workbook(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.cell(3, column_of("count"), "=1+1"))


@told(ProblemCode.LOCAL_DATE, XLSX, row=2, column="known_on", says="2022-03-24")
def a_dutch_date_as_text_in_a_workbook(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.cell(2, column_of("known_on"), "24-3-2022"))


@told(ProblemCode.SERIAL_DATE, XLSX, row=2, column="known_on", says="2022-03-24")
def a_date_that_lost_its_format_in_a_workbook(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.cell(2, column_of("known_on"), 44644))


@told(ProblemCode.NOT_A_DATE, XLSX, row=2, column="known_on", says="year-month-day")
def a_date_with_a_time_in_a_workbook(folder: Path) -> None:
    noon = datetime.datetime(2022, 3, 24, 12)
    book_instead(folder, lambda b: b.active.cell(2, column_of("known_on"), noon))


@told(ProblemCode.DATE_IN_OTHER_COLUMN, XLSX, row=2, column="source", says="text")
def a_text_that_excel_took_for_a_date(folder: Path) -> None:
    day = datetime.date(2022, 3, 1)
    book_instead(folder, lambda b: b.active.cell(2, column_of("source"), day))


@told(ProblemCode.NOT_WHOLE, XLSX, row=2, column="count", says="1.5")
def half_a_person_in_a_workbook(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.cell(2, column_of("count"), 1.5))


@told(ProblemCode.ERROR_CELL, XLSX, row=2, column="count", says="#DIV/0!")
def an_error_of_the_spreadsheet(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.cell(2, column_of("count"), "#DIV/0!"))


@told(ProblemCode.MERGED_CELLS, XLSX, row=2, says="B2:B3")
def merged_cells(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.merge_cells("B2:B3"))


@told(ProblemCode.HIDDEN_SHEET, XLSX, says="visible")
def a_hidden_sheet(folder: Path) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        sheet = book.create_sheet("drafts")
        sheet["A1"] = "x"
        sheet.sheet_state = "hidden"

    book_instead(folder, hide)


@told(ProblemCode.UNKNOWN_SHEET, "contribution.xlsx", says="Did you mean observations?")
def a_sheet_that_is_no_table(folder: Path) -> None:
    (folder / CSV).unlink()
    workbook([row("observations")], "observation").save(folder / "contribution.xlsx")


@told(ProblemCode.TOO_MANY_CELLS, XLSX, row=3, says="37")
def a_note_beside_the_table_in_a_workbook(folder: Path) -> None:
    book_instead(folder, lambda b: b.active.cell(3, 38, "check this"))


@told(ProblemCode.PROTECTED_OR_LEGACY_WORKBOOK, XLSX, says="password")
def a_workbook_with_a_password(folder: Path) -> None:
    instead(folder, XLSX, OLE)


@told(ProblemCode.CORRUPT_WORKBOOK, XLSX, says="damaged")
def a_workbook_cut_short(folder: Path) -> None:
    book_instead(folder)
    (folder / XLSX).write_bytes((folder / XLSX).read_bytes()[:2000])


@told(ProblemCode.CORRUPT_WORKBOOK, XLSX, says="damaged")
def a_zip_that_only_calls_itself_a_workbook(folder: Path) -> None:
    instead(folder, XLSX, zipped(folder, folder.parent / "other.zip").read_bytes())


def with_part(folder: Path, name: str, content: bytes) -> None:
    """The good workbook with one of its parts replaced or added."""
    book_instead(folder)
    path = folder / XLSX
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, old in {**parts, name: content}.items():
            archive.writestr(part, content if part == name else old)


@told(ProblemCode.UNSAFE_WORKBOOK, XLSX, says="new, empty workbook")
def a_workbook_with_an_entity_bomb(folder: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
    with_part(folder, "xl/sharedStrings.xml", b'<?xml version="1.0"?>' + bomb)


@told(ProblemCode.UNSAFE_WORKBOOK, XLSX, says="new, empty workbook")
def a_workbook_that_hides_its_entities_in_utf_16(folder: Path) -> None:
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><sst>&a;</sst>'
    content = codecs.BOM_UTF16_LE + bomb.encode("utf-16-le")
    with_part(folder, "xl/sharedStrings.xml", content)


@told(ProblemCode.UNSAFE_WORKBOOK, XLSX, says="new, empty workbook")
def a_workbook_that_is_a_zip_bomb(folder: Path) -> None:
    with_part(folder, "xl/media/image1.png", bytes(64 << 20))


# Parquet


@told(ProblemCode.CORRUPT_PARQUET, PARQUET, says="damaged")
def a_damaged_parquet_file(folder: Path) -> None:
    path = write_parquet(folder, "observations", row("observations"))
    content = path.read_bytes()
    path.unlink()
    instead(folder, PARQUET, content[: len(content) // 2])


@told(ProblemCode.WRONG_PARQUET_TYPE, PARQUET, column="count", says="whole number")
def a_parquet_file_of_other_types(folder: Path) -> None:
    (folder / CSV).unlink()
    good = row("observations")
    write_parquet(folder, "observations", {**good, "count": 1.5}, count=pa.float64())


@told(ProblemCode.NOT_A_DATE, PARQUET, row=3, column="known_on", says="12:00")
def a_moment_instead_of_a_day_in_parquet(folder: Path) -> None:
    (folder / CSV).unlink()
    good = row("observations", id="A-2")
    days = [datetime.datetime(2022, 4, 24), datetime.datetime(2022, 4, 24, 12)]
    rows = [{**good, "id": f"A-{n}", "known_on": day} for n, day in enumerate(days)]
    write_parquet(folder, "observations", *rows, known_on=pa.timestamp("us"))


@told(ProblemCode.CELL_TOO_LONG, PARQUET, row=2, column="summary", says="2,000")
def a_long_text_repeated_a_million_times_in_parquet(folder: Path) -> None:
    (folder / CSV).unlink()
    texts = pa.array(["a" * 100_000])
    many = 1_000_000
    columns = {name: _repeated(text, many) for name, text in row("observations").items()}
    columns["summary"] = pa.DictionaryArray.from_arrays(
        pa.array([0], pa.int32()).take(_zeros(many)), texts
    )
    pq.write_table(pa.table(columns), folder / PARQUET)


def _zeros(count: int) -> pa.Array:
    return pa.array([0], pa.int32()).take(pa.repeat(pa.scalar(0, pa.int32()), count))


def _repeated(text: str, count: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(_zeros(count), pa.array([text]))


# The test


def named(case: Case) -> str:
    return case.breaks.__name__


def test_more_than_forty_kinds_are_told() -> None:
    assert len({named(case) for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_broken_contribution_is_told(case: Case, good: Path, nothing_left: Path) -> None:
    path = case.breaks(good) or good
    before = listing(good)
    answer = check_contribution(path, geography=FewAreas(), today=TODAY)
    assert answer.tables is None
    assert not answer.accepted
    problem = matching(case, answer.problems)
    assert case.says in problem.message("en")
    for tag in ("nl", "en", "uk"):
        assert_tells_where_and_how(problem, tag)
    assert listing(good) == before


def matching(case: Case, problems: tuple[Problem, ...]) -> Problem:
    found = [p for p in problems if (p.code, p.file) == (case.code, case.file)]
    assert found, [problem.as_json() for problem in problems][:5]
    assert (found[0].row, found[0].column) == (case.row, case.column)
    return found[0]


def assert_tells_where_and_how(problem: Problem, tag: str) -> None:
    message = problem.message(tag)
    for place in (problem.file, problem.sheet, problem.row, problem.column):
        assert place is None or str(place) in message
    where, _, rest = message.partition(": ")
    assert where
    assert len(re.findall(r"[.!?…»)\d\w]\s|[.?]$", rest)) >= 2, rest
    assert "{" not in message.replace("{1", "")
    assert not re.search(r"[\x00-\x1f\u200b-\u200f\u202a-\u202e]", message)


def listing(folder: Path) -> list[tuple[str, int, int]]:
    files = sorted(file for file in folder.rglob("*") if not file.is_symlink())
    return [(f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in files]
