"""A file of reports from a partner: read whole, checked whole, every problem at its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from toevlucht.dictionary.model import Column, Table
from toevlucht.language import Value
from toevlucht.signals.api.schemas import ReportIn
from toevlucht.signals.table_files import FileProblem, read_table

COLUMNS = tuple(name for name in ReportIn.model_fields if name != "unnamed")
LISTS = ("indicators", "excluded")  # several values, separated by semicolons
KINDS_OF_COLUMNS = {"seen_on": "date", **dict.fromkeys(LISTS, "names")}
TABLE = Table(
    "reports",
    "",
    tuple(
        Column(name, KINDS_OF_COLUMNS.get(name, "text"), required=name == "facts")
        for name in COLUMNS
    ),
)
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
class ReportFile:
    """Rows by the number of their line where there are no problems; a digest to know it again."""

    rows: Mapping[int, ReportIn]
    problems: Sequence[FileProblem]
    digest: str


def read_report_file(content: bytes) -> ReportFile:
    file = read_table(content, TABLE)
    problems = list(file.problems)
    rows: dict[int, ReportIn] = {}
    for line, cells in file.rows.items():
        problems += _row(line, cells, rows)
    return ReportFile({} if problems else rows, problems, hashlib.sha256(content).hexdigest())


def _row(line: int, cells: Mapping[str, str], rows: dict[int, ReportIn]) -> Iterator[FileProblem]:
    told: dict[str, Any] = {"facts": ""}
    for name, text in cells.items():
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
