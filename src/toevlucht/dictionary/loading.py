"""Read the dictionary from its definitions, once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from toevlucht.dictionary.model import ARROW_TYPES, Code, CodeList, Column, Dictionary, Table

# The order in which a reader meets the tables: what was seen first, who watched after it.
TABLE_ORDER = (
    "observations",
    "counts",
    "reception",
    "registrations",
    "partner_registrations",
    "watch",
    "inspections",
    "follow_up",
    "overlap",
)


class DefinitionError(Exception):
    """The definitions contradict themselves; a fault of the release, not of a contribution."""


@cache
def dictionary() -> Dictionary:
    """The data dictionary of this release."""
    return read_dictionary(files("toevlucht.dictionary").joinpath("definitions"))


def read_dictionary(folder: Traversable) -> Dictionary:
    """The dictionary in ``folder``; raises DefinitionError where parts do not fit together."""
    code_lists = [_code_list(_read(file)) for file in _definitions(folder, "codes")]
    tables = [_table(_read(file)) for file in _definitions(folder, "tables")]
    tables.sort(key=lambda table: (_position(table.id), table.id))
    whole = Dictionary(
        **_read(folder.joinpath("dictionary.toml")),
        tables={table.id: table for table in tables},
        code_lists={code_list.id: code_list for code_list in code_lists},
    )
    _check(whole)
    return whole


def _position(table: str) -> int:
    return TABLE_ORDER.index(table) if table in TABLE_ORDER else len(TABLE_ORDER)


def _definitions(folder: Traversable, part: str) -> list[Traversable]:
    found = (f for f in folder.joinpath(part).iterdir() if f.name.endswith(".toml"))
    return sorted(found, key=lambda file: file.name)


def _read(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))


def _code_list(content: dict[str, Any]) -> CodeList:
    codes = tuple(Code(**code) for code in content.pop("codes"))
    return CodeList(codes=codes, **content)


def _table(content: dict[str, Any]) -> Table:
    columns = tuple(Column(**column) for column in content.pop("columns"))
    return Table(columns=columns, **content)


def _check(whole: Dictionary) -> None:
    for code_list in whole.code_lists.values():
        if len(code_list.by_code) < len(code_list.codes):
            raise DefinitionError(f"{code_list.id} holds a code twice")
    for table in whole.tables.values():
        for column in table.columns:
            _check_column(whole, table, column)


def _check_column(whole: Dictionary, table: Table, column: Column) -> None:
    where = f"{table.id}.{column.name}"
    if column.type not in ARROW_TYPES:
        raise DefinitionError(f"{where} has the unknown type {column.type}")
    if (column.type in {"code", "codes"}) != bool(column.codes):
        raise DefinitionError(f"{where}: a code list belongs to the types code and codes only")
    if column.codes and column.codes not in whole.code_lists:
        raise DefinitionError(f"{where} names the unknown code list {column.codes}")
