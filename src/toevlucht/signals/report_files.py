"""A file of reports from a partner: read whole, checked whole, every problem at its place."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from toevlucht.language import Value
from toevlucht.signals.api.schemas import ReportIn

MOST_BYTES = 2 << 20
MOST_ROWS = 500
HEADER = 1  # the number of its line
COLUMNS = tuple(name for name in ReportIn.model_fields if name != "unnamed")
REQUIRED = ("facts",)
LISTS = ("indicators", "excluded")  # several values, separated by semicolons
EXAMPLE = {
    "facts": "A white van without a name stood at the gate three mornings.",
    "situation": "recruiting",
    "place_kind": "reception",
    "municipality": "GM0344",
    "seen_on": "2022-04-05",
    "first_hand": "seen",
    "language": "nl",
}
# What the schema calls it, and what people are told.
KINDS = {
    "literal_error": "code",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "string_too_long": "too_long",
    "too_long": "too_long",
}
OF_COLUMN = {"municipality": "municipality", "seen_on": "date", "facts": "missing"}


@dataclass(frozen=True)
class FileProblem:
    """What is wrong at one place; without a row it is about the file, without a column the row."""

    kind: str  # a text under report_files.problem
    row: int | None = None
    column: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportFile:
    """Rows by the number of their line where there are no problems; a digest to know it again."""

    rows: Mapping[int, ReportIn]
    problems: Sequence[FileProblem]
    digest: str


def template() -> str:
    """The header, and one row that shows how it is filled in."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(EXAMPLE)
    return out.getvalue()


def read_report_file(content: bytes) -> ReportFile:
    rows: dict[int, ReportIn] = {}
    problems = list(_read(content, rows))
    return ReportFile({} if problems else rows, problems, hashlib.sha256(content).hexdigest())


def _read(content: bytes, rows: dict[int, ReportIn]) -> Iterator[FileProblem]:
    if len(content) > MOST_BYTES:
        yield FileProblem("too_large", values={"most": MOST_BYTES >> 20})
        return
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = [name.strip() for name in next(lines, [])]
        wrong = list(_header_problems(header))
        yield from wrong
        if not wrong:
            yield from _rows(lines, header, rows)
    except UnicodeDecodeError:
        yield FileProblem("encoding")
    except csv.Error:
        yield FileProblem("quotes", lines.line_num)


def _header_problems(header: list[str]) -> Iterator[FileProblem]:
    if not any(header):
        yield FileProblem("empty")
        return
    if len(header) == 1 and ";" in header[0]:
        yield FileProblem("semicolons", HEADER)
        return
    for name in header:
        if name not in COLUMNS:
            yield FileProblem("column", HEADER, name, {"columns": ", ".join(COLUMNS)})
    for name in sorted({name for name in header if header.count(name) > 1}):
        yield FileProblem("twice", HEADER, name)
    for name in REQUIRED:
        if name not in header:
            yield FileProblem("no_column", HEADER, name)


def _rows(lines: Any, header: list[str], rows: dict[int, ReportIn]) -> Iterator[FileProblem]:
    start = lines.line_num + 1
    is_empty = True
    for cells in lines:
        line, start = start, lines.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        is_empty = False
        if len(cells) != len(header):
            yield FileProblem("width", line, values={"n": len(header), "found": len(cells)})
            continue
        if len(rows) == MOST_ROWS:
            yield FileProblem("too_many", line, values={"most": MOST_ROWS})
            return
        yield from _row(line, dict(zip(header, cells, strict=True)), rows)
    if is_empty:
        yield FileProblem("empty")


def _row(line: int, cells: dict[str, str], rows: dict[int, ReportIn]) -> Iterator[FileProblem]:
    told: dict[str, Any] = {"facts": ""}
    for name, cell in cells.items():
        text = cell.strip()
        if text:
            parts = [part.strip() for part in text.split(";") if part.strip()]
            told[name] = parts if name in LISTS else text
    try:
        rows[line] = ReportIn.model_validate(told)
    except ValidationError as error:
        for one in error.errors():
            yield _problem(line, str(one["loc"][0]), str(one["type"]), one.get("ctx") or {})


def _problem(line: int, column: str, kind: str, about: Mapping[str, Any]) -> FileProblem:
    values: dict[str, Value] = {}
    told = KINDS.get(kind) or OF_COLUMN.get(column, "value")
    if told == "code":
        # The schema joins the last two with a word of English.
        values["expected"] = str(about.get("expected", "")).replace("'", "").replace(" or ", ", ")
    if told == "too_long":
        values["most"] = int(about.get("max_length", 0))
    return FileProblem(told, line, column, values)
