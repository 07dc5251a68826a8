"""What is sealed of reception is destroyed when its time is over; the ledger goes on without it.

What is sealed of a family, a household, a location, a round or an incident opens under one key.
When that is gone from everybody nobody reads it, in no backup either; codes, days and places stay,
because money is accounted for by them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toevlucht.reception.models import (
    Family,
    HostHousehold,
    Incident,
    Inspection,
    InspectionPhoto,
    Location,
    Person,
    Relation,
    Stay,
    Wish,
)
from toevlucht.reception.retention import term
from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.files import destroy_file

Row = TypeVar("Row")

ENDED = ("stopped", "unsuitable")
NEVER_SUITABLE = ("signed_up", "called", "screened", "certified")


def forget_families(most: int) -> int:
    """So many at once; how many they were. A destroyed family has no details any more."""
    return _each(_families_due(timezone.now())[:most], _forget_family)


def _each(due: Iterable[Row], forget: Callable[[Row], None]) -> int:
    """Each in a transaction of its own; how many they were."""
    found = list(due)
    for one in found:
        forget(one)
    return len(found)


@transaction.atomic
def _forget_family(family: Family) -> None:
    custody.destroy_key(family.record)
    people = Person.objects.filter(family=family)
    Relation.objects.filter(Q(child__in=people) | Q(adult__in=people), withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    people.update(details=None)
    Wish.objects.filter(family=family).delete()
    Family.objects.filter(pk=family.pk).update(details=None)
    record_change(CLOCK, "family.destroyed", "family", (family.code,))


def _families_due(now: datetime.datetime) -> QuerySet[Family]:
    """Nobody of them stays anywhere, and the last one left so long ago."""
    stays = Stay.objects.filter(person__family=OuterRef("pk"))
    recent = stays.filter(Q(departed_at=None) | Q(departed_at__gt=now - term("family")))
    is_new = Q(created_at__gt=now - term("family_without_stay")) & ~Exists(stays)
    found = Family.objects.filter(~Exists(recent), details__isnull=False)
    return found.exclude(is_new).order_by("pk")


def forget_households(most: int) -> int:
    """So many at once: who they were, and every word about them."""
    return _each(_households_due(timezone.now())[:most], _forget_household)


@transaction.atomic
def _forget_household(household: HostHousehold) -> None:
    custody.destroy_key(household.record)
    HostHousehold.objects.filter(pk=household.pk).update(details=None, person=None)
    record_change(CLOCK, "household.destroyed", "household", (household.code,))


def _households_due(now: datetime.datetime) -> QuerySet[HostHousehold]:
    stays = Stay.objects.filter(household=OuterRef("pk"))
    recent = stays.filter(Q(departed_at=None) | Q(departed_at__gt=now - term("household")))
    today = timezone.localdate(now)
    ended = Q(stage__in=ENDED, stage_since__lt=today - term("household"))
    waiting = Q(
        stage__in=NEVER_SUITABLE,
        suitable_until=None,
        stage_since__lt=today - term("household_waiting"),
    )
    found = HostHousehold.objects.filter(ended | waiting, ~Exists(recent), details__isnull=False)
    return found.order_by("pk")


def forget_locations(most: int) -> int:
    """So many at once: the address, and what was said of owner and operator."""
    today = timezone.localdate()
    closed = Location.objects.filter(state="closed", closed_on__lt=today - term("location"))
    return _each(closed.filter(address__isnull=False).order_by("pk")[:most], _forget_location)


@transaction.atomic
def _forget_location(location: Location) -> None:
    custody.destroy_key(location.record)
    Location.objects.filter(pk=location.pk).update(address=None)
    record_change(CLOCK, "location.destroyed", "location", (location.code,))


def forget_inspections(most: int) -> int:
    """So many at once: words and photos; what a finished one found met stays for the figures."""
    today = timezone.localdate()
    finished = Q(finished_on__lt=today - term("inspection"))
    left = timezone.now() - term("inspection_unfinished")
    due = finished | Q(finished_on=None, began_at__lt=left)
    return _each(
        Inspection.objects.filter(due, forgotten_on=None).order_by("pk")[:most], _forget_inspection
    )


@transaction.atomic
def _forget_inspection(inspection: Inspection) -> None:
    custody.destroy_key(inspection.record)
    photos = InspectionPhoto.objects.filter(item__inspection=inspection)
    for name in photos.values_list("stored", flat=True):
        destroy_file(name)
    photos.delete()
    one = Inspection.objects.filter(pk=inspection.pk)
    if inspection.finished_on:
        one.update(forgotten_on=timezone.localdate())
    else:
        one.delete()  # it found nothing that counts
    record_change(CLOCK, "inspection.destroyed", "inspection", (inspection.code,))


def forget_incidents(most: int) -> int:
    """So many at once: words and steps; kind, day and outcome stay for the counts."""
    today = timezone.localdate()
    closed = Q(closed_on__lt=today - term("incident"))
    left = Q(closed_on=None, entered_on__lt=today - term("incident_open"))
    due = Incident.objects.filter(closed | left, forgotten_on=None)
    return _each(due.order_by("pk")[:most], _forget_incident)


@transaction.atomic
def _forget_incident(incident: Incident) -> None:
    custody.destroy_key(incident.record)
    one = Incident.objects.filter(pk=incident.pk)
    one.update(words=None, forgotten_on=timezone.localdate())
    record_change(CLOCK, "incident.destroyed", "incident", (incident.code,))
