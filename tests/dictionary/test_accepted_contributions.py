"""What passes: every table, every format, a folder or a zip, with the same data each time."""

from __future__ import annotations

import datetime
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
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

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import check_contribution
from toevlucht.dictionary.documents import template
from toevlucht.geography import areas

TABLES = sorted(dictionary().tables)


def accepted(path: Path, **options):
    answer = check_contribution(path, today=TODAY, **options)
    assert [problem.message("en") for problem in answer.problems] == []
    return answer


@pytest.mark.parametrize("table", TABLES)
def test_the_template_of_every_table_passes(tmp_path: Path, table: str) -> None:
    write_manifest(tmp_path)
    (tmp_path / f"{table}.csv").write_text(template(table), "utf-8")
    answer = accepted(tmp_path)
    assert answer.tables[table].num_rows == 1
    assert answer.tables[table].schema == dictionary().table(table).arrow_schema()


def test_cells_become_dates_numbers_lists_and_nulls(tmp_path: Path) -> None:
    write_manifest(tmp_path)
    write_csv(tmp_path, "overlap", row("overlap", missed_links="0.05", corrects=""))
    found = accepted(tmp_path).tables["overlap"].to_pylist()[0]
    assert found["known_on"] == datetime.date(2022, 4, 24)
    assert found["missed_links"] == Decimal("0.050000")
    assert found["on_lists"] == ["police", "shelters"]
    assert found["count"] == 12
    assert found["corrects"] is None


def test_columns_that_are_not_required_may_be_left_out(tmp_path: Path) -> None:
    write_manifest(tmp_path)
    table = dictionary().table("observations")
    needed = {c.name: c.example for c in table.columns if c.required} | {"count": "1"}
    write_csv(tmp_path, "observations", needed)
    found = accepted(tmp_path).tables["observations"]
    assert found.column_names == list(table.names)
    assert found["summary"].null_count == 0
    assert found["area"].null_count == 1


def three_rows() -> list[dict[str, str]]:
    return [
        row("observations", id="A-1", summary="Één vraag, twee komma's: «так»"),
        row("observations", id="A-2", count="0", zero_kind="none_found", lure="work"),
        row("observations", id="A-3", count_kind="several", count="", corrects="A-1"),
    ]


def test_csv_xlsx_and_parquet_give_equal_tables(tmp_path: Path) -> None:
    rows = three_rows()
    for kind in ("csv", "text.xlsx", "native.xlsx", "text.parquet", "native.parquet"):
        write_manifest(tmp_path / kind)
    write_csv(tmp_path / "csv", "observations", *rows)
    workbook(rows).save(tmp_path / "text.xlsx" / "observations.xlsx")
    workbook([natively(r) for r in rows]).save(tmp_path / "native.xlsx" / "contribution.xlsx")
    write_parquet(tmp_path / "text.parquet", "observations", *rows)
    types = {"known_on": pa.date32(), "observed_to": pa.timestamp("us"), "count": pa.int64()}
    lists = {"lure": pa.list_(pa.string())}
    native = [{**natively(r), "lure": r["lure"].split(";")} for r in rows]
    write_parquet(tmp_path / "native.parquet", "observations", *native, **types, **lists)
    answers = [accepted(folder).tables["observations"] for folder in sorted(tmp_path.iterdir())]
    assert len(answers) == 5
    assert all(answer.equals(answers[0]) for answer in answers)


def natively(texts: dict[str, str]) -> dict[str, object]:
    """The same row with an Excel user's own dates and numbers."""
    values: dict[str, object] = dict(texts)
    values["known_on"] = datetime.date.fromisoformat(texts["known_on"])
    values["observed_to"] = datetime.datetime.fromisoformat(texts["observed_to"])
    values["count"] = int(texts["count"]) if texts["count"] else ""
    return values


def test_a_byte_order_mark_as_excel_writes_it_is_no_problem(good: Path) -> None:
    path = good / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (good / "contribution.toml").write_bytes(
        b"\xef\xbb\xbf" + (good / "contribution.toml").read_bytes()
    )
    assert accepted(good).tables["observations"].num_rows == 1


