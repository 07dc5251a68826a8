"""Small files made to cost much, to crash the check or to hide something: all are told."""

from __future__ import annotations

import re
import resource
import struct
import zipfile
from pathlib import Path
from zipfile import ZipInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dictionary.contributions import (
    TODAY,
    row,
    write_csv,
    write_manifest,
    write_parquet,
    zipped,
)

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Checked, ProblemCode, check_contribution
from toevlucht.dictionary.checking.archives import directory_size
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.parquet_pages import unpacked_size
from toevlucht.dictionary.checking.values import address_fault, area_fault, rule_for, text_fault

MANY = next(
    (table.id, column.name)
    for table in dictionary().tables.values()
    for column in table.columns
    if column.type == "codes"
)
TABLE, COLUMN = MANY
HIDDEN = ("\ue000", "\uf8ff", "\ufdd0", "\ufffe", "\uffff", "\U0001ffff", "\U000e0041")
HIDDEN += ("\U000f0000", "\U0010ffff", "\ud800", "\udfff")


def checked(path: Path) -> Checked:
    return check_contribution(path, today=TODAY)


def codes(answer: Checked) -> set[ProblemCode]:
    for problem in answer.problems:
        assert all(problem.message(tag) for tag in ("nl", "en", "uk"))
    return {problem.code for problem in answer.problems}


def lists_instead(folder: Path, *cells: list[str | None]) -> Path:
    """Rows whose column of several values is a list, written as small as Parquet can."""
    (folder / "observations.csv").unlink()
    rows = [{**row(TABLE, id=f"A-{n}"), COLUMN: cell} for n, cell in enumerate(cells)]
    return write_parquet(folder, TABLE, *rows, **{COLUMN: pa.list_(pa.string())})


# Parquet


def test_a_list_of_millions_in_one_row_is_refused_unread(good: Path) -> None:
    cell = row(TABLE)[COLUMN].split(";")[:1] * 4_000_000
    path = lists_instead(good, cell)
    assert path.stat().st_size < 100_000
    del cell
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = checked(good)
    (problem,) = (p for p in answer.problems if p.code is ProblemCode.TOO_MANY_VALUES)
    assert (problem.file, problem.column) == (path.name, COLUMN)
    assert "1,000" in problem.message("en")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_many_rows_do_not_buy_one_row_millions_of_values(good: Path) -> None:
    lists_instead(good, ["x"] * 900, ["x"])
    limits = Limits(values=500)
    answer = check_contribution(good, today=TODAY, limits=limits)
    assert ProblemCode.TOO_MANY_VALUES in codes(answer)


def test_a_list_longer_than_a_cell_is_told_in_its_row_and_not_joined(good: Path) -> None:
    value = row(TABLE)[COLUMN].split(";")[0]
    lists_instead(good, [value], ["x" * 300] * 100, [value, None], [])
    answer = checked(good)
    found = {(p.code, p.row) for p in answer.problems if p.column == COLUMN}
    assert (ProblemCode.CELL_TOO_LONG, 3) in found
    assert (ProblemCode.EMPTY_PART, 4) in found
    assert not any(line == 2 for _, line in found)


def test_lists_that_fit_are_read_as_their_values(good: Path) -> None:
    known = dictionary().codes_of(dictionary().table(TABLE).column(COLUMN)).names[:2]
    lists_instead(good, [known[0]], list(known))
    answer = checked(good)
    assert ProblemCode.CELL_TOO_LONG not in codes(answer)
    assert not [p for p in answer.problems if p.column == COLUMN and p.value]


def test_a_long_cell_of_several_values_is_not_split(good: Path) -> None:
    (good / "observations.csv").unlink()
    write_csv(good, TABLE, row(TABLE, **{COLUMN: ";".join("abcd" for _ in range(1_000))}))
    found = {p.code for p in checked(good).problems if p.column == COLUMN}
    assert found == {ProblemCode.CELL_TOO_LONG}


def varint(number: int, length: int = 0) -> bytes:
    """A number as the end of a Parquet file writes it, made longer than it needs to be."""
    number, written = number * 2, bytearray()
    while number or len(written) < max(1, length):
        written.append(number & 127 | 128)
        number >>= 7
    written[-1] &= 127
    return bytes(written)


