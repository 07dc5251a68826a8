"""Read a table as spreadsheets save it, and say where a wrong cell is and what mends it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toevlucht.language import Language, Message, Value

MOST_BYTES = 100_000_000
MOST_TOLD = 20
WHOLE = re.compile(r"([0-9]{1,15})(?:[.,]0{1,2})?")
NEGATIVE = re.compile(r"[-−]\s*[0-9][0-9.,]*")
MISSING = {"nan", "na", "n/a", "#n/a", "#n/b", "null", "none", "inf", "-inf", "infinity", "-"}
SEPARATED = re.compile(r"[0-9]+(?:[.,'’   ][0-9]+)+")
EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
TOO_LONG = re.compile(r"[0-9]{16,}")
# What a spreadsheet writes before the header to say how it splits its cells.
SPLIT_BY = re.compile(r"sep=[;,\t]", re.IGNORECASE)


class WrongInput(Exception):
    """What is wrong with a table: `problems`, the first of them, and how many in all."""

    def __init__(self, problems: Sequence[Message], total: int | None = None) -> None:
        super().__init__("; ".join(problem.key for problem in problems))
        self.problems = tuple(problems)
        self.total = len(problems) if total is None else total

    def told(self, spoken: Language) -> list[str]:
        lines = [spoken.message(problem) for problem in self.problems]
        left = self.total - len(self.problems)
        return lines + ([spoken.say("cli.more_problems", n=left)] if left else [])


@dataclass
class Problems:
    """Collects problems, so that a table is mended in one round."""

    kept: list[Message] = field(default_factory=list)
    total: int = 0

    def add(self, key: str, **values: Value) -> None:
        self.total += 1
        if len(self.kept) < MOST_TOLD:
            self.kept.append(Message(key, values))

    def stop(self) -> None:
        """Raise what was collected, if anything was."""
        if self.kept:
            raise WrongInput(self.kept, self.total)


@dataclass(frozen=True)
class Sheet:
    """``header``: names of columns; ``rows``: number as a spreadsheet shows it, and cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, *names: str) -> int | None:
        """Where the only column with one of these names stands."""
        found = [i for i, name in enumerate(self.header) if name.casefold() in names]
        return found[0] if len(found) == 1 else None


def read_sheet(path: Path) -> Sheet:
    """Cells of a CSV file, split by comma, semicolon or tab, in UTF-8 or UTF-16.

    Raises `WrongInput`: what cannot be read, a row with more or fewer cells than the header, a
    column without a name, two with one name.
    """
    rows = [row for row in _records(_text(path)) if any(row[1])]
    if len(rows) < 2:
        raise WrongInput([Message("analysing.problem.no_rows")])
    (_, header), *rest = rows
    problems = Problems()
    for i, name in enumerate(header):
        if not name:
            problems.add("analysing.problem.nameless_column", number=i + 1)
        elif name.casefold() in [earlier.casefold() for earlier in header[:i]]:
            problems.add("analysing.problem.same_name", name=name)
    for number, row in rest:
        if len(row) != len(header):
            problems.add(
                "analysing.problem.other_width",
                row=str(number),
                cells=len(row),
                columns=len(header),
            )
    problems.stop()
    return Sheet(header, tuple(rest))


def whole(text: str) -> int | str:
    """A count, or the name of what is wrong with it. What can be read in two ways is refused."""
    if match := WHOLE.fullmatch(text):
        return int(match[1])
    if not text:
        return "empty"
    for wrong, shape in (
        ("negative", NEGATIVE),
        ("exponent", EXPONENT),
        ("separated", SEPARATED),
        ("too_large", TOO_LONG),
    ):
        if shape.fullmatch(text):
            return wrong
    return "missing" if text.casefold() in MISSING else "no_number"


def count_in(
    problems: Problems, sheet: Sheet, row: int, cells: Sequence[str], column: int
) -> int | None:
    """The whole number in a cell, or None and a problem."""
    value = whole(cells[column])
    if isinstance(value, int):
        return value
    wrong_cell(problems, f"analysing.problem.{value}", sheet, row, cells, column)
    return None


def wrong_cell(
    problems: Problems, key: str, sheet: Sheet, row: int, cells: Sequence[str], column: int
) -> None:
    value = cells[column] if len(cells[column]) <= 40 else f"{cells[column][:40]}…"
    problems.add(key, row=str(row), column=sheet.header[column], value=value)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise WrongInput([Message("analysing.problem.too_big")])
        content = path.read_bytes()
    except OSError as error:
        raise WrongInput(
            [Message("analysing.problem.unreadable", {"why": error.strerror or str(error)})]
        ) from error
    coded = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(coded)
    except UnicodeDecodeError as error:
        raise WrongInput([Message("analysing.problem.not_utf8")]) from error
    if "\0" in text:
        raise WrongInput([Message("analysing.problem.no_text")])
    return text


def _records(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    first, _, rest = text.partition("\n")
    skipped = 0
    if SPLIT_BY.fullmatch(first.strip('"\r ')):
        text, skipped = rest, 1
    header = next((line for line in text.splitlines() if line.strip()), "")
    split = max(",;\t", key=header.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=split)):
            yield number + 1 + skipped, tuple(cell.strip() for cell in row)
    except csv.Error as error:
        raise WrongInput([Message("analysing.problem.unreadable", {"why": str(error)})]) from error
