"""Keep where a household stands beside it, in the transaction of what changed it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from toevlucht.reception.host_path import standing
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.queries.host_way import way_of


def locked(household: HostHousehold) -> HostHousehold:
    """As it is now; of two who change one household, the second waits."""
    return HostHousehold.objects.select_for_update().get(pk=household.pk)


def keep_standing(household: HostHousehold) -> None:
    """The object that is given is as the database has it afterwards."""
    found = standing(way_of(household), timezone.localdate())
    HostHousehold.objects.filter(pk=household.pk).update(
        stage=found.stage, stage_since=found.since, due_on=found.due_on
    )
    household.refresh_from_db(fields=["stage", "stage_since", "due_on", "suitable_until"])


def move_back() -> None:
    """What the day itself changed: a household of which a certificate became too old."""
    today = timezone.localdate()
    no_longer = Q(suitable_until=None) | Q(suitable_until__lt=today)
    for one in HostHousehold.objects.filter(no_longer, stage="suitable").order_by("pk"):
        with transaction.atomic():
            keep_standing(locked(one))
