"""A family moves in, its people change beds, and leave: the ledger is written here.

Whoever writes first holds the books of the homes, then the people, then the places.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from toevlucht.reception.actions.kinds_of_stay import (
    Exceptional,
    make_of_a_kind,
    tell_of_exceptions,
    verified_relation,
)
from toevlucht.reception.actions.oversight import raise_task
from toevlucht.reception.books import Home, hold, write_arrivals, write_departures
from toevlucht.reception.models import Family, Location, Person, Place, Stay
from toevlucht.reception.models.stays import CAME_FROM, DESTINATIONS, SAME_PLACE
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.people import share_with_keepers
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Arrival:
    """``beds``: for each person who comes the code of a place, or nothing where none is needed."""

    beds: Mapping[str, str]
    at: datetime.datetime
    came_from: str = "unknown"
    term: str = "long"
    exceptional: Exceptional | None = None  # for those who need it


def arrive(viewer: Viewer, home: Home, family: Family, arrival: Arrival) -> list[Stay]:
    """All who come of a family at once, or nobody."""
    event = "stay.began"
    _must_keep(viewer, home, event)
    _must_be_past(arrival.at)
    if not arrival.beds or arrival.came_from not in CAME_FROM or arrival.came_from == SAME_PLACE:
        raise CannotDo("nobody_chosen")
    with one_at_a_time():
        hold([home])
        people = _held_people(family, arrival)
        stays = _new_stays(viewer, home, people, arrival)
        write_arrivals(home, stays)
        share_with_keepers(family, viewer.organisation)
        record_change(viewer, event, "stay", [stay.code for stay in stays])
        tell_of_exceptions(viewer, stays)
        Place.objects.filter(pk__in=[stay.place_id for stay in stays]).update(
            reserved_for=None, reserved_until=None
        )
    return stays


def move(
    viewer: Viewer, location: Location, beds: Mapping[str, str], at: datetime.datetime
) -> list[Stay]:
    """To other beds in the same location; two who change beds do so at once."""
    _must_keep(viewer, location, "stay.moved")
    _must_be_past(at)
    with one_at_a_time():
        hold([location])
        open_stays = open_stays_in(location, beds)
        if len(open_stays) != len(beds):
            raise CannotDo("nobody_chosen")
        places = _free_places(location, beds.values(), at, moving=open_stays)
        return follow(
            viewer,
            location,
            open_stays,
            at,
            {s.pk: places[beds[s.person.code]] for s in open_stays},
        )


def depart(
    viewer: Viewer,
    home: Home,
    people: Iterable[str],
    destination: str,
    at: datetime.datetime,
) -> list[Stay]:
    """Where to may be unknown, and is never left empty. Who stays behind is looked at at once."""
    event = "stay.ended"
    _must_keep(viewer, home, event)
    _must_be_past(at)
    if destination not in DESTINATIONS or destination == SAME_PLACE:
        raise NotAllowed(event, "stay")
    with one_at_a_time():
        hold([home])
        stays = open_stays_in(home, people)
        if not stays:
            raise CannotDo("nobody_chosen")
        _must_have_come_before(stays, at)
        write_departures(home, stays, at, destination)
        look_after_children(viewer, home, [stay.person for stay in stays])
        for family in {stay.person.family for stay in stays}:
            share_with_keepers(family, viewer.organisation)
        record_change(viewer, event, "stay", [stay.code for stay in stays])
    return stays


def set_absence(viewer: Viewer, home: Home, person: str, since: datetime.date | None) -> None:
    """The place stays assigned while nobody sleeps in it; None when they are back."""
    _must_keep(viewer, home, "stay.moved")
    with one_at_a_time():
        hold([home])
        stays = open_stays_in(home, [person])
        if not stays:
            raise CannotDo("nobody_chosen")
        Stay.objects.filter(pk=stays[0].pk).update(absent_since=since)
        record_change(viewer, "stay.moved", "stay", [stays[0].code])


def change_kind(
    viewer: Viewer, home: Home, person: str, exceptional: Exceptional | None, at: datetime.datetime
) -> Stay:
    """From an emergency to an ordinary stay, to guardianship, or the other way, in the same bed."""
    _must_keep(viewer, home, "stay.moved")
    _must_be_past(at)
    with one_at_a_time():
        hold([home])
        stays = open_stays_in(home, [person])
        if not stays:
            raise CannotDo("nobody_chosen")
        return follow(viewer, home, stays, at, {}, exceptional, is_changed=True)[0]


def follow(
    viewer: Viewer,
    home: Home,
    stays: Sequence[Stay],
    at: datetime.datetime,
    places: Mapping[int, Place | None],
    exceptional: Exceptional | None = None,
    is_changed: bool = False,
    meanwhile: Callable[[], None] | None = None,
) -> list[Stay]:
    """Each of these stays ends in one that follows it; nobody came and nobody left.

    As before in another bed, or with ``is_changed`` of another kind. ``meanwhile`` is done when
    the old stays are over and the new ones have not begun.
    """
    _must_have_come_before(stays, at)
    write_departures(home, stays, at, SAME_PLACE)
    if meanwhile:
        meanwhile()
        for stay in stays:
            stay.person.refresh_from_db(fields=["age", "minor_until"])
    made = [_following(stay, at, places.get(stay.pk, stay.place)) for stay in stays]
    if is_changed:
        for stay in made:
            make_of_a_kind(viewer, home, stay, exceptional)
    made.sort(key=lambda stay: stay.person.counts_as_minor(timezone.localdate(at)))
    write_arrivals(home, made)
    record_change(viewer, "stay.moved", "stay", [stay.code for stay in made])
    if is_changed:
        tell_of_exceptions(viewer, made)
    return made


def open_stays_in(home: Home, people: Iterable[str]) -> list[Stay]:
    where = {"location": home} if isinstance(home, Location) else {"household": home}
    found = Stay.objects.filter(**where, departed_at=None, person__code__in=list(people))
    return list(
        found.select_for_update(of=("self",))
        .select_related("person__family", "place")
        .order_by("pk")
    )


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """A transaction; what the database refuses of it, somebody else did first."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise CannotDo("somebody_was_first") from error


