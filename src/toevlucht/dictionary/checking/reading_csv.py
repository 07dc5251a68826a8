"""Read a CSV file: UTF-8, commas, one header, every row as wide as the header."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, TextIO

import numpy as np

from toevlucht.dictionary.checking.headers import HEADER_ROW, match_header
from toevlucht.dictionary.checking.plain_text import is_text
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import PIECE, Reading, without_collection
from toevlucht.dictionary.checking.rows import RowBuilder, Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.model import Table


def read_csv(source: Source, table: Table, reading: Reading) -> Rows | None:
    """The rows of the file, or None where it could not be read as a table at all."""
    if not is_text(source.path, source.label, reading.findings):
        return None
    with source.path.open(encoding="utf-8-sig", newline="") as file, without_collection():
        return _CsvFile(source, table, reading, file).rows()


@dataclass
class _CsvFile:
    source: Source
    table: Table
    reading: Reading
    file: TextIO
    pending: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def rows(self) -> Rows | None:
        lines = csv.reader(self.file, strict=True)
        try:
            header = next(lines, None)
            if not self._usable(header):
                return None
            return self._below(lines, header or [])
        except csv.Error as error:
            code = ProblemCode.UNBALANCED_QUOTE
            if "field limit" in str(error):
                code = ProblemCode.CELL_TOO_LONG
            limit = self.reading.limits.cell
            self._tell(code, lines.line_num, limit=limit, length=csv.field_size_limit())
            return None

    def _usable(self, header: list[str] | None) -> bool:
        if not header or not any(name.strip() for name in header):
            self._tell(ProblemCode.EMPTY_FILE, None)
            return False
        if len(header) == 1 and ";" in header[0]:
            self._tell(ProblemCode.SEMICOLONS, HEADER_ROW)
            return False
        if len(header) == 1 and "\t" in header[0]:
            self._tell(ProblemCode.TABS, HEADER_ROW)
            return False
        return True

    def _below(self, lines: Any, header: list[str]) -> Rows | None:
        positions = match_header(header, self.table, self.source.label, None, self.reading.findings)
        builder = RowBuilder(tuple(positions))
        width = len(header)
        start = lines.line_num + 1
        for row in lines:
            if len(row) == width:
                self.pending.append(row)
                self.numbers.append(start)
            elif row:
                self._wrong_width(row, width, start)
            start = lines.line_num + 1
            if len(self.pending) == PIECE:
                self._flush(builder, positions)
                if self._is_over(builder):
                    return None
        self._flush(builder, positions)
        if self._is_over(builder):
            return None
        return builder.build(self.table, self.source.label, None)

    def _is_over(self, builder: RowBuilder) -> bool:
        limit = self.reading.limits.rows
        if builder.count > limit:
            self._tell(ProblemCode.TOO_MANY_ROWS, None, limit=limit)
        return builder.count > limit

    def _flush(self, builder: RowBuilder, positions: dict[str, int]) -> None:
        """Hand the waiting rows over, but those in which every cell is empty."""
        filled = list(map(any, self.pending))
        rows = self.pending if all(filled) else list(compress(self.pending, filled))
        if rows:
            turned = list(zip(*rows, strict=True))
            numbers = np.array(self.numbers, np.int64)[np.array(filled, np.bool_)]
            builder.add({name: turned[at] for name, at in positions.items()}, numbers)
        self.pending.clear()
        self.numbers.clear()
        self.reading.report(self.source.label, self.file.buffer.tell() / self.source.size)

    def _wrong_width(self, row: list[str], width: int, number: int) -> None:
        more = len(row) > width
        if more and not any(row[width:]):
            # Spreadsheets add empty cells behind the last column.
            self.pending.append(row[:width])
            self.numbers.append(number)
            return
        code = ProblemCode.TOO_MANY_CELLS if more else ProblemCode.TOO_FEW_CELLS
        self._tell(code, number, expected=width, found=len(row))

    def _tell(self, code: ProblemCode, row: int | None, **values: Any) -> None:
        self.reading.findings.add(code, self.source.label, row=row, **values)
