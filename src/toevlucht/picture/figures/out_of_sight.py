"""How many people are present but in no known municipal or hosted place: a range, or why not.

Lower limit: registered less those in municipal places less those with known hosts, never below
zero. Upper limit: only where somebody stated at most how many people are present. Registration
that lags behind occupation gives no lower limit at all, and the figure says so.
"""

from __future__ import annotations

import datetime
from typing import Any

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.findings import (
    Cited,
    Findings,
    Reading,
    cited,
    column,
    known,
    organisations,
    rows_of,
)
from toevlucht.picture.figures.reception import dated, measure
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import (
    Cell,
    Count,
    NotComputed,
    NotSupplied,
    Point,
    RangeChart,
    Row,
    Series,
    Span,
    Table,
    Words,
)

SMALL = 5
NOBODY_SAID: dict[str, Any] = {"occupied": None, "figure_precision": "exact"}

Moment = tuple[datetime.date, str]


def find(snapshot: Snapshot) -> Findings:
    registered = known(snapshot.table("registrations"), snapshot)
    registered = registered.filter(registered.area == "NL")
    housed = known(snapshot.table("reception"), snapshot)
    housed = housed.filter((housed.area == "NL") & housed.occupied.notnull())
    newest_last = rows_of(housed.order_by("counted_on", "known_on", "ref"))
    municipal = _by_moment([row for row in newest_last if row["reception_kind"] == "municipal"])
    hosted = [row for row in newest_last if row["reception_kind"] == "hosted"]
    columns = (
        column("counted_on", "label"),
        column("registered", "count"),
        column("occupied", "count"),
        column("hosted", "count"),
        column("present", "count"),
        column("out_of_sight", "count"),
    )
    rows = rows_of(registered.order_by("counted_on", "ref"))
    table = Table(columns, tuple(_row(n, row, municipal, hosted) for n, row in enumerate(rows, 1)))
    sources: tuple[Cited, ...] = tuple(dict.fromkeys((*cited(registered), *cited(housed))))
    both = registered.select("stated_by").union(housed.select("stated_by"))
    return Findings(table, sources, organisations(both))


def _by_moment(rows: list[dict[str, Any]]) -> dict[Moment, dict[str, Any]]:
    """The newest statement of how many people were in municipal places at each moment."""
    return {(row["counted_on"], row["date_precision"]): row for row in rows}


def _known_hosted(hosted: list[dict[str, Any]], day: datetime.date) -> dict[str, Any]:
    """The newest statement of people with known hosts on or before a day."""
    before = [row for row in hosted if row["counted_on"] <= day]
    return before[-1] if before else NOBODY_SAID


def _row(
    number: int,
    row: dict[str, Any],
    municipal: dict[Moment, dict[str, Any]],
    hosted: list[dict[str, Any]],
) -> Row:
    moment = (row["counted_on"], row["date_precision"])
    in_places = municipal.get(moment, NOBODY_SAID)
    with_hosts = _known_hosted(hosted, row["counted_on"])
    found = out_of_sight(
        row["registered"],
        in_places["occupied"],
        with_hosts["occupied"],
        row["present_low"],
        row["present_high"],
    )
    return Row(
        f"{row['counted_on']}.{number}",
        (
            Words(Day(*moment)),
            measure(row["registered"], "person", row["figure_precision"]),
            measure(in_places["occupied"], "person", in_places["figure_precision"]),
            measure(with_hosts["occupied"], "person", with_hosts["figure_precision"]),
            _present(row),
            _as_far_as_known(found, row, (in_places, with_hosts)),
        ),
    )


def _as_far_as_known(
    found: Cell, registration: dict[str, Any], housed: tuple[dict[str, Any], ...]
) -> Cell:
    """The range without a limit that hangs on a number of which only a limit is known."""
    if not isinstance(found, Span):
        return found
    precisions = {row["figure_precision"] for row in housed}
    too_high = "at_least" in precisions or registration["figure_precision"] == "at_most"
    return Span(
        0 if too_high else found.low, None if "at_most" in precisions else found.high, "person"
    )


