"""A list as one CSV or XLSX file: read from memory, each problem told at its place."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import ClassVar

from toevlucht.dictionary.checking import Limits, Problem, ProblemCode
from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.in_memory import in_memory
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.reading_csv import read_csv
from toevlucht.dictionary.checking.reading_xlsx import read_workbook
from toevlucht.dictionary.checking.rows import REFUSED, Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.model import Dictionary, Table
from toevlucht.language import Language, Value
from toevlucht.reception.supplied_files import MOST_BYTES, written

LOCAL = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
FORMULA = ("=", "@")


@dataclass(frozen=True)
class RowProblem:
    """What is wrong at one place, what stands there and how to mend it."""

    kind: str  # a text under hosts_own.problem, or empty for what the readers tell
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    as_read: Problem | None = None

    def text(self, spoken: Language) -> str:
        if self.as_read is not None:
            return f"{self.as_read.what(spoken.tag)} {self.as_read.mend(spoken.tag)}"
        return spoken.say(f"hosts_own.problem.{self.kind}", **self.values)


def read_rows(
    content: bytes, suffix: str, table: Table, limits: Limits
) -> tuple[Rows | None, list[RowProblem]]:
    """No rows where there is no table, or no header by which anything can be said of them."""
    findings = Findings(limits.shown)
    found = _read(content, suffix, table, limits, findings)
    if found is not None and not len(found):
        findings.add(ProblemCode.EMPTY_FILE, table.id)
    told = [
        RowProblem("", one.sheet or "", one.row, one.column or "", one.value or "", {}, one)
        for one in findings.chosen()
    ]
    return (None if any(one.row in (None, 1) for one in told) else found), told


def _read(
    content: bytes, suffix: str, table: Table, limits: Limits, findings: Findings
) -> Rows | None:
    name = table.id
    if not content or len(content) > MOST_BYTES:
        code = ProblemCode.FILE_TOO_LARGE if content else ProblemCode.EMPTY_FILE
        findings.add(code, name, limit=MOST_BYTES >> 20)
        return None
    reading = Reading(Dictionary("1", datetime.date.min, 1, {name: table}, {}), limits, findings)
    if suffix == "csv":
        content = _with_commas(content, name)
    with in_memory(content) as path:
        source = Source(PurePosixPath(f"{name}.{suffix}"), path, len(content))
        if suffix == "xlsx":
            return read_workbook(source, reading).get(name)
        return read_csv(source, table, reading)


def _with_commas(content: bytes, name: str) -> bytes:
    """Dutch spreadsheets write semicolons; text that is no UTF-8 is told by the reader."""
    first = content.split(b"\n", 1)[0]
    if first.count(b";") <= first.count(b","):
        return content
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
        return written("csv", name, list(lines))
    except (UnicodeDecodeError, csv.Error):
        return content


@dataclass
class Sheet:
    """The rows of a file and all that is wrong with them; its columns by what they are of."""

    problem: ClassVar[type[RowProblem]] = RowProblem

    found: Rows
    keys: Mapping[str, str]  # by header
    needed: Sequence[str]
    longest: Mapping[str, int]
    today: datetime.date
    told: list[RowProblem]
    number: int = field(default=0, init=False)
    columns: dict[str, str] = field(default_factory=dict, init=False)

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """What stands in each row that is not empty; nothing where the header is wrong."""
        for name in self.found.cells:
            if self.keys[name] in self.columns:
                self.tell("column_twice", self.keys[name], name, row=1)
            self.columns.setdefault(self.keys[name], name)
        for key in self.needed:
            if key not in self.columns:
                self.tell("column_missing", key, row=1)
        if any(one.row == 1 for one in self.told):
            return
        for at, number in enumerate(self.found.numbers.tolist()):
            self.number = number
            texts = {key: _clean(self.found.text(name, at)) for key, name in self.columns.items()}
            if any(texts.values()):
                self._check(texts)
                yield number, texts

    def _check(self, texts: Mapping[str, str]) -> None:
        for key, text in texts.items():
            if text.startswith(FORMULA):
                self.tell("formula", key, text)
            if len(text) > self.longest.get(key, 1000):
                self.tell("too_long", key, text, most=self.longest.get(key, 1000))
        for key in self.needed:
            if not texts[key]:
                self.tell("empty", key)

    def day(self, key: str, text: str) -> datetime.date | None:
        if text in ("", REFUSED):
            return None
        day = _day_of(text)
        if day is None:
            self.tell("date", key, text)
        return day

    def past_day(self, key: str, text: str) -> datetime.date | None:
        day = self.day(key, text)
        if day is not None and day > self.today:
            self.tell("future", key, text)
        return day

    def tell(
        self, kind: str, key: str, value: str = "", *, row: int | None = None, **values: Value
    ) -> None:
        column = self.columns.get(key) or next(name for name, of in self.keys.items() if of == key)
        place = (self.found.sheet or "", row or self.number, column)
        self.told.append(self.problem(kind, *place, value[:60], values))


def _day_of(text: str) -> datetime.date | None:
    """2026-03-01, or as the Dutch write it, day first: 1-3-2026, 1/3/2026, 1.3.2026."""
    local = LOCAL.fullmatch(text)
    try:
        if local:
            day, month, year = (int(part) for part in local.groups())
            return datetime.date(year, month, day)
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00a0", " ")).strip()
