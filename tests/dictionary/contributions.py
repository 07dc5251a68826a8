"""Contributions for the tests: written as partners write them, one file at a time."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking import Absence
from toevlucht.dictionary.documents import example_row, manifest_template

TODAY = datetime.date(2026, 11, 23)
Row = dict[str, str]

UNITS = {
    "GM0457": Absence("merged", "GM0363", "Amsterdam", datetime.date(2022, 3, 24)),
    "GM1992": Absence("not_yet", on=datetime.date(2023, 1, 1)),
}


class FewAreas:
    """A stand-in for geography that knows a merger, a newcomer and a handful of areas."""

    def why_not(self, code: str, on: datetime.date) -> Absence | None:
        absence = UNITS.get(code)
        if absence and absence.on:
            gone = absence.kind == "merged" and on >= absence.on
            early = absence.kind == "not_yet" and on < absence.on
            return absence if gone or early else None
        known = {"NL", "VR13", "PV27", "GM0363", "GM0772"}
        return None if code in known else Absence("unknown")


def row(table: str, **changes: str) -> Row:
    """A row that passes, with some cells changed."""
    return {**example_row(dictionary().table(table)), **changes}


def write_manifest(folder: Path, text: str | None = None, **changes: str) -> None:
    """``contribution.toml``, with some values replaced; each change is TOML."""
    lines = (text or manifest_template("en")).splitlines()
    for key, value in changes.items():
        kept = [line for line in lines if not line.startswith(f"{key} =")]
        lines = [*kept, f"{key} = {value}"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "contribution.toml").write_text("\n".join(lines) + "\n", "utf-8")


def csv_text(rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(rows[0])
    writer.writerows(list(r.values()) for r in rows)
    return text.getvalue()


def write_csv(folder: Path, table: str, *rows: Mapping[str, str]) -> Path:
    path = folder / f"{table}.csv"
    path.write_text(csv_text(rows), "utf-8")
    return path


def workbook(rows: Sequence[Mapping[str, object]], sheet: str = "observations"):
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append(list(rows[0]))
    for each in rows:
        page.append([None if value == "" else value for value in each.values()])
    return book


def write_parquet(
    folder: Path, table: str, *rows: Mapping[str, object], **types: pa.DataType
) -> Path:
    columns = {
        name: pa.array(
            [r[name] if r[name] != "" else None for r in rows], types.get(name, pa.string())
        )
        for name in rows[0]
    }
    path = folder / f"{table}.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def zipped(folder: Path, path: Path, compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return path
