"""Book-keeping of the ledger: write stays, and keep the balance of each day with them.

No permission is asked here: the actions do, and what brings in a ledger from elsewhere. All of it
happens in a transaction that first holds the books that it writes in, in their order; nobody else
writes in them meanwhile, so that what was asked of a place or a number still holds.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from toevlucht.reception.models import DayBalance, HostHousehold, Location, Place, Stay
from toevlucht.reception.models.balances import OPENING
from toevlucht.reception.models.stays import SAME_PLACE

Home = Location | HostHousehold
Days = defaultdict[datetime.date, Counter[str]]
FLOWS = ("arrivals", "departures")
LASTING = ("present", "present_short", "places", "places_short")


@dataclass(frozen=True, order=True)
class Book:
    """Of one location, or of all households of a municipality (then ``location`` is 0)."""

    municipality: str
    location: int = 0

    @property
    def named(self) -> dict[str, Any]:
        return {"location_id": self.location or None, "municipality": self.municipality}

    def lines(self) -> QuerySet[DayBalance]:
        if self.location:
            return DayBalance.objects.filter(location=self.location)
        return DayBalance.objects.filter(location=None, municipality=self.municipality)


def book_of(home: Home) -> Book:
    return Book(home.municipality, home.pk if isinstance(home, Location) else 0)


def hold(homes: Iterable[Home]) -> None:
    """Wait until nobody else writes in these books; a new one gets its first line."""
    for book in sorted({book_of(home) for home in homes}):
        opening = DayBalance(day=OPENING, **book.named)
        DayBalance.objects.bulk_create([opening], ignore_conflicts=True)
        book.lines().select_for_update().get(day=OPENING)


def write_arrivals(home: Home, stays: Iterable[Stay]) -> None:
    """New stays in a home whose book is held; those that are over leave again."""
    days: Days = defaultdict(Counter)
    for stay in stays:
        stay.save(force_insert=True)
        _count(days, stay, stay.arrived_at, 1, "arrivals" if stay.came_from != SAME_PLACE else "")
        if stay.departed_at:
            _count_departure(days, stay, stay.departed_at)
    _write(home, days)


def write_departures(
    home: Home, stays: Iterable[Stay], at: datetime.datetime, destination: str
) -> None:
    days: Days = defaultdict(Counter)
    for stay in stays:
        stay.departed_at, stay.destination = at, destination
        stay.save(update_fields=["departed_at", "destination"])
        _count_departure(days, stay, at)
    _write(home, days)


def write_places(location: Location, day: datetime.date, places: Iterable[Place], by: int) -> None:
    """From this day on there are these places more, or with ``by`` -1 fewer."""
    counts = Counter({"places": 0, "places_short": 0})
    for place in places:
        counts["places"] += by
        counts["places_short"] += by if place.term == "short" else 0
    _add(book_of(location), day, counts)


def write_head_places(location: Location, day: datetime.date, more: int) -> None:
    _add(book_of(location), day, Counter({"places": more}))


def _count_departure(days: Days, stay: Stay, at: datetime.datetime) -> None:
    _count(days, stay, at, -1, "departures" if stay.destination != SAME_PLACE else "")


def _count(days: Days, stay: Stay, at: datetime.datetime, by: int, flow: str) -> None:
    counts = days[timezone.localdate(at)]
    counts["present"] += by
    counts["present_short"] += by if stay.term == "short" else 0
    if flow:
        counts[flow] += 1


def _write(home: Home, days: Days) -> None:
    """Earliest first: a day begins with what the day before it left."""
    for day in sorted(days):
        _add(book_of(home), day, days[day])


def _add(book: Book, day: datetime.date, counts: Counter[str]) -> None:
    """On the day itself, and what lasts also on the days after it that have a line."""
    found = book.lines()
    if not found.filter(day=day).exists():
        before = found.filter(day__lt=day).order_by("-day").first()
        left = {name: getattr(before, name) if before else 0 for name in LASTING}
        DayBalance.objects.create(day=day, **book.named, **left)
    flows = {name: F(name) + counts[name] for name in FLOWS if counts[name]}
    if flows:
        found.filter(day=day).update(**flows)
    lasting = {name: F(name) + counts[name] for name in LASTING if counts[name]}
    if lasting:
        found.filter(day__gte=day).update(**lasting)