def test_line_ends_of_windows_and_empty_lines_are_no_problem(good: Path) -> None:
    text = csv_text(three_rows()).replace("\n", "\r\n")
    width = text.splitlines()[0].count(",")
    (good / "observations.csv").write_text(text + "\r\n" + "," * width + "\r\n", newline="")
    assert accepted(good).tables["observations"].num_rows == 3


def test_a_zip_gives_what_its_folder_gives(good: Path, tmp_path: Path, nothing_left: Path) -> None:
    from_folder = accepted(good).tables["observations"]
    assert accepted(zipped(good, tmp_path / "c.zip")).tables["observations"].equals(from_folder)


def test_a_zip_of_the_folder_itself_is_read_too(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in good.iterdir():
            archive.write(file, f"my contribution/{file.name}")
        archive.writestr("__MACOSX/my contribution/._observations.csv", b"\0")
    assert accepted(path).tables["observations"].num_rows == 1


def test_the_narrative_comes_along(good: Path) -> None:
    (good / "narrative").mkdir()
    (good / "narrative" / "nl.md").write_text(
        "### Wat wij zien\n\nWeinig, <https://voorbeeld.nl>.\n"
    )
    assert accepted(good).narrative["nl"].startswith("### Wat wij zien")


def test_a_nil_return_is_a_contribution(tmp_path: Path) -> None:
    write_manifest(tmp_path, nil='["observations", "watch"]')
    answer = accepted(tmp_path)
    assert answer.manifest.nil == ("observations", "watch")
    assert answer.tables == {}


def test_a_header_without_rows_passes_when_nil_is_declared(tmp_path: Path) -> None:
    write_manifest(tmp_path, nil='["watch"]')
    (tmp_path / "watch.csv").write_text(template("watch").splitlines()[0] + "\n")
    assert accepted(tmp_path).tables["watch"].num_rows == 0


def test_the_manifest_is_given_back(good: Path) -> None:
    manifest = accepted(good).manifest
    assert manifest.organisation == "emm"
    assert manifest.cut_off == datetime.date(2022, 10, 31)
    assert manifest.recipients == ("emm",)
    assert manifest.seed is None


def test_references_to_other_organisations_wait_for_freezing(good: Path) -> None:
    write_csv(good, "observations", row("observations", corrects="amsterdam/OBS-23"))
    accepted(good)


def test_references_to_rows_accepted_earlier_are_found(good: Path) -> None:
    rows = [row("observations", corrects="amsterdam/OBS-23", summarises="OLD-1")]
    write_csv(good, "observations", *rows)
    known = {"observations": frozenset({"amsterdam/OBS-23", "emm/OLD-1"})}
    accepted(good, known_ids=known)


def test_a_count_may_sum_up_observations(good: Path) -> None:
    write_csv(good, "counts", row("counts", id="C-1", summarises="OBS-13"))
    accepted(good)


def test_a_municipality_passes_when_it_existed_for_a_part_of_the_period(good: Path) -> None:
    weesp = row("observations", area="GM0457", observed_from="2022-03-01", observed_to="2022-04-01")
    write_csv(good, "observations", weesp)
    accepted(good, geography=FewAreas())


def test_progress_is_reported_from_start_to_end(good: Path) -> None:
    seen: list[tuple[str, float]] = []
    accepted(good, progress=lambda file, part: seen.append((file, part)))
    assert seen[0] == ("observations.csv", 0.0)
    assert seen[-1] == ("observations.csv", 1.0)
    assert all(0 <= part <= 1 for _, part in seen)


def test_the_municipalities_of_geography_can_be_asked(good: Path) -> None:
    write_csv(good, "observations", row("observations", area="GM0457", observed_from="2022-04-01"))
    problem = check_contribution(good, today=TODAY, geography=areas).problems[0]
    assert "op 24 maart 2022 op in Amsterdam (GM0363)" in problem.message("nl")
