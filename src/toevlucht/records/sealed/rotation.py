"""Change keys: those of organisations to another master key, or one organisation's to a new one.

Both may be broken off at any moment and called again: what was changed stays changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from toevlucht.records.keystore.models import OrganisationKey, WrappedKey
from toevlucht.records.keystore.router import KEYS
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.masters import current_master

AT_ONCE = 500


@dataclass(frozen=True)
class Status:
    """Numbers only. ``under_old_master``: keys for which an old master key is still needed."""

    master: str
    organisation_keys: int
    under_old_master: int
    to_rewrap: int  # keys of records that an organisation holds under a key it no longer uses
    record_keys: int
    records: int


def status() -> Status:
    master = current_master().name
    keys = OrganisationKey.objects.all()
    counted = WrappedKey.objects.aggregate(held=Count("pk"), records=Count("record", distinct=True))
    return Status(
        master=master,
        organisation_keys=keys.count(),
        under_old_master=keys.exclude(master=master).count(),
        to_rewrap=WrappedKey.objects.filter(organisation_key__is_current=False).count(),
        record_keys=counted["held"],
        records=counted["records"],
    )


def rewrap_under_current_master() -> int:
    """Keys of organisations that an earlier master key wrapped; how many those were."""
    old = OrganisationKey.objects.exclude(master=current_master().name)
    numbers = list(old.order_by("pk").values_list("pk", flat=True))
    for number in numbers:
        with transaction.atomic(using=KEYS):
            custody.rewrap_organisation_key(
                OrganisationKey.objects.select_for_update().get(pk=number)
            )
    return len(numbers)


def renew(organisation: str) -> int:
    """Give an organisation a new key and wrap with it all that it holds; how many that were.

    Where an earlier call was broken off, its work is finished first and no other key is made.
    """
    if not OrganisationKey.objects.filter(organisation=organisation, is_current=False).exists():
        custody.replace_organisation_key(organisation)
    done = 0
    while moved := _rewrap_some(organisation):
        done += moved
    left_behind = OrganisationKey.objects.filter(organisation=organisation, is_current=False)
    left_behind.filter(wrappedkey=None).delete()
    return done


def _rewrap_some(organisation: str) -> int:
    with transaction.atomic(using=KEYS):
        old = WrappedKey.objects.select_for_update(of=("self",)).filter(
            organisation_key__organisation=organisation, organisation_key__is_current=False
        )
        some = list(old.select_related("organisation_key").order_by("pk")[:AT_ONCE])
        for one in some:
            custody.rewrap(one)
        WrappedKey.objects.bulk_update(some, ["wrapped", "organisation_key"])
    return len(some)