def _present(row: dict[str, Any]) -> Cell:
    if row["present_low"] is None and row["present_high"] is None:
        return NotSupplied()
    return Span(row["present_low"] or 0, row["present_high"], "person")


def out_of_sight(
    registered: int | None,
    in_places: int | None,
    with_hosts: int | None,
    present_low: int | None,
    present_high: int | None,
) -> Cell:
    """The range of people out of sight, in persons, or the reason why there is none.

    ``with_hosts`` not supplied counts as nobody known with a host: the lower limit then counts
    every hosted person as out of sight of municipality and host organisation, which they are.
    Where more are registered than can be present, some have left: the register says nothing then.
    """
    if in_places is None:
        return NotComputed(Message("figures.out_of_sight.no_occupation"))
    if any(number and number < SMALL for number in (registered, in_places, with_hosts)):
        # The difference would give away a number that the public may not see.
        return NotComputed(Message("figures.out_of_sight.small"))
    housed = in_places + (with_hosts or 0)
    if present_high is not None and present_high < housed:
        return NotComputed(Message("figures.out_of_sight.contradicts"))
    high = None if present_high is None else present_high - housed
    if present_high is not None and registered is not None and registered > present_high:
        return Span(_lower_limit((present_low or 0) - housed), high, "person")
    if registered is None or registered < housed:
        if present_low is None or present_low < housed:
            return NotComputed(_why(registered))
        return Span(_lower_limit(present_low - housed), high, "person")
    return Span(_lower_limit(registered - housed), high, "person")


def _lower_limit(persons: int) -> int:
    """A handful of people would be a count of persons under five: at least zero says enough."""
    return persons if persons >= SMALL else 0


def _why(registered: int | None) -> Message:
    if registered is None:
        return Message("figures.out_of_sight.no_registration")
    return Message("figures.out_of_sight.lags")


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.out_of_sight.empty"), None, table, "empty")
    computed = [row for row in table.rows if isinstance(row.cells[-1], Span)]
    if not computed:
        last = next(
            (row for row in reversed(table.rows) if _reason(row).key.endswith("lags")),
            table.rows[-1],
        )
        values = {"day": phrase(last.cells[0]), "reason": _reason(last)}
        values |= {"registered": phrase(last.cells[1]), "housed": phrase(last.cells[2])}
        sentence = Message("figures.out_of_sight.not_computed", values)
        return Reading(sentence, None, table, "not_computed")
    last = computed[-1]
    values = {"day": phrase(last.cells[0]), "range": phrase(last.cells[-1])}
    if number := _registered_elsewhere(last):
        values = {"day": phrase(last.cells[0]), "number": phrase(number)}
        sentence = Message("figures.out_of_sight.lower_limit", values)
        return Reading(sentence, _chart(computed), table)
    return Reading(Message("figures.out_of_sight.range", values), _chart(computed), table)


def _registered_elsewhere(row: Row) -> Count | None:
    """Of those registered, how many were in no known place: as precise as what it comes from.

    None where the limit comes from a statement of who is present, from a limit, or is zero.
    """
    limit = row.cells[-1]
    registered, *housed = (cell for cell in row.cells[1:4] if not isinstance(cell, NotSupplied))
    counts = [cell for cell in (registered, *housed) if isinstance(cell, Count)]
    if not isinstance(limit, Span) or limit.high is not None or not limit.low:
        return None
    if len(counts) < 1 + len(housed) or any(cell.at_least for cell in counts):
        return None
    if counts[0].value - sum(cell.value for cell in counts[1:]) != limit.low:
        return None
    rounded = any(cell.about for cell in counts)
    number = limit.low // 100 * 100 if rounded else limit.low
    return Count(number, "person", about=rounded) if number else None


def _reason(row: Row) -> Message:
    cell = row.cells[-1]
    assert isinstance(cell, NotComputed)
    return cell.reason


def _chart(rows: list[Row]) -> RangeChart:
    points: list[Point] = []
    for row in rows:
        cell = row.cells[-1]
        assert isinstance(cell, Span)
        points.append(Point(dated(row, cell).label, cell.low, cell.high))
    series = Series(Message("figures.columns.out_of_sight"), tuple(points))
    return RangeChart((series,), Message("figures.units.person"))
