"""Which cells of a table are protected, where each of them stands, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toevlucht.picture.tables import Cell, Count, Listed, Protected, Span, Table
from toevlucht.statistics.disclosure import UNKNOWN, Range

THRESHOLD = 5
# A count up to here, none among them, is one range where none and few are shown alike.
FEW = THRESHOLD - 1

# A cell: the table, the row and the column it stands in.
Place = tuple[str, str, str]

# Between a column and the number of an entry, for a cell that lists several.
ENTRY = "#"


def places(name: str, table: Table) -> Iterator[tuple[Place, Cell]]:
    """Every cell with its place; the entries of a list each have a place of their own."""
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if not isinstance(cell, Listed):
                yield (name, row.id, column.id), cell
                continue
            for number, part in enumerate(cell.parts):
                yield (name, row.id, f"{column.id}{ENTRY}{number}"), part


def cells_of(tables: Mapping[str, Table]) -> dict[Place, Cell]:
    """The cells of all tables by their place; raises ValueError where two have the same."""
    cells: dict[Place, Cell] = {}
    for name, table in tables.items():
        for place, cell in places(name, table):
            if place in cells:
                raise ValueError(f"two cells of one table have the address {place}")
            cells[place] = cell
    return cells


def in_scope(cell: Cell) -> bool:
    return isinstance(cell, Count) and (cell.unit == "person" or cell.below_national)


def is_small(cell: Cell, threshold: int = THRESHOLD) -> bool:
    return isinstance(cell, Count) and in_scope(cell) and 0 < cell.value < threshold


def shown(cell: Cell, found: Range, threshold: int = THRESHOLD) -> Cell:
    """A count as published, of which everybody may know the range ``found``."""
    match cell:
        case Count(value, unit, at_least):
            low, high = found
            if low == high == value:
                return cell
            return Span(low, None if at_least or high >= UNKNOWN else high, unit)
        case Span(low, int() as high, "person") if 0 < high < threshold:
            return Span(min(low, 1), threshold - 1, "person")
    return cell


def with_cells(name: str, table: Table, changed: Mapping[Place, Cell]) -> Table:
    """The table with some cells or entries of lists replaced."""
    own = {place[1:]: cell for place, cell in changed.items() if place[0] == name}
    if not own:
        return table
    rows: dict[tuple[str, str], Cell] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if isinstance(cell, Listed):
                parts = tuple(
                    own.get((row.id, f"{column.id}{ENTRY}{number}"), part)
                    for number, part in enumerate(cell.parts)
                )
                rows[row.id, column.id] = Listed(parts)
            elif (row.id, column.id) in own:
                rows[row.id, column.id] = own[row.id, column.id]
    return table.with_cells(rows)


def published_range(cell: Cell) -> Range | None:
    """What a cell tells of the number behind it; None where it holds none."""
    match cell:
        case Count(value, rounded_to=base) if base:
            return max(0, value - base + 1), value + base - 1
        case Count(value):
            return value, value
        case Span(low, high):
            return low, UNKNOWN if high is None else high
        case Protected():
            return 0, UNKNOWN
    return None
