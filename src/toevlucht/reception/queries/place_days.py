"""Place-days and person-days of locations over a period, from the ledger: what money is paid for.

Each change of the number of places stands in it with who gave which reason for it, and when.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from toevlucht.reception.models import DayBalance, Location, PlacesReason

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """From this day on there were so many places. ``reason`` is None where nobody gave one."""

    day: datetime.date
    before: int
    places: int
    reason: PlacesReason | None


@dataclass(frozen=True)
class PlaceDays:
    """Of one location; the first and the last day of the period are counted."""

    location: Location
    place_days: int
    person_days: int
    changes: tuple[Change, ...]


def place_days_of(municipality: str, first: datetime.date, last: datetime.date) -> list[PlaceDays]:
    """Locations that had no place and nobody in the whole period are left out."""
    locations = list(Location.objects.filter(municipality=municipality).order_by("name", "pk"))
    balances = _balances(locations, first, last)
    reasons = _reasons(locations, first, last)
    found = [
        _of_location(one, balances[one.pk], reasons, first, last)
        for one in locations
        if one.pk in balances
    ]
    return [one for one in found if one.place_days or one.person_days]


def _balances(
    locations: Sequence[Location], first: datetime.date, last: datetime.date
) -> Mapping[int, list[DayBalance]]:
    """By location: the balances of the period, and the last one before it."""
    own = DayBalance.objects.filter(location=OuterRef("location"), day__lt=first)
    before = Subquery(own.order_by("-day").values("pk")[:1])
    inside = Q(day__gte=first, day__lte=last)
    rows = DayBalance.objects.filter(location__in=locations).filter(inside | Q(pk=before))
    found: dict[int, list[DayBalance]] = defaultdict(list)
    for one in rows.order_by("day"):
        found[one.location_id or 0].append(one)
    return found


def _reasons(
    locations: Sequence[Location], first: datetime.date, last: datetime.date
) -> Mapping[tuple[int, datetime.date], PlacesReason]:
    """The last that was given of each day."""
    given = PlacesReason.objects.filter(location__in=locations, day__gte=first, day__lte=last)
    return {(one.location_id, one.day): one for one in given.order_by("pk")}


def _of_location(
    location: Location,
    balances: list[DayBalance],
    reasons: Mapping[tuple[int, datetime.date], PlacesReason],
    first: datetime.date,
    last: datetime.date,
) -> PlaceDays:
    place_days = person_days = places = 0
    changes = []
    for number, one in enumerate(balances):
        follows = balances[number + 1].day if number + 1 < len(balances) else last + ONE_DAY
        days = (follows - max(one.day, first)).days
        place_days += one.places * days
        person_days += one.present * days
        if one.places != places and one.day >= first:
            given = reasons.get((location.pk, one.day))
            changes.append(Change(one.day, places, one.places, given))
        places = one.places
    return PlaceDays(location, place_days, person_days, tuple(changes))
