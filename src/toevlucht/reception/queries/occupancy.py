"""Who is where at a moment: from the ledger alone, and beside it what somebody counted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from toevlucht.reception.books import Home, book_of
from toevlucht.reception.models import HeadCount, Location, Place, Refusal, Stay

ON_A_PAGE = 50


@dataclass(frozen=True)
class Occupancy:
    """Of a location at a moment. ``places`` are those that were there on that day."""

    at: datetime.datetime
    present: int
    minors: int  # of those, and of not established age
    short: int
    absent: int  # whose place is kept while they sleep elsewhere
    places: int
    counted: HeadCount | None = None  # the last count before it

    @property
    def free(self) -> int:
        return max(0, self.places - self.present)


@dataclass(frozen=True)
class Bed:
    """A place as it is now: free, reserved, occupied, assigned (and unused) or blocked."""

    place: Place
    state: str
    stay: Stay | None = None


def stays_at(home: Home, moment: datetime.datetime) -> QuerySet[Stay]:
    where = {"location": home} if isinstance(home, Location) else {"household": home}
    still = Q(departed_at=None) | Q(departed_at__gt=moment)
    return Stay.objects.filter(still, **where, arrived_at__lte=moment)


def present_at(home: Home, moment: datetime.datetime) -> int:
    return stays_at(home, moment).count()


def occupancy(location: Location, moment: datetime.datetime) -> Occupancy:
    day = timezone.localdate(moment)
    stays = list(
        stays_at(location, moment).select_related("person").only("term", "absent_since", "person")
    )
    balance = book_of(location).lines().filter(day__lte=day).order_by("-day").first()
    counted = HeadCount.objects.filter(location=location, counted_at__lte=moment)
    return Occupancy(
        at=moment,
        present=len(stays),
        minors=sum(stay.person.counts_as_minor(day) for stay in stays),
        short=sum(stay.term == "short" for stay in stays),
        absent=sum(stay.absent_since is not None for stay in stays),
        places=balance.places if balance else 0,
        counted=counted.order_by("-counted_at", "-pk").first(),
    )


def beds_in(location: Location) -> list[Bed]:
    """Of all rooms, in their order."""
    places = Place.objects.filter(room__location=location, until=None)
    stays = {
        stay.place_id: stay
        for stay in Stay.objects.filter(location=location, departed_at=None).select_related(
            "person__family"
        )
    }
    ordered = places.select_related("room", "reserved_for").order_by("room__name", "room", "number")
    now = timezone.now()
    return [_bed(place, stays.get(place.pk), now) for place in ordered]


def _bed(place: Place, stay: Stay | None, now: datetime.datetime) -> Bed:
    if stay:
        return Bed(place, "occupied" if stay.absent_since is None else "assigned", stay)
    if place.blocked_reason:
        return Bed(place, "blocked")
    if place.reserved_until and place.reserved_until > now:
        return Bed(place, "reserved")
    return Bed(place, "free")


def arrivals_at(location: Location, after: str = "") -> tuple[list[Stay], str]:
    """The last first; a change of bed is none."""
    found = _with_people(location).exclude(came_from="same_place")
    return _listed(found, location, "arrived_at", after)


def departures_from(location: Location, after: str = "") -> tuple[list[Stay], str]:
    found = _with_people(location).filter(departed_at__isnull=False)
    return _listed(found.exclude(destination="same_place"), location, "departed_at", after)


def _with_people(location: Location) -> QuerySet[Stay]:
    return Stay.objects.filter(location=location).select_related("person__family", "place__room")


def _listed(
    found: QuerySet[Stay], location: Location, moment: str, after: str
) -> tuple[list[Stay], str]:
    last = Stay.objects.filter(location=location, code=after).first() if after else None
    if last and (then := getattr(last, moment)):
        earlier = Q(**{f"{moment}__lt": then}) | Q(**{moment: then, "pk__lt": last.pk})
        found = found.filter(earlier, **{f"{moment}__lte": then})
    stays = list(found.order_by(F(moment).desc(), "-pk")[: ON_A_PAGE + 1])
    shown = stays[:ON_A_PAGE]
    return shown, shown[-1].code if len(stays) > ON_A_PAGE else ""


def refusals_at(location: Location, most: int = 20) -> list[Refusal]:
    """The last ones."""
    found = Refusal.objects.filter(location=location).order_by("-refused_at", "-pk")
    return list(found[:most])