def test_values_that_the_end_of_the_file_does_not_mention_are_refused_unread(good: Path) -> None:
    path = lists_instead(good, ["x"] * 1_000_000)
    content = path.read_bytes()
    true = varint(1_000_000)
    end = len(content) - 8 - struct.unpack("<I", content[-8:-4])[0]
    head, tail = content[:end], content[end:]
    assert true in tail
    path.write_bytes(head + tail.replace(true, varint(900, len(true))))
    assert pq.ParquetFile(path).metadata.num_rows == 1
    assert codes(checked(good)) == {ProblemCode.CORRUPT_PARQUET}


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("packed", ["none", "snappy", "gzip", "zstd"])
@pytest.mark.parametrize("encoded", [True, False])
def test_the_pages_of_any_ordinary_file_are_counted(
    tmp_path: Path, version: str, packed: str, encoded: bool
) -> None:
    path = tmp_path / "any.parquet"
    numbers = pa.array(range(20_000))
    words = pa.array([None, "a" * 3_000, "b", "c"] * 5_000)
    lists = pa.array([[], None, ["x", None], ["y"]] * 5_000, pa.list_(pa.string()))
    table = pa.table({"numbers": numbers, "words": words, "lists": lists})
    options = {"data_page_version": version, "compression": packed, "use_dictionary": encoded}
    pq.write_table(table, path, row_group_size=7_000, data_page_size=4_096, **options)
    metadata = pq.read_metadata(path)
    groups = [metadata.row_group(group) for group in range(metadata.num_row_groups)]
    stated = sum(group.total_byte_size for group in groups)
    assert stated * 0.5 < unpacked_size(path, metadata) <= stated


# contribution.toml


@pytest.mark.parametrize("key", ["seed", "nil", "purpose", "handling", "period_from"])
def test_a_number_too_long_to_write_out_is_told(good: Path, key: str) -> None:
    write_manifest(good, **{key: "0x" + "f" * 5_000})
    assert ProblemCode.MANIFEST_WRONG_KIND in codes(checked(good))


def test_a_number_too_long_inside_a_list_is_told(good: Path) -> None:
    write_manifest(good, nil="[0x" + "f" * 5_000 + "]")
    assert ProblemCode.MANIFEST_WRONG_KIND in codes(checked(good))


