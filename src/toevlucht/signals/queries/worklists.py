"""The work lists of an organisation: a page of one, narrowed or not, for what the first page costs.

Every column that a list can be narrowed to has an index in the order of the list, so that one
filter costs nothing. Of several the rarest is followed, through at most `LOOKED_THROUGH` reports:
a page of a combination that hardly ever occurs says how far it looked, and can be continued.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import BooleanField, DateField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from toevlucht.records.references import LENGTH, LETTERS
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import DeskEntry, Report
from toevlucht.signals.models.desks import FILTERED
from toevlucht.signals.queries.counting import counted_up_to

LISTS = ("mine", "open", "overdue", "unassigned", "held", "closed")
PAGE = 50
MOST_COUNTED = 1_000
LOOKED_THROUGH = 3_000
SHORTEST = 4  # characters of a reference: fewer would find half of all reports
WITHOUT_INDEX = {("progress", "closed"), *((column, "held") for column in FILTERED)}

Narrowed = Mapping[str, str | int | None]
Entries = QuerySet[DeskEntry]
Sql = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class Place:
    """Where in a list a page begins: after this entry, of this day in the order of the list."""

    entry: int
    day: datetime.date


@dataclass(frozen=True)
class Asked:
    """Which list, narrowed to what; an assignee of None is nobody."""

    name: str = "open"
    narrowed: Narrowed = field(default_factory=dict)


@dataclass(frozen=True)
class WorkList:
    """A page of a list. ``counted`` is one more than `MOST_COUNTED` where there are more.

    ``is_whole``: all of the list was looked through, so that what was counted is all there is.
    ``stopped``: it looked through as many as it may, and there are more to look at.
    """

    entries: list[DeskEntry]
    counted: int
    further: Place | None  # where the next page begins
    is_whole: bool = True
    stopped: bool = False


def work_list(viewer: Viewer, asked: Asked, after: Place | None = None) -> WorkList:
    """One query; with several filters one before it, and one after it where it had to stop."""
    desk = policy.entries(viewer)
    if desk.query.is_empty():
        return WorkList([], 0, None)
    narrowed = {**asked.narrowed, **_implied(viewer, asked.name)}
    followed, is_short = _to_follow(viewer, asked.name, narrowed)
    rest = {column: value for column, value in narrowed.items() if column != followed}
    lines = _ordered(_of_list(desk, asked.name), asked.name)
    if followed:
        lines = lines.filter(**_is(followed, narrowed[followed]))
    later = _later(lines, asked.name, after)
    found = _page(asked.name, later, lines, rest)
    shown = found[:PAGE]
    counted = getattr(shown[0], "counted", 0) if shown else 0
    is_whole = is_short or not rest
    if len(found) > PAGE:
        return WorkList(shown, counted, _place(asked.name, shown[-1]), is_whole)
    stop = None if is_whole else _last_looked_at(asked.name, later)
    return WorkList(shown, counted, stop, stop is None, stopped=stop is not None)


def find_by_reference(viewer: Viewer, text: str) -> list[DeskEntry]:
    """Those whose reference begins with this, whatever list they are on; one more than a page."""
    if not SHORTEST <= len(text) <= LENGTH or not set(text) <= set(LETTERS):
        return []
    last = text.ljust(LENGTH, LETTERS[-1])
    named = Report.objects.filter(reference__gte=text, reference__lte=last).order_by("reference")
    found = policy.entries(viewer).filter(report__in=named.values("pk")[: 10 * PAGE])
    return list(found.select_related("report").order_by("report__reference")[: PAGE + 1])


def _of_list(entries: Entries, name: str) -> Entries:
    if name == "closed":
        return entries.filter(is_open=False)
    found = entries.filter(is_open=True, is_held=name == "held")
    return found.filter(due_on__lt=timezone.localdate()) if name == "overdue" else found


def _implied(viewer: Viewer, name: str) -> Narrowed:
    if name == "mine":
        return {"assignee": viewer.person}
    return {"assignee": None} if name == "unassigned" else {}


def _is(column: str, value: str | int | None) -> dict[str, Any]:
    return {f"{column}__isnull": True} if value is None else {column: value}


def _ordered(entries: Entries, name: str) -> Entries:
    if name == "closed":
        return entries.order_by("-received_on", "-pk")
    return entries.order_by("due_on", "pk")


def _day_of(name: str) -> str:
    """By which day the list is ordered: what is closed by when it came, the rest by when due."""
    return "received_on" if name == "closed" else "due_on"


def _to_follow(viewer: Viewer, name: str, narrowed: Narrowed) -> tuple[str, bool]:
    """The column with the rarest value, and whether all that have it can be looked through.

    What is counted is of the whole desk, before the policy; nobody is shown it.
    """
    indexed = [column for column in narrowed if (column, name) not in WITHOUT_INDEX]
    if len(indexed) < 2:
        return (indexed[0] if indexed else ""), False
    desk = _of_list(DeskEntry.objects.filter(organisation=viewer.organisation), name)
    parts = [desk.filter(**_is(one, narrowed[one])) for one in indexed]
    sizes = dict(zip(indexed, counted_up_to(LOOKED_THROUGH, parts), strict=True))
    rarest = min(indexed, key=lambda column: sizes[column])
    return rarest, sizes[rarest] < LOOKED_THROUGH


def _page(name: str, later: Entries, all_of_it: Entries, rest: Narrowed) -> list[DeskEntry]:
    """One more than a page, each with how many there are in the whole list."""
    one_page, values = _narrowed(name, later, rest, PAGE + 1)
    counted, more_values = _narrowed(name, all_of_it, rest, MOST_COUNTED + 1)
    found = DeskEntry.objects.filter(pk__in=RawSQL(one_page, values))  # noqa: S611
    count = RawSQL(f"SELECT COUNT(*) FROM ({counted}) found", more_values)  # noqa: S608, S611
    return list(_ordered(found, name).select_related("report").annotate(counted=count))


def _narrowed(name: str, entries: Entries, rest: Narrowed, at_most: int) -> Sql:
    """The first of these with what is left to look at; every value is a parameter."""
    if not rest:
        return entries.values("pk")[:at_most].query.sql_with_params()
    day = _day_of(name)
    looked_at = entries.values("id", day, *rest)[:LOOKED_THROUGH]
    sql, values = looked_at.query.sql_with_params()
    named = [(f"looked_at.{connection.ops.quote_name(one)}", rest[one]) for one in rest]
    tests = " AND ".join(f"{one} IS NULL" if to is None else f"{one} = %s" for one, to in named)
    way = "DESC" if name == "closed" else "ASC"
    order = f"looked_at.{day} {way}, looked_at.id {way}"
    given = [to for _, to in named if to is not None]
    return (
        f"SELECT looked_at.id FROM ({sql}) looked_at WHERE {tests} "  # noqa: S608
        f"ORDER BY {order} LIMIT {at_most}",
        [*values, *given],
    )


def _last_looked_at(name: str, entries: Entries) -> Place | None:
    """None where there were fewer than may be looked through."""
    last = LOOKED_THROUGH - 1
    found = list(entries.values_list("pk", _day_of(name))[last : last + 1])
    return Place(*found[0]) if found else None


def _place(name: str, entry: DeskEntry) -> Place:
    return Place(entry.pk, getattr(entry, _day_of(name)))


def _later(entries: Entries, name: str, after: Place | None) -> Entries:
    if after is None:
        return entries
    sign = "<" if name == "closed" else ">"
    day = Value(after.day, DateField())
    return entries.filter(_Compared(sign, F(_day_of(name)), F("pk"), day, after.entry))


class _Compared(Func):
    """Two columns compared as one, so that the index is entered at the right place."""

    output_field = BooleanField()

    def __init__(self, sign: str, *parts: Any) -> None:
        super().__init__(*parts)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        parts = [compiler.compile(one) for one in self.get_source_expressions()]
        sql = f"({parts[0][0]}, {parts[1][0]}) {self.sign} ({parts[2][0]}, {parts[3][0]})"
        return sql, [value for _, values in parts for value in values]
