"""Say of a rounded figure that it is rounded: in its headings, and in the unit of its chart."""

from __future__ import annotations

from dataclasses import replace

from toevlucht.language import Message
from toevlucht.picture.figures.findings import Reading
from toevlucht.picture.tables import Chart, Column, Count, Table


def saying_rounded(reading: Reading) -> Reading:
    """The reading with headings and unit that say so, where its table was rounded."""
    rounded = [
        column.id for at, column in enumerate(reading.table.columns) if _rounded(reading.table, at)
    ]
    if not rounded:
        return reading
    columns = tuple(_column(c) if c.id in rounded else c for c in reading.table.columns)
    table = replace(reading.table, columns=columns)
    return replace(reading, table=table, chart=reading.chart and _chart(reading.chart))


def _rounded(table: Table, at: int) -> bool:
    cells = [row.cells[at] for row in table.rows]
    return any(isinstance(cell, Count) and cell.rounded_to for cell in cells)


def _column(column: Column) -> Column:
    title = Message("disclosure.rounded.column", {"title": column.title})
    return replace(column, title=title)


def _chart(chart: Chart) -> Chart:
    return replace(chart, unit=Message("disclosure.rounded.unit", {"unit": chart.unit}))
