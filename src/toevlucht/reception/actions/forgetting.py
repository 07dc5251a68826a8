"""Names of families are destroyed when their time is over; the ledger goes on without them.

What is sealed of a family opens under one key. When that is gone from everybody nobody reads who
they were, in no backup either; codes, days and places stay, because money is accounted for by them.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toevlucht.reception.models import Family, Person, Relation, Stay, Wish
from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.sealed import custody

KEPT_AFTER_LEAVING = datetime.timedelta(days=730)
KEPT_WITHOUT_A_STAY = datetime.timedelta(days=180)


def forget_families(most: int) -> int:
    """So many at once; how many they were. A destroyed family has no details any more."""
    found = list(_due(timezone.now())[:most])
    for family in found:
        _forget(family)
    return len(found)


@transaction.atomic
def _forget(family: Family) -> None:
    custody.destroy_key(family.record)
    people = Person.objects.filter(family=family)
    Relation.objects.filter(Q(child__in=people) | Q(adult__in=people), withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    people.update(details=None)
    Wish.objects.filter(family=family).delete()
    Family.objects.filter(pk=family.pk).update(details=None)
    record_change(CLOCK, "family.destroyed", "family", (family.code,))


def _due(now: datetime.datetime) -> QuerySet[Family]:
    """Nobody of them stays anywhere, and the last one left so long ago."""
    stays = Stay.objects.filter(person__family=OuterRef("pk"))
    recent = stays.filter(Q(departed_at=None) | Q(departed_at__gt=now - KEPT_AFTER_LEAVING))
    is_new = Q(created_at__gt=now - KEPT_WITHOUT_A_STAY) & ~Exists(stays)
    found = Family.objects.filter(~Exists(recent), details__isnull=False)
    return found.exclude(is_new).order_by("pk")
