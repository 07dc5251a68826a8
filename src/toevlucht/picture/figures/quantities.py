"""What each cell of a figure counts, so that it is known again in other editions."""

from __future__ import annotations

import datetime

from toevlucht.language import Day
from toevlucht.picture.editorial import Edition, Period
from toevlucht.picture.protection import Place, Quantity, published_range
from toevlucht.picture.protection.cells import places
from toevlucht.picture.tables import Table, Words

# The column of a figure that counts over the edition before, and the one that counted it there.
OF_THE_EDITION_BEFORE = {("ladder-national", "previous"), ("ladder-european", "previous")}
COUNTED_THERE = "number"
# Registrations of one year are added to as long as that year is looked at.
BY_YEAR = "partner-registrations"
DAY_OF_A_ROW = "counted_on"


def quantities(figure: str, counts: str, table: Table, edition: Edition) -> dict[Place, Quantity]:
    """What each cell with a number counts; ``counts`` as in `FigureKind`."""
    days = _days(table)
    found = {}
    for place, cell in places(figure, table):
        if published_range(cell) is None:
            continue
        _, row, column = place
        name = column.partition("#")[0]
        period = edition.period
        if (figure, name) in OF_THE_EDITION_BEFORE and edition.previous:
            period, name = edition.previous, COUNTED_THERE
        since = _since(period) if counts == "period" else ""
        if figure == BY_YEAR:
            since = name
        of_row = f"{row}@{days[row]}" if row in days else row
        found[place] = Quantity(figure, of_row, name, since, period.cut_off)
    return found


def _since(period: Period) -> str:
    return f"{period.counting_mode} {period.start.isoformat()}"


def _days(table: Table) -> dict[str, datetime.date]:
    """The day of which the figures of each row are, where a column says so."""
    if DAY_OF_A_ROW not in [column.id for column in table.columns]:
        return {}
    at = table.position(DAY_OF_A_ROW)
    return {
        row.id: cell.value.date
        for row in table.rows
        if isinstance(cell := row.cells[at], Words) and isinstance(cell.value, Day)
    }
