"""The rooms of a location and the places in them: made, kept for a family, blocked, taken away."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from toevlucht.reception.books import hold, write_head_places, write_places
from toevlucht.reception.models import Family, Location, Place, Room, Stay
from toevlucht.reception.models.rooms import BLOCKED, TERMS
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.people import share_with_keepers
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class AboutRoom:
    name: str
    step_free: bool = False
    lockable: bool = True
    pets: bool = False
    square_metres: Decimal | None = None


@transaction.atomic
def add_room(
    viewer: Viewer, location: Location, about: AboutRoom, places: int, term: str = "long"
) -> Room:
    _must_keep(viewer, location, "location.rooms_changed")
    name = about.name.strip()
    if Room.objects.filter(location=location, name=name).exists():
        raise CannotDo("name_taken")
    room = Room.objects.create(
        code=new_reference(),
        location=location,
        name=name,
        step_free=about.step_free,
        lockable=about.lockable,
        pets=about.pets,
        square_metres=about.square_metres,
    )
    if places:
        add_places(viewer, room, places, term)
    record_change(viewer, "location.rooms_changed", "location", (location.code,))
    return room


@transaction.atomic
def add_places(viewer: Viewer, room: Room, places: int, term: str = "long") -> list[Place]:
    """Numbered on from those that the room has or had."""
    _must_keep(viewer, room.location, "location.rooms_changed")
    if not 0 < places <= MOST_AT_ONCE or term not in TERMS:
        raise NotAllowed("location.rooms_changed", "location", (room.location.code,))
    hold([room.location])
    last = Place.objects.filter(room=room).aggregate(last=Max("number"))["last"] or 0
    today = timezone.localdate()
    made = [
        Place(code=new_reference(), room=room, number=last + n, term=term, since=today)
        for n in range(1, places + 1)
    ]
    Place.objects.bulk_create(made)
    write_places(room.location, today, made, by=1)
    record_change(viewer, "location.rooms_changed", "location", (room.location.code,))
    return made


@transaction.atomic
def take_place_away(viewer: Viewer, place: Place) -> None:
    """A place that is not there any more; nobody has it or has it kept."""
    location = place.room.location
    _must_keep(viewer, location, "location.rooms_changed")
    place = _held(location, place)
    if place.until is not None:
        return
    _must_be_free(place)
    place.until = timezone.localdate()
    place.save(update_fields=["until"])
    write_places(location, place.until, [place], by=-1)
    record_change(viewer, "location.rooms_changed", "location", (location.code,))


@transaction.atomic
def count_heads_only(viewer: Viewer, location: Location, places: int) -> None:
    """From now on there are so many places in all, and nobody has a bed of their own."""
    _must_keep(viewer, location, "location.rooms_changed")
    if Place.objects.filter(room__location=location, until=None).exists():
        raise CannotDo("place_in_use")
    hold([location])
    more = places - location.head_places
    location.counts_heads, location.head_places = True, places
    location.save(update_fields=["counts_heads", "head_places"])
    write_head_places(location, timezone.localdate(), more)
    record_change(viewer, "location.rooms_changed", "location", (location.code,))


@transaction.atomic
def reserve(
    viewer: Viewer, family: Family, places: Sequence[Place], until: datetime.datetime
) -> None:
    """Keep these places for a family; from now on who runs the location can read who comes."""
    if until <= timezone.now():
        raise CannotDo("wrong_dates")
    for place in sorted(places, key=lambda one: one.pk):
        _must_keep(viewer, place.room.location, "place.reserved")
        place = _held(place.room.location, place)
        _must_be_free(place)
        if place.until or place.blocked_reason:
            raise CannotDo("place_in_use")
        place.reserved_for, place.reserved_until = family, until
        place.save(update_fields=["reserved_for", "reserved_until"])
    share_with_keepers(family, viewer.organisation)
    record_change(viewer, "place.reserved", "place", [one.code for one in places])


@transaction.atomic
def release(viewer: Viewer, place: Place) -> None:
    _must_keep(viewer, place.room.location, "place.released")
    place = _held(place.room.location, place)
    family = place.reserved_for
    place.reserved_for = place.reserved_until = None
    place.save(update_fields=["reserved_for", "reserved_until"])
    if family:
        share_with_keepers(family, viewer.organisation)
    record_change(viewer, "place.released", "place", (place.code,))


@transaction.atomic
def block(viewer: Viewer, place: Place, reason: str) -> None:
    """Nobody sleeps there for the time being."""
    _must_keep(viewer, place.room.location, "place.blocked")
    place = _held(place.room.location, place)
    if reason not in BLOCKED:
        raise NotAllowed("place.blocked", "place", (place.code,))
    _must_be_free(place)
    place.blocked_reason, place.blocked_at = reason, timezone.now()
    place.save(update_fields=["blocked_reason", "blocked_at"])
    record_change(viewer, "place.blocked", "place", (place.code,))


@transaction.atomic
def unblock(viewer: Viewer, place: Place) -> None:
    _must_keep(viewer, place.room.location, "place.unblocked")
    place = _held(place.room.location, place)
    place.blocked_reason, place.blocked_at = "", None
    place.save(update_fields=["blocked_reason", "blocked_at"])
    record_change(viewer, "place.unblocked", "place", (place.code,))


def _held(location: Location, place: Place) -> Place:
    """As it is once nobody else writes about this location."""
    hold([location])
    return Place.objects.select_for_update().get(pk=place.pk)


def _must_be_free(place: Place) -> None:
    is_kept = place.reserved_until is not None and place.reserved_until > timezone.now()
    if is_kept or Stay.objects.filter(place=place, departed_at=None).exists():
        raise CannotDo("place_in_use")


def _must_keep(viewer: Viewer, location: Location, event: str) -> None:
    if not reach_of(viewer).keeps(location):
        raise NotAllowed(event, "location", (location.code,))
