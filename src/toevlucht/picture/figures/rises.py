"""Did anything rise more than chance explains? Exact tests of small counts, never a percentage."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from toevlucht.dictionary import dictionary
from toevlucht.language import Message
from toevlucht.picture.editorial import Edition, Period
from toevlucht.picture.figures.evidence import countable
from toevlucht.picture.figures.findings import (
    Findings,
    Reading,
    cited,
    coded,
    column,
    organisations,
    rows_of,
)
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Cell, Count, Row, Share, Table, Words
from toevlucht.statistics.small_counts import compare_counts

# The counts that an edition compares: cases and investigations, at the concrete rungs.
RUNGS = ("signal", "incident", "investigation", "established")
UNITS = ("report", "case", "investigation")
LEVEL_OF_ALARM = Decimal("0.05")

LEVELS = ("national", "regional")
NATIONAL_INVESTIGATIONS = "national.all.investigation.investigation"

# Level, form, rung and unit: nothing is added up over levels.
Key = tuple[str, str, str, str]


def find(snapshot: Snapshot) -> Findings:
    edition = snapshot.edition
    now = countable(snapshot, edition.period)
    concrete = now.filter(now.level.isin(LEVELS) & now.rung.isin(RUNGS))
    columns = (
        column("form", "label"),
        column("rung"),
        column("level"),
        column("number", "count"),
        column("weeks", "count"),
        column("previous", "count"),
        column("previous_weeks", "count"),
        column("chance", "share"),
    )
    rows = tuple(_rows(snapshot)) if edition.previous else ()
    return Findings(Table(columns, rows), cited(concrete), organisations(concrete), RUNGS)


def _rows(snapshot: Snapshot) -> list[Row]:
    edition = snapshot.edition
    assert edition.previous is not None
    if edition.previous.cut_off > edition.period.known_after and not _both_cumulative(edition):
        return []  # the periods overlap, and what is new cannot be told apart
    before = _totals(snapshot, edition.previous)
    now = _totals(snapshot, edition.period)
    weeks_before = _weeks(edition.previous)
    weeks = _weeks(edition.period)
    if _both_cumulative(edition):
        # What is new since the edition before, in the days since then.
        now = {key: max(0, total - before.get(key, 0)) for key, total in now.items()}
        weeks = Decimal((edition.period.cut_off - edition.previous.cut_off).days) / 7
    now, before = _in_both(now, before), _in_both(before, now)
    keys = sorted(now, key=_order)
    return [_row(key, now[key], weeks, before[key], weeks_before) for key in keys]


def _both_cumulative(edition: Edition) -> bool:
    modes = {period.counting_mode for period in (edition.period, edition.previous) if period}
    return modes == {"cumulative"}


def _totals(snapshot: Snapshot, period: Period) -> dict[Key, int]:
    """Exact numbers by form, rung and unit; a form that nobody gave a number for is not there."""
    rows = countable(snapshot, period)
    rows = rows.filter(
        rows.level.isin(LEVELS)
        & rows.rung.isin(RUNGS)
        & rows.counting_unit.isin(UNITS)
        & (rows.count_kind == "exact")
    )
    key = ["level", "form", "rung", "counting_unit"]
    found: list[dict[str, Any]] = rows_of(rows.group_by(key).agg(total=rows["count"].sum()))
    totals: dict[Key, int] = {
        (r["level"], r["form"], r["rung"], r["counting_unit"]): r["total"] for r in found
    }
    return totals


def _in_both(totals: dict[Key, int], others: dict[Key, int]) -> dict[Key, int]:
    """The totals that the other edition has too, and of investigations these forms together.

    A form without a number in one of the editions is not zero there, so it is left out.
    """
    compared = {key: total for key, total in totals.items() if key in others}
    summed: dict[Key, int] = {}
    for (level, _, rung, unit), total in compared.items():
        if rung == unit == "investigation":
            every = (level, "all", rung, unit)
            summed[every] = summed.get(every, 0) + total
    return compared | summed


def _weeks(period: Period) -> Decimal:
    return Decimal((period.cut_off - period.known_after).days) / 7


def _order(key: Key) -> tuple[int, ...]:
    forms = ["all", *dictionary().code_list("form").names]
    level, form, rung, unit = key
    return LEVELS.index(level), forms.index(form), RUNGS.index(rung), UNITS.index(unit)


def _row(key: Key, now: int, weeks: Decimal, before: int, weeks_before: Decimal) -> Row:
    level, form, rung, unit = key
    compared = compare_counts(before, now, float(weeks_before), float(weeks))
    all_forms = Words(Message("figures.rises.all_forms"))
    return Row(
        ".".join(key),
        (
            all_forms if form == "all" else coded("form", form),
            coded("rung", rung),
            coded("level", level),
            Count(now, unit),
            _in_weeks(weeks),
            Count(before, unit),
            _in_weeks(weeks_before),
            Share(Decimal(compared.p_rise).quantize(Decimal("0.001"))),
        ),
    )


def _in_weeks(weeks: Decimal) -> Count:
    return Count(int(weeks.to_integral_value()), "week")


def read(table: Table, edition: Edition) -> Reading:
    if edition.previous is None:
        return Reading(Message("figures.rises.first"), None, table, "not_computed")
    if not table.rows:
        return Reading(Message("figures.rises.empty"), None, table, "not_computed")
    # Many rows are many chances to be wrong, so each is asked for more (Bonferroni 1936).
    level = LEVEL_OF_ALARM / len(table.rows)
    risen = [row for row in table.rows if _chance(row.cells[-1]) < level]
    if risen:
        found = tuple(_found(row) for row in risen)
        return Reading(Message("figures.rises.risen", {"items": found}), None, table)
    compared = next((r for r in table.rows if r.id == NATIONAL_INVESTIGATIONS), None)
    if compared is None:
        return Reading(Message("figures.rises.none"), None, table)
    names = ("number", "weeks", "previous", "previous_weeks")
    values = {name: _value(compared.cells[table.position(name)]) for name in names}
    values["chance"] = round(_chance(compared.cells[-1]) * 100)
    return Reading(Message("figures.rises.investigations", values), None, table)


def _chance(cell: Cell) -> Decimal:
    return cell.value if isinstance(cell, Share) else Decimal(1)


def _value(cell: Cell) -> int:
    assert isinstance(cell, Count)
    return cell.value


def _found(row: Row) -> Message:
    labels = [cell.value for cell in row.cells[:2] if isinstance(cell, Words)]
    return Message("figures.rises.item", {"form": labels[0], "rung": labels[1]})
