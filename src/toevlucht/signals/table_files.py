"""A file with a table from a partner: CSV, XLSX or Parquet, read with the readers of contributions.

It is read from memory: what people wrote lies on no disk before it is sealed.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.headers import HEADER_ROW
from toevlucht.dictionary.checking.in_memory import in_memory
from toevlucht.dictionary.checking.limits import MEBIBYTE, Limits
from toevlucht.dictionary.checking.problems import Problem, ProblemCode
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.reading_csv import read_csv
from toevlucht.dictionary.checking.reading_parquet import read_parquet
from toevlucht.dictionary.checking.reading_xlsx import read_workbook
from toevlucht.dictionary.checking.rows import Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.checking.workbook_safety import OLE
from toevlucht.dictionary.model import Dictionary, Table
from toevlucht.language import Language, Value
from toevlucht.signals.conversation import LONGEST

MOST_BYTES = 2 * MEBIBYTE
MOST_ROWS = 500
UNPACKED = 32 * MEBIBYTE
LIMITS = Limits(
    file=MOST_BYTES,
    workbook=MOST_BYTES,
    total=UNPACKED,
    workbook_unpacked=UNPACKED,
    rows=MOST_ROWS,
    workbook_rows=MOST_ROWS,
    cell=LONGEST,
)
WORKBOOKS = (b"PK", OLE)
PARQUET = b"PAR1"
# What the readers tell in words of contributions, and we in words of our own.
OWN_WORDS = {
    ProblemCode.EMPTY_FILE: "empty",
    ProblemCode.TOO_MANY_ROWS: "too_many",
    ProblemCode.FILE_TOO_LARGE: "too_large",
    ProblemCode.TOTAL_TOO_LARGE: "too_large",
    ProblemCode.UNKNOWN_COLUMN: "column",
    ProblemCode.CELL_TOO_LONG: "too_long",
}


@dataclass(frozen=True)
class FileProblem:
    """What is wrong at one place; without a row it is about the file, without a column the row."""

    kind: str  # a text under report_files.problem, or what the readers call it
    row: int | None = None
    column: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    as_read: Problem | None = None

    def text(self, language: Language) -> str:
        """What is wrong, and how to mend it."""
        if self.as_read is not None:
            return f"{self.as_read.what(language.tag)} {self.as_read.mend(language.tag)}"
        return language.say(f"report_files.problem.{self.kind}", **self.values)


@dataclass(frozen=True)
class TableFile:
    """The texts of each row, by the number of its line; and what is wrong with the table."""

    rows: Mapping[int, Mapping[str, str]]
    problems: Sequence[FileProblem]


@dataclass(frozen=True)
class Taken:
    """What came of a file: how many of its rows were new, how many came before; or the problems."""

    new: int = 0
    again: int = 0
    problems: tuple[FileProblem, ...] = ()


def template(table: Table, rows: Iterable[Mapping[str, str]]) -> str:
    """The header, with rows that show how it is filled in."""
    out = io.StringIO()
    writer = csv.DictWriter(out, table.names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read_table(content: bytes, table: Table) -> TableFile:
    """Rows in which nothing stands are left out; where the header is wrong there are none."""
    if len(content) > MOST_BYTES:
        return TableFile({}, [FileProblem("too_large", values={"most": MOST_BYTES >> 20})])
    if not content:
        return TableFile({}, [FileProblem("empty")])
    findings = Findings(LIMITS.shown)
    found = _read(content, table, findings)
    problems = [_problem(one, table) for one in findings.chosen()]
    rows = {} if found is None or _in_header(problems) else dict(_texts(found))
    if not rows and not problems:
        problems = [FileProblem("empty")]
    return TableFile(rows, problems)


def _read(content: bytes, table: Table, findings: Findings) -> Rows | None:
    known = Dictionary("", datetime.date.min, 0, {table.id: table}, {})
    reading = Reading(known, LIMITS, findings)
    with in_memory(content) as path:
        if content.startswith(WORKBOOKS):
            source = Source(PurePosixPath(f"{table.id}.xlsx"), path, len(content))
            return read_workbook(source, reading).get(table.id)
        if content.startswith(PARQUET):
            source = Source(PurePosixPath(f"{table.id}.parquet"), path, len(content))
            return read_parquet(source, table, reading)
        source = Source(PurePosixPath(f"{table.id}.csv"), path, len(content))
        return read_csv(source, table, reading)


def _texts(found: Rows) -> Iterator[tuple[int, dict[str, str]]]:
    for row, number in enumerate(found.numbers.tolist()):
        texts = {name: found.text(name, row).strip() for name in found.cells}
        if any(texts.values()):
            yield number, texts


def _in_header(problems: Iterable[FileProblem]) -> bool:
    return any(one.row == HEADER_ROW for one in problems)


def _problem(one: Problem, table: Table) -> FileProblem:
    kind = OWN_WORDS.get(one.code)
    if kind is None:
        return FileProblem(str(one.code), one.row, one.column or "", as_read=one)
    values: dict[str, Value] = {"columns": ", ".join(table.names)} if kind == "column" else {}
    if "limit" in one.values:
        values["most"] = one.values["limit"]
    return FileProblem(kind, one.row, one.column or "", values)
