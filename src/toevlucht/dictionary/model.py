"""What the data dictionary consists of: tables with columns, and dated lists of codes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

# How each kind of column is kept; everything with several values in a cell is a list.
ARROW_TYPES: Mapping[str, pa.DataType] = {
    "identifier": pa.string(),
    "reference": pa.string(),
    "references": pa.list_(pa.string()),
    "date": pa.date32(),
    "code": pa.string(),
    "codes": pa.list_(pa.string()),
    "country": pa.string(),
    "citizenship": pa.string(),
    "area": pa.string(),
    "whole": pa.int64(),
    "share": pa.decimal128(7, 6),
    "year": pa.int32(),
    "text": pa.string(),
    "address": pa.string(),
    "names": pa.list_(pa.string()),
}


@dataclass(frozen=True)
class Code:
    """One code; its labels stand in ``content/texts/<language>/codes.toml``.

    ``valid_from`` and ``valid_to`` are inclusive. ``kind`` is of an organisation, ``group`` of a
    form, ``mo`` of a phenomenon, ``concrete`` of a rung; ``htcds``, ``ictip`` and ``ctdc`` name
    the same notion in an international standard, and are empty where that was not seen.
    """

    code: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    kind: str = ""
    group: str = ""
    mo: str = ""
    concrete: bool = False
    htcds: str = ""
    ictip: str = ""
    ctdc: str = ""

    def valid(self, on: datetime.date) -> bool:
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class CodeList:
    """A dated, versioned list of codes in the order in which they are shown."""

    id: str
    version: str
    codes: tuple[Code, ...]
    source: str = ""  # the name of a text

    @cached_property
    def by_code(self) -> Mapping[str, Code]:
        return {code.code: code for code in self.codes}

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(code.code for code in self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def in_group(self, group: str) -> tuple[str, ...]:
        return tuple(code.code for code in self.codes if code.group == group)

    @property
    def dated(self) -> bool:
        """Whether any code of the list is valid for a part of time only."""
        return any(code.valid_from or code.valid_to for code in self.codes)


@dataclass(frozen=True)
class Column:
    """One column; ``codes`` names the code list of the types ``code`` and ``codes``."""

    name: str
    type: str
    required: bool = False
    codes: str = ""
    example: str = ""

    @property
    def arrow_type(self) -> pa.DataType:
        return ARROW_TYPES[self.type]

    @property
    def many(self) -> bool:
        """Whether a cell may hold several values, separated by semicolons."""
        return pa.types.is_list(self.arrow_type)


@dataclass(frozen=True)
class Table:
    id: str
    version: str
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return self.by_name[name]

    def arrow_schema(self) -> pa.Schema:
        """The schema of the table in memory and in Parquet, in the dictionary's column order."""
        return pa.schema([pa.field(c.name, c.arrow_type) for c in self.columns])


@dataclass(frozen=True)
class Dictionary:
    """All tables and code lists by their id; one version for the whole."""

    version: str
    date: datetime.date
    contribution_schema: int
    tables: Mapping[str, Table] = field(hash=False)
    code_lists: Mapping[str, CodeList] = field(hash=False)

    def table(self, table: str) -> Table:
        return self.tables[table]

    def code_list(self, code_list: str) -> CodeList:
        return self.code_lists[code_list]

    def codes_of(self, column: Column) -> CodeList:
        return self.code_lists[column.codes]