def _must_keep(viewer: Viewer, home: Home, event: str) -> None:
    if not reach_of(viewer).keeps_home(home):
        raise NotAllowed(event, type(home).__name__.lower(), (home.code,))


def _must_be_past(at: datetime.datetime) -> None:
    if at > timezone.now():
        raise CannotDo("still_to_come")


def _must_have_come_before(stays: Iterable[Stay], at: datetime.datetime) -> None:
    late = tuple(stay.person.code for stay in stays if stay.arrived_at > at)
    if late:
        raise CannotDo("before_arrival", late)


def _held_people(family: Family, arrival: Arrival) -> list[Person]:
    found = Person.objects.select_for_update().filter(family=family, code__in=list(arrival.beds))
    people = list(found.order_by("pk"))
    if len(people) != len(arrival.beds):
        raise CannotDo("nobody_chosen")
    elsewhere = Stay.objects.filter(_later_than(arrival.at), person__in=people)
    if staying := tuple(elsewhere.values_list("person__code", flat=True)):
        raise CannotDo("stays_elsewhere", staying)
    return people


def _new_stays(viewer: Viewer, home: Home, people: list[Person], arrival: Arrival) -> list[Stay]:
    places: dict[str, Place] = {}
    if isinstance(home, Location):
        _must_be_open(home)
        places = _free_places(home, arrival.beds.values(), arrival.at, people[0].family)
        _must_have_room(home, people, arrival.beds)
    day = timezone.localdate(arrival.at)
    stays = []
    for person in sorted(people, key=lambda one: one.counts_as_minor(day)):
        stay = _stay_in(home, person, arrival.at)
        stay.place = places.get(arrival.beds[person.code])
        stay.term, stay.came_from = arrival.term, arrival.came_from
        stays.append(stay)
    for stay in stays:
        make_of_a_kind(viewer, home, stay, arrival.exceptional, with_them=people)
    return stays


def _stay_in(home: Home, person: Person, at: datetime.datetime) -> Stay:
    stay = Stay(code=new_reference(), person=person, arrived_at=at, entered_at=at)
    if isinstance(home, Location):
        stay.location = home
    else:
        stay.household = home
    return stay


def _following(old: Stay, at: datetime.datetime, place: Place | None) -> Stay:
    same = ("person", "location", "household", "kind", "term", "entered_at", "relation")
    words = ("expires_at", "reason", "decided_by")
    new = Stay(code=new_reference(), arrived_at=at, came_from=SAME_PLACE, place=place)
    for name in (*same, *words):
        setattr(new, name, getattr(old, name))
    new.decision, new.reason_in_words = old.decision, old.reason_in_words
    return new


def _must_be_open(location: Location) -> None:
    location.refresh_from_db(fields=["state", "counts_heads", "head_places"])
    if location.state != "open":
        raise CannotDo("not_open")


def _free_places(
    location: Location,
    codes: Iterable[str],
    at: datetime.datetime,
    family: Family | None = None,
    moving: Sequence[Stay] = (),
) -> dict[str, Place]:
    wanted = [code for code in codes if code]
    found = Place.objects.select_for_update().filter(code__in=wanted, room__location=location)
    places = {place.code: place for place in found.order_by("pk")}
    if set(wanted) != set(places):
        raise CannotDo("place_unknown")
    if len(wanted) != len(places):
        raise CannotDo("place_taken")
    now = timezone.now()
    mine = family or (moving[0].person.family if moving else None)
    for place in places.values():
        is_kept = place.reserved_until is not None and place.reserved_until > now
        if place.until or place.blocked_reason or (is_kept and place.reserved_for != mine):
            raise CannotDo("place_taken")
    taken = Stay.objects.filter(_later_than(at), place__in=places.values())
    if taken.exclude(pk__in=[stay.pk for stay in moving]).exists():
        raise CannotDo("place_taken")
    return places


def _later_than(at: datetime.datetime) -> Q:
    """Stays that go on, or went on after this moment."""
    return Q(departed_at=None) | Q(departed_at__gt=at)


def _must_have_room(location: Location, people: Sequence[Person], beds: Mapping[str, str]) -> None:
    without = [one for one in people if not beds[one.code]]
    if not without:
        return
    if not location.counts_heads:
        raise CannotDo("place_unknown", tuple(one.code for one in without))
    present = Stay.objects.filter(location=location, departed_at=None, place=None).count()
    if present + len(without) > location.head_places:
        raise CannotDo("full")


def look_after_children(viewer: Viewer, home: Home, left: Sequence[Person]) -> None:
    """Children who stayed by an adult who left: by another who is here, or somebody must act."""
    where = {"location": home} if isinstance(home, Location) else {"household": home}
    behind = Stay.objects.filter(**where, departed_at=None, kind="ordinary")
    today = timezone.localdate()
    for stay in behind.filter(relation__adult__in=left).select_related("person__family"):
        if shown := verified_relation(stay.person, home, (), today):
            Stay.objects.filter(pk=stay.pk).update(relation=shown)
            continue
        subject = ("person", stay.person.code)
        municipality = stay.person.family.municipality
        raise_task(viewer, "child_without_adult", subject, municipality, today, stay.location)
