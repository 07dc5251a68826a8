"""Read a workbook's sheets: visible, unmerged, values instead of formulas, dates as dates."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np
from openpyxl import load_workbook

from toevlucht.dictionary.checking.headers import HEADER_ROW, match_header
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import PIECE, Reading
from toevlucht.dictionary.checking.rows import REFUSED, RowBuilder, Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.checking.suggestions import name_hint
from toevlucht.dictionary.checking.workbook_safety import WorkbookParts, inspect_workbook
from toevlucht.dictionary.model import Table

WORKBOOK = "contribution"
MIDNIGHT = datetime.time()
WIDEST = 200
LAST_ROW = 1_048_576


def read_workbook(source: Source, reading: Reading) -> dict[str, Rows]:
    """The rows of every sheet by its table; nothing where the workbook cannot be used."""
    parts = inspect_workbook(source, reading.limits, reading.findings)
    if parts is None:
        return {}
    before = reading.findings.count
    try:
        with warnings.catch_warnings(), source.path.open("rb") as file:
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            try:
                return _sheets(book, source, parts, reading)
            finally:
                book.close()
    # openpyxl lets errors of many kinds through for a workbook that is not as it expects.
    except Exception:
        if reading.findings.count == before:
            reading.findings.add(ProblemCode.CORRUPT_WORKBOOK, source.label)
        return {}


def _sheets(book: Any, source: Source, parts: WorkbookParts, reading: Reading) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    sheets = [_Sheet(sheet, source, reading) for sheet in book.worksheets]
    filled = [sheet for sheet in sheets if not sheet.is_blank()]
    if not filled:
        reading.findings.add(ProblemCode.EMPTY_FILE, source.label)
    for sheet in filled:
        table = sheet.table(len(filled) == 1)
        if sheet.is_hidden() or table is None or sheet.has_merges(parts):
            continue
        if table.id in found:
            sheet.tell(ProblemCode.TABLE_TWICE, None, table=table.id)
            continue
        rows = sheet.rows(table)
        if rows is not None:
            found[table.id] = rows
    return found


@dataclass
class _Sheet:
    sheet: Any
    source: Source
    reading: Reading

    def tell(self, code: ProblemCode, row: int | None, **values: Any) -> None:
        label = self.source.label
        self.reading.findings.add(code, label, sheet=self.sheet.title, row=row, **values)

    def cells(self, first: int, last: int, width: int) -> Iterator[Sequence[Any]]:
        """Rows of cells; the size that the sheet claims for itself is not believed."""
        self.sheet.reset_dimensions()
        return iter(self.sheet.iter_rows(min_row=first, max_row=last, max_col=width))

    def is_blank(self) -> bool:
        return not any(c.value is not None for row in self.cells(1, 5, WIDEST) for c in row)

    def is_hidden(self) -> bool:
        hidden = str(self.sheet.sheet_state) != "visible"
        if hidden:
            self.tell(ProblemCode.HIDDEN_SHEET, None)
        return hidden

    def has_merges(self, parts: WorkbookParts) -> bool:
        merged = parts.merged.get(str(self.sheet._worksheet_path).lstrip("/"), [])
        for ref, row in merged:
            self.tell(ProblemCode.MERGED_CELLS, row, value=ref)
        return bool(merged)

    def table(self, alone: bool) -> Table | None:
        """The table of the sheet: named by the file, or by the sheet in a workbook of several."""
        tables = self.reading.dictionary.tables
        if self.source.stem in tables and (alone or self.sheet.title == self.source.stem):
            return tables[self.source.stem]
        if self.source.stem == WORKBOOK and self.sheet.title in tables:
            return tables[self.sheet.title]
        hint = name_hint(self.sheet.title, tuple(tables))
        self.tell(ProblemCode.UNKNOWN_SHEET, None, value=self.sheet.title, hint=hint)
        return None

    def rows(self, table: Table) -> Rows | None:
        first = next(self.cells(HEADER_ROW, HEADER_ROW, WIDEST), ())
        header = [self._text(cell.value, None) for cell in first]
        while header and not header[-1]:
            header.pop()
        if not header:
            self.tell(ProblemCode.EMPTY_FILE, HEADER_ROW)
            return None
        findings = self.reading.findings
        positions = match_header(header, table, self.source.label, self.sheet.title, findings)
        return self._below(table, positions, len(header))

    def _below(self, table: Table, positions: dict[str, int], width: int) -> Rows | None:
        builder = RowBuilder(tuple(positions))
        limit = self.reading.limits.workbook_rows
        below = enumerate(self.cells(HEADER_ROW + 1, LAST_ROW, width + 1), HEADER_ROW + 1)
        filled = ((n, row) for n, row in below if any(c.value is not None for c in row))
        while piece := list(islice(filled, PIECE)):
            columns = {name: self._column(table, name, at, piece) for name, at in positions.items()}
            self._beyond(piece, width)
            builder.add(columns, np.array([number for number, _ in piece], np.int64))
            self.reading.report(self.source.label, piece[-1][0] / max(1, self._claimed_rows()))
            if builder.count > limit:
                self.tell(ProblemCode.TOO_MANY_ROWS, None, limit=limit)
                return None
        return builder.build(table, self.source.label, self.sheet.title)

    def _claimed_rows(self) -> int:
        return int(self.sheet.max_row or LAST_ROW)

    def _column(
        self, table: Table, name: str, at: int, piece: list[tuple[int, Sequence[Any]]]
    ) -> list[str]:
        kind = table.column(name).type
        texts = []
        for number, row in piece:
            cell = row[at] if at < len(row) else None
            value = None if cell is None else cell.value
            if type(value) is str and cell is not None and cell.data_type not in {"f", "e"}:
                texts.append(value)
            elif value is None:
                texts.append("")
            else:
                texts.append(self._other(cell, kind, name, number))
        return texts

    def _other(self, cell: Any, kind: str, column: str, row: int) -> str:
        """The text of a cell that holds a number, a date, a formula or an error."""
        value = cell.value
        if cell.data_type == "f":
            text = str(getattr(value, "text", None) or value)
            self.tell(ProblemCode.FORMULA_CELL, row, column=column, value=text)
            return REFUSED
        if cell.data_type == "e":
            self.tell(ProblemCode.ERROR_CELL, row, column=column, value=str(value))
            return REFUSED
        moment = isinstance(value, (datetime.date, datetime.time, datetime.timedelta))
        if moment and kind != "date":
            self.tell(ProblemCode.DATE_IN_OTHER_COLUMN, row, column=column, value=str(value))
            return REFUSED
        return self._text(value, kind)

    def _beyond(self, piece: list[tuple[int, Sequence[Any]]], width: int) -> None:
        for number, row in piece:
            if any(cell.value is not None for cell in row[width:]):
                self.tell(ProblemCode.TOO_MANY_CELLS, number, expected=width, found=width + 1)

    def _text(self, value: Any, kind: str | None) -> str:
        if value is None:
            return ""
        if isinstance(value, datetime.datetime) and value.time() == MIDNIGHT:
            return value.date().isoformat()
        if isinstance(value, float) and value == value and abs(value) < 1e15:
            exact = Decimal(repr(value))
            return str(int(value)) if value.is_integer() else format(exact, "f")
        return str(value)
