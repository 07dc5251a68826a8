"""Who was sheltered in a month, by region and age: one line a person and region, without names.

For whoever counts people and protects the counts; nobody shows these lines.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.reception.models import LedgerPeriod, Stay
from toevlucht.reception.models.people import counts_as_minor

ADULT, MINOR = "adult", "minor"  # whose age is not established counts as a minor


@dataclass(frozen=True)
class Sheltered:
    """``keeping`` says of how many municipalities of each region the ledger was kept all month."""

    keeping: dict[str, int]
    people: tuple[tuple[int, str, str], ...]  # the number of a person, region, age
    is_generated: bool


def sheltered_in(first: datetime.date) -> Sheltered:
    """In the month that begins on ``first``, where a ledger was kept from first day to last.

    What is made up is counted only where nothing else is there. Ages are those of the first day, so
    that nobody has two.
    """
    last = last_day_of(first)
    kept, is_generated = _kept_all_month(first, last)
    region_of = {code: region for code in kept if (region := _region_of(code, last))}
    found = set(_people(first, last, region_of))
    return Sheltered(dict(Counter(region_of.values())), tuple(sorted(found)), is_generated)


def last_day_of(first: datetime.date) -> datetime.date:
    next_month = (first + datetime.timedelta(days=31)).replace(day=1)
    return next_month - datetime.timedelta(days=1)


def _kept_all_month(first: datetime.date, last: datetime.date) -> tuple[Collection[str], bool]:
    until = Q(until__isnull=True) | Q(until__gte=last)
    found = LedgerPeriod.objects.filter(until, since__lte=first)
    of_kind: dict[bool, set[str]] = {True: set(), False: set()}
    for code, is_generated in found.values_list("municipality", "is_generated"):
        of_kind[is_generated].add(code)
    is_generated = not of_kind[False] and bool(of_kind[True])
    return of_kind[is_generated], is_generated


def _region_of(municipality: str, day: datetime.date) -> str:
    there = areas.successor(municipality, day)
    region = areas.safety_region_of(there.code, day) if there else None
    return region.code if region else ""


def _people(
    first: datetime.date, last: datetime.date, region_of: dict[str, str]
) -> Iterator[tuple[int, str, str]]:
    begins, ends = _midnight(first), _midnight(last + datetime.timedelta(days=1))
    there = Q(departed_at__isnull=True) | Q(departed_at__gt=begins)
    stays = Stay.objects.filter(there, arrived_at__lt=ends).exclude(destination="mistake")
    where = Coalesce("location__municipality", "household__municipality")
    fields = ("person_id", "person__age", "person__minor_until")
    rows = stays.annotate(where=where).values_list(*fields, "where").distinct()
    for person, age, minor_until, municipality in rows.iterator():
        if municipality in region_of:
            is_minor = counts_as_minor(age, minor_until, first)
            yield person, region_of[municipality], MINOR if is_minor else ADULT


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())
