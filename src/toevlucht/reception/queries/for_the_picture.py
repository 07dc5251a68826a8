"""What an organisation's ledger or supplied figures say, as rows of the data dictionary.

Of whole municipalities and regions, in numbers. What is made up is left out, and what nobody
supplied is no row: it never becomes zero.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from toevlucht.geography import areas
from toevlucht.language import language
from toevlucht.reception.figures import Figures, Together, together
from toevlucht.reception.queries.overview import figures_on

Row = dict[str, str]

WEEKS = 5  # so far back: what is older was packed before
SPOKEN = "en"  # a row has one language, as the other rows of the picture have


def mondays_until(today: datetime.date) -> list[datetime.date]:
    """The last weeks, the earliest first."""
    monday = today - datetime.timedelta(days=today.weekday())
    return [monday - datetime.timedelta(weeks=back) for back in reversed(range(WEEKS))]


def reception_for_the_picture(
    area: str, supplier: str, days: Iterable[datetime.date]
) -> dict[str, list[Row]]:
    """Of a municipality or a region, by table; a figure stands under the day it was true."""
    found: dict[str, dict[str, Row]] = {"reception": {}, "registrations": {}}
    for day in days:
        if not areas.exists(area, day):
            continue
        figures = _figures(area, day)
        for table, row in _rows(area, supplier, figures):
            found[table].setdefault(row["id"], row)
    return {table: list(rows.values()) for table, rows in found.items()}


def _figures(area: str, day: datetime.date) -> Together:
    is_one = areas.area(area, day).kind == "municipality"
    codes = [area] if is_one else [one.code for one in areas.municipalities(day, within=area)]
    said = figures_on(day, codes)
    real = {code: one for code, one in said.items() if not one.is_generated}
    return together(real.get(code, Figures()) for code in codes)


def _rows(area: str, supplier: str, figures: Together) -> Iterator[tuple[str, Row]]:
    day, known_on = figures.oldest, figures.known_on
    if day is None or known_on is None:
        return
    same = {
        "known_on": known_on.isoformat(),
        "known_by": supplier,
        "stated_by": supplier,
        "counted_on": day.isoformat(),
        "date_precision": "day",
        "area": area,
        "origin": "own",
        "source": language(SPOKEN).say("coordination.row.source"),
    }
    kinds = {"municipal": ("realised", "occupied"), "hosted": ("", "hosted")}
    for kind, (places, people) in kinds.items():
        numbers = {"places": places, "occupied": people}
        row = _row(figures, {name: number for name, number in numbers.items() if number})
        if row:
            named = {"id": f"{area}-{kind}-{day.isoformat()}", "reception_kind": kind}
            yield "reception", {**named, **same, **row}
    row = _row(figures, {"registered": "registered"})
    if row:
        yield "registrations", {"id": f"{area}-{day.isoformat()}", **same, **row}


def _row(figures: Together, names: dict[str, str]) -> Row:
    """Where not every municipality supplied it, the total is at least this."""
    totals = {name: figures.total(number) for name, number in names.items()}
    known = {name: total for name, total in totals.items() if total}
    if not known:
        return {}
    is_whole = all(total.is_whole for total in known.values())
    precision = "exact" if is_whole else "at_least"
    told = {name: str(total.value) for name, total in known.items()}
    return told | {"figure_precision": precision}
