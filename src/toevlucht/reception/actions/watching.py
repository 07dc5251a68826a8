"""What is looked at every day: children first, then what should have been over by now."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import chain

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toevlucht.reception.actions.host_standing import move_back
from toevlucht.reception.actions.oversight import raise_task, settle
from toevlucht.reception.incident_kinds import open_at_most
from toevlucht.reception.models import (
    HostCertificate,
    HostHousehold,
    HostStep,
    Incident,
    Location,
    LocationCheck,
    Place,
    Relation,
    Stay,
)
from toevlucht.reception.models.relations import WITH_AUTHORITY
from toevlucht.reception.models.services import SERVICE_STEPS
from toevlucht.reception.models.stays import SHORT_AT_MOST
from toevlucht.reception.queries.services import overdue
from toevlucht.records.daily import CLOCK

Found = Iterable[tuple[str, str, str, Location | None]]
"""Kind and code of what it is about, the municipality that acts, and the location."""


def watch() -> int:
    """Raise a task for whatever is not as it must be; settle those that are no longer so."""
    now = timezone.now()
    move_back()
    kinds: dict[str, Found] = {
        "relation_expired": _of_people(_without_a_valid_relation(now)),
        "child_without_adult": _of_people(_without_the_adult()),
        "child_without_relation": _of_people(_in_emergency(now, is_over=False)),
        "emergency_expired": _of_people(_in_emergency(now, is_over=True)),
        "household_not_suitable": chain(_of_people(_with_unsuitable_hosts()), _moved_back()),
        "short_stay_overdue": _of_people(_too_long_in_short_stay(now)),
        "reservation_past": _reservations_past(now),
        "owner_check_due": _checks_due(),
        "incident_open_long": _open_long(),
    }
    kinds |= {f"{service}_overdue": overdue(service) for service in SERVICE_STEPS}
    return sum(_raise(kind, found) for kind, found in kinds.items())


@transaction.atomic
def _raise(kind: str, found: Found) -> int:
    today, still, new = timezone.localdate(), set(), 0
    for subject_kind, subject, municipality, location in found:
        still.add(subject)
        new += raise_task(CLOCK, kind, (subject_kind, subject), municipality, today, location)
    settle(kind, still)
    return new


def _open_stays() -> QuerySet[Stay]:
    found = Stay.objects.filter(departed_at=None)
    return found.select_related("person__family", "location").order_by("pk")


def _ordinary_children() -> QuerySet[Stay]:
    """Who stays by a relation; an adult stays without one."""
    return _open_stays().filter(kind="ordinary", relation__isnull=False).exclude(_grown_up())


def _grown_up() -> Q:
    today = timezone.localdate()
    return Q(person__age="adult") | Q(person__age="minor", person__minor_until__lte=today)


def _without_a_valid_relation(now: datetime.datetime) -> QuerySet[Stay]:
    today = timezone.localdate(now)
    over = Q(relation__withdrawn_at__isnull=False) | Q(relation__valid_until__lt=today)
    return _ordinary_children().filter(over)


def _without_the_adult() -> QuerySet[Stay]:
    """Neither the adult by whom the child stays, nor another with a valid relation."""
    today = timezone.localdate()
    valid = Relation.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        child=OuterRef(OuterRef("person")),
        kind__in=WITH_AUTHORITY,
        checked_on__isnull=False,
        withdrawn_at=None,
    )
    here = Stay.objects.filter(departed_at=None, person__in=valid.values("adult"))
    beside = (
        here.filter(location=OuterRef("location")),
        here.filter(household=OuterRef("household")),
    )
    return _ordinary_children().filter(~Exists(beside[0]), ~Exists(beside[1]))


def _in_emergency(now: datetime.datetime, is_over: bool) -> QuerySet[Stay]:
    """As long as it lasts a child in an emergency is somebody's task; after that even more."""
    found = _open_stays().filter(kind="emergency")
    return found.filter(expires_at__lte=now) if is_over else found.exclude(_grown_up())


def _with_unsuitable_hosts() -> QuerySet[Stay]:
    until = Q(household__suitable_until=None) | Q(
        household__suitable_until__lt=timezone.localdate()
    )
    return _open_stays().filter(until, household__isnull=False)


def _moved_back() -> Found:
    """Was looked at and had certificates, and is not suitable now: by age, or by who joined."""
    no_longer = Q(suitable_until=None) | Q(suitable_until__lt=timezone.localdate())
    visits = HostStep.objects.filter(household=OuterRef("pk"), kind="visited", outcome="suitable")
    had = HostCertificate.objects.filter(adult__household=OuterRef("pk"), outcome="issued")
    found = HostHousehold.objects.filter(
        no_longer,
        Exists(visits),
        Exists(had),
        is_open=True,
        taken_over_on__isnull=False,
        stage__in=("screened", "matched"),
    )
    for one in found.order_by("pk").iterator():
        yield "household", one.code, one.municipality, None


def _too_long_in_short_stay(now: datetime.datetime) -> QuerySet[Stay]:
    return _open_stays().filter(term="short", entered_at__lt=now - SHORT_AT_MOST)


def _of_people(stays: QuerySet[Stay]) -> Found:
    for stay in stays.iterator():
        yield "person", stay.person.code, stay.person.family.municipality, stay.location


def _reservations_past(now: datetime.datetime) -> Found:
    found = Place.objects.filter(reserved_until__lt=now).select_related("room__location")
    for place in found.iterator():
        location = place.room.location
        yield "place", place.code, location.municipality, location


def _checks_due() -> Found:
    """Where the last look at owner or operator was put off until a day that is there."""
    last = LocationCheck.objects.filter(
        location=OuterRef("location"), subject=OuterRef("subject"), pk__gt=OuterRef("pk")
    )
    due = LocationCheck.objects.filter(outcome="later", due_on__lte=timezone.localdate())
    for check in due.filter(~Exists(last)).select_related("location").iterator():
        yield "location", check.location.code, check.location.municipality, check.location


def _open_long() -> Found:
    """Of a confidential one the location is not named: who runs that does not read it."""
    today = timezone.localdate()
    found = Incident.objects.filter(closed_on=None, entered_on__lt=today - open_at_most(today))
    for one in found.select_related("location").order_by("pk").iterator():
        where = None if one.is_confidential else one.location
        yield "incident", one.code, one.municipality, where