def test_a_schema_too_long_to_write_out_is_told(good: Path) -> None:
    path = good / "contribution.toml"
    text = re.sub(r"(?m)^schema = .*$", "schema = 0x" + "f" * 5_000, path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    assert ProblemCode.MANIFEST_SCHEMA in codes(checked(good))


@pytest.mark.parametrize("depth", [90, 200, 300, 450, 20_000])
def test_lists_within_lists_are_told(good: Path, depth: int) -> None:
    write_manifest(good, nil="[" * depth + "]" * depth)
    found = codes(checked(good))
    assert found & {ProblemCode.MANIFEST_WRONG_KIND, ProblemCode.MANIFEST_NOT_TOML}


@pytest.mark.parametrize("depth", [100, 300, 20_000, 500_000])
def test_tables_within_tables_are_told_at_once(good: Path, depth: int) -> None:
    path = good / "contribution.toml"
    dotted = ".".join("a" * depth)
    text = re.sub(r"(?m)^schema = .*$", f"schema.{dotted} = 1", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    found = codes(checked(good))
    assert found & {ProblemCode.MANIFEST_SCHEMA, ProblemCode.MANIFEST_NOT_TOML}


# The zip


def with_entry(good: Path, name: str) -> Path:
    path = zipped(good, good.parent / "contribution.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(ZipInfo(name), "Some words.\n")
    return path


@pytest.mark.parametrize(
    "name", [".", "..", "./narrative/nl.md", "narrative//nl.md", "narrative/./nl.md", "./."]
)
def test_a_name_that_is_not_written_plainly_is_told(good: Path, name: str) -> None:
    assert codes(checked(with_entry(good, name))) == {ProblemCode.ZIP_UNSAFE_PATH}


def test_a_zip_of_nothing_but_a_dot_is_told(tmp_path: Path) -> None:
    path = tmp_path / "contribution.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(ZipInfo("."), "")
    assert codes(checked(path)) == {ProblemCode.ZIP_UNSAFE_PATH}


def large_directory(good: Path, entries: int, between: bytes = b"") -> tuple[Path, int]:
    """A zip whose long list of entries is stated in the zip64 end only."""
    path = good.parent / "contribution.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(entries):
            archive.writestr(f"{number:0200}.csv", "")
    content = path.read_bytes()
    end = content.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", content, end + 12)
    large = struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, start
    )
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    small = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)
    path.write_bytes(content[:end] + large + between + locator + small)
    return path, size


def test_the_zip64_end_tells_how_long_the_list_of_entries_is(good: Path) -> None:
    path, size = large_directory(good, 40)
    assert directory_size(path) == size
    with zipfile.ZipFile(path) as archive:
        assert len(archive.infolist()) == 40


def test_the_zip64_end_is_found_where_its_locator_points(good: Path) -> None:
    path, size = large_directory(good, 40, between=b"something else")
    assert directory_size(path) == size


def test_a_list_of_entries_hidden_in_a_zip64_end_is_refused_unread(good: Path) -> None:
    path, size = large_directory(good, 40)
    answer = check_contribution(path, today=TODAY, limits=Limits(directory=size - 1, files=1_000))
    assert codes(answer) == {ProblemCode.TOO_MANY_FILES}


def test_a_false_end_inside_the_end_hides_nothing(good: Path) -> None:
    path = zipped(good, good.parent / "contribution.zip")
    content = bytearray(path.read_bytes())
    end = content.rfind(b"PK\x05\x06")
    content[end + 8 : end + 12] = b"PK\x05\x06"
    path.write_bytes(content)
    assert directory_size(path) == struct.unpack_from("<I", content, end + 12)[0] > 0


def test_an_end_behind_the_longest_comment_hides_nothing(good: Path) -> None:
    path = zipped(good, good.parent / "contribution.zip")
    size = directory_size(path)
    path.write_bytes(path.read_bytes() + b"x" * 65_536)
    assert directory_size(path) == size > 0


# Values


@pytest.mark.parametrize(
    ("kind", "value"),
    [("year", "20२१"), ("year", "２０２１"), ("date", "20२१-01-01"), ("date", "२४-03-2022")],
)
def test_digits_of_another_script_are_no_date(kind: str, value: str) -> None:
    column = next(c for t in dictionary().tables.values() for c in t.columns if c.type == kind)
    fault = rule_for(column, dictionary(), TODAY).fault(value)
    assert fault
    assert fault.code in {ProblemCode.NOT_A_YEAR, ProblemCode.NOT_A_DATE}


def test_digits_of_another_script_are_no_area_and_no_port() -> None:
    assert area_fault("GM०३६३")
    assert address_fault("https://example.org:४४३/")
    assert address_fault("https://example.org:443/") is None


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
def test_characters_without_a_meaning_are_refused(hidden: str) -> None:
    fault = text_fault(f"Per{hidden}sons")
    assert fault
    assert fault.code is ProblemCode.INVISIBLE_CHARACTER
    assert address_fault(f"https://example.org/{hidden}")


@pytest.mark.parametrize("shown", ["ї", "€", "한", "🏳", "\U0002f800", "\ufffd", "a\u0301"])
def test_characters_with_a_meaning_pass(shown: str) -> None:
    assert text_fault(f"Per{shown}sons") is None


@pytest.mark.parametrize("hidden", [c for c in HIDDEN if not "\ud800" <= c <= "\udfff"], ids=ascii)
def test_a_character_without_a_meaning_in_any_kind_of_file_is_told(good: Path, hidden: str) -> None:
    values = row("observations", summary=f"Per{hidden}sons")
    write_csv(good, "observations", values)
    assert codes(checked(good)) == {ProblemCode.INVISIBLE_CHARACTER}
    (good / "observations.csv").unlink()
    write_parquet(good, "observations", values)
    assert codes(checked(good)) == {ProblemCode.INVISIBLE_CHARACTER}
