"""A file of figures, CSV or XLSX: read whole, every problem told at its place, or nothing taken.

It is read and checked by what checks contributions, against a table of its own.
"""

from __future__ import annotations

import csv
import datetime
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from openpyxl import Workbook

from toevlucht.dictionary.checking import Geography, Limits, Problem, ProblemCode
from toevlucht.dictionary.checking.area_rules import check_areas
from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.judging import judge_values
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.reading_csv import read_csv
from toevlucht.dictionary.checking.reading_xlsx import read_workbook
from toevlucht.dictionary.checking.row_rules import RowCheck
from toevlucht.dictionary.checking.rows import Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.model import Column, Dictionary, Table
from toevlucht.reception.actions.supplying import Said
from toevlucht.reception.figures import NUMBERS

MOST_BYTES = 4 << 20
NAME = "figures"
FORMATS = ("csv", "xlsx")
COLUMNS = (
    Column("area", "area", required=True, example="GM0344"),
    Column("counted_on", "date", required=True, example="2022-04-25"),
    *(Column(name, "whole", example="0") for name in NUMBERS),
)
TABLE = Table(NAME, "1", COLUMNS)
OWN_DICTIONARY = Dictionary("1", datetime.date(2026, 11, 25), 1, {NAME: TABLE}, {})
LIMITS = Limits(file=MOST_BYTES, workbook=MOST_BYTES, workbook_unpacked=64 << 20, rows=5_000)


@dataclass(frozen=True)
class FigureFile:
    """What each row says, with its number in the file; nothing where there are problems."""

    rows: tuple[tuple[int, Said], ...]
    problems: tuple[Problem, ...]
    problem_count: int


def read_figure_file(
    content: bytes, suffix: str, geography: Geography, today: datetime.date
) -> FigureFile:
    findings = Findings(LIMITS.shown)
    reading = Reading(OWN_DICTIONARY, LIMITS, findings)
    with tempfile.TemporaryDirectory(prefix="toevlucht-figures-") as folder:
        name = f"{NAME}.{suffix}"
        path = Path(folder) / name
        path.write_bytes(content)
        source = Source(PurePosixPath(name), path, len(content))
        rows = _checked(source, reading, geography, today)
    if rows is not None and not len(rows):
        findings.add(ProblemCode.EMPTY_FILE, name)
    problems = findings.chosen()
    said = () if findings.count or rows is None else _said(rows)
    return FigureFile(said, problems, findings.count)


def _checked(
    source: Source, reading: Reading, geography: Geography, today: datetime.date
) -> Rows | None:
    if source.size > MOST_BYTES:
        limit = MOST_BYTES >> 20
        reading.findings.add(ProblemCode.FILE_TOO_LARGE, source.label, limit=limit)
        return None
    if not source.size:
        reading.findings.add(ProblemCode.EMPTY_FILE, source.label)
        return None
    if source.suffix == ".xlsx":
        rows = read_workbook(source, reading).get(NAME)
    else:
        rows = read_csv(source, TABLE, reading)
    if rows is not None:
        judge_values(rows, reading, today)
        check_areas(RowCheck(rows, None, reading), geography)
    return rows


def _said(rows: Rows) -> tuple[tuple[int, Said], ...]:
    told = rows.arrow().to_pylist()
    return tuple(
        (int(number), Said(row["area"], row["counted_on"], {name: row[name] for name in NUMBERS}))
        for number, row in zip(rows.numbers, told, strict=True)
    )


def template(suffix: str, rows: list[dict[str, object]]) -> bytes:
    """The header, and a row for each municipality that is asked for."""
    names = [column.name for column in COLUMNS]
    return written(suffix, NAME, [names, *([row.get(name, "") for name in names] for row in rows)])


def written(suffix: str, sheet_name: str, lines: Sequence[Sequence[object]]) -> bytes:
    """These lines as a file of one of the formats."""
    if suffix == "xlsx":
        book = Workbook()
        sheet = book.active
        sheet.title = sheet_name
        for line in lines:
            sheet.append(line)
        kept = io.BytesIO()
        book.save(kept)
        return kept.getvalue()
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()
