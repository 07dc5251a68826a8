"""Merge rows upward: what cannot be protected by itself is shown as a part of something larger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toevlucht.picture.protection.cells import Place, in_scope
from toevlucht.picture.protection.system import Held, Linked
from toevlucht.picture.tables import Cell, Count, NotSupplied, Row, Sum, Table


@dataclass(frozen=True)
class Group:
    """Rows that can be shown as one: the regions of a police unit, or all of the country.

    ``label`` is the first cell of the merged row. A group without one has no row of its own: what
    it holds is only known as far as a margin tells it.
    """

    id: str
    rows: frozenset[str]
    label: Cell | None = None


def merged(
    linked: Linked,
    groups: Mapping[str, Sequence[Sequence[Group]]],
    held: Held,
    opened: Sequence[Place],
) -> tuple[Linked, str] | None:
    """The tables with the next level of merging for the first opened cell that has one.

    The rows of the group are withheld (in ``held``), and one row says what they make together.
    """
    for place in opened:
        name = place[0]
        for level in groups.get(name, ()):
            for group in level:
                fresh = _fresh(linked.tables[name], group, held, name)
                if place[1] not in group.rows or not fresh:
                    continue
                held.withheld |= fresh
                table = _with_whole(linked.tables[name], group)
                return replace(linked, tables={**linked.tables, name: table}), name
    return None


def _fresh(table: Table, group: Group, held: Held, name: str) -> set[Place]:
    """The counts in scope of the group that are still published; absent ones look the same."""
    columns = [column.id for column in table.columns if column.kind == "count"]
    cells = {
        (name, row, column): table.cell(row, column)
        for row in sorted(group.rows)
        for column in columns
    }
    here = {
        place for place, cell in cells.items() if in_scope(cell) or isinstance(cell, NotSupplied)
    }
    return here - held.withheld


def _with_whole(table: Table, group: Group) -> Table:
    """The table with a row for the group, unless it has one or the group has no name."""
    if group.label is None or any(row.id == group.id for row in table.rows):
        return table
    cells: list[Cell] = [group.label]
    sums = list(table.sums)
    for column in table.columns[1:]:
        parts = sorted(group.rows)
        counts = [c for row in parts if isinstance(c := table.cell(row, column.id), Count)]
        if column.kind != "count" or not counts:
            cells.append(NotSupplied())
            continue
        known = any(count.at_least for count in counts) or len(counts) < len(parts)
        total = sum(count.value for count in counts)
        cells.append(Count(total, counts[0].unit, at_least=known, below_national=True))
        sums.append(Sum((group.id, column.id), tuple((row, column.id) for row in parts)))
    return replace(table, rows=(*table.rows, Row(group.id, tuple(cells))), sums=tuple(sums))
