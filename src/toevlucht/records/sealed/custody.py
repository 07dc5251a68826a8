"""Who holds the key of a record: made for some, given to others, taken away, destroyed for all.

A holder is an organisation by its code, or ``receipt``: who wrote the report and kept its words.
Keys are written to the key store before the record that needs them is written anywhere: a key
without a record does no harm, a record without a key could never be read.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import lru_cache

from django.db import IntegrityError, connections, transaction

from toevlucht.records.keystore.models import RECEIPT, OrganisationKey, WrappedKey
from toevlucht.records.keystore.router import KEYS
from toevlucht.records.sealed.envelope import CannotOpen, new_key, seal, unseal
from toevlucht.records.sealed.masters import current_master, known_masters

__all__ = [
    "RECEIPT",
    "NoKey",
    "destroy_key",
    "give_key",
    "give_key_to_receipt",
    "holders_of",
    "make_key",
    "make_keys",
    "open_key",
    "open_key_with_receipt",
    "open_keys",
    "overwrite_destroyed",
    "replace_organisation_key",
    "rewrap",
    "rewrap_organisation_key",
    "take_key",
]


class NoKey(Exception):
    """This holder has no key of this record, or nobody has one any more."""


def make_key(record: str, holders: Iterable[str], receipt: bytes | None = None) -> bytes:
    """A new data key, held by organisations and, with the key that its words give, by a receipt."""
    key = new_key()
    wraps = [_wrap_for(record, holder, key) for holder in holders]
    if receipt is not None:
        wraps.append(_wrap_for_receipt(record, key, receipt))
    WrappedKey.objects.bulk_create(wraps)
    return key


def make_keys(records: Iterable[str], holder: str) -> dict[str, bytes]:
    """A new data key for each of many records, all held by one organisation."""
    keys = {record: new_key() for record in records}
    own = _current_key(holder)
    WrappedKey.objects.bulk_create(_wrap(record, own, key) for record, key in keys.items())
    return keys


def open_key(record: str, holder: str) -> bytes:
    """Raises `NoKey`."""
    found = (
        WrappedKey.objects.select_related("organisation_key")
        .filter(record=record, holder=holder, organisation_key__isnull=False)
        .first()
    )
    if found is None or found.organisation_key is None:
        raise NoKey(record)
    try:
        return unseal(_unwrapped(found.organisation_key), found.wrapped, _about(record, holder))
    except CannotOpen as error:
        raise NoKey(record) from error


def open_keys(records: Iterable[str], holder: str) -> dict[str, bytes]:
    """The keys of many records at once, of those that this holder has one of."""
    found = WrappedKey.objects.select_related("organisation_key").filter(
        record__in=list(records), holder=holder, organisation_key__isnull=False
    )
    keys: dict[str, bytes] = {}
    for wrap in found:
        assert wrap.organisation_key is not None
        with contextlib.suppress(CannotOpen, NoKey):
            own = _unwrapped(wrap.organisation_key)
            keys[wrap.record] = unseal(own, wrap.wrapped, _about(wrap.record, holder))
    return keys


def open_key_with_receipt(record: str, receipt: bytes) -> bytes:
    """Raises `NoKey`."""
    found = WrappedKey.objects.filter(record=record, holder=RECEIPT).first()
    try:
        return unseal(receipt, found.wrapped if found else b"", _about(record, RECEIPT))
    except CannotOpen as error:
        raise NoKey(record) from error


def give_key(record: str, key: bytes, holder: str) -> None:
    """To one more organisation; one that has it keeps the one it has."""
    wrap = _wrap_for(record, holder, key)
    WrappedKey.objects.bulk_create([wrap], ignore_conflicts=True)


def give_key_to_receipt(record: str, key: bytes, receipt: bytes) -> None:
    WrappedKey.objects.bulk_create([_wrap_for_receipt(record, key, receipt)], ignore_conflicts=True)


def take_key(record: str, holder: str) -> bool:
    """Whether there was one to take. What was read with it cannot be unread."""
    taken, _ = WrappedKey.objects.filter(record=record, holder=holder).delete()
    return bool(taken)


def destroy_key(record: str) -> int:
    """Take it from everybody; final once no backup of the key store has it any more."""
    taken, _ = WrappedKey.objects.filter(record=record).delete()
    return taken


def overwrite_destroyed() -> None:
    """Let the database give up the room of rows that are gone, with what stood in them."""
    store = connections[KEYS]
    if store.in_atomic_block:
        return  # the databases do this between transactions only
    with store.cursor() as cursor:
        if store.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute(f"VACUUM {WrappedKey._meta.db_table}")


def holders_of(record: str) -> list[str]:
    found = WrappedKey.objects.filter(record=record).order_by("holder")
    return list(found.values_list("holder", flat=True))


def _wrap_for(record: str, holder: str, key: bytes) -> WrappedKey:
    return _wrap(record, _current_key(holder), key)


def _wrap(record: str, own: OrganisationKey, key: bytes) -> WrappedKey:
    return WrappedKey(
        record=record,
        holder=own.organisation,
        organisation_key=own,
        wrapped=seal(_unwrapped(own), key, _about(record, own.organisation)),
    )


def _wrap_for_receipt(record: str, key: bytes, receipt: bytes) -> WrappedKey:
    wrapped = seal(receipt, key, _about(record, RECEIPT))
    return WrappedKey(record=record, holder=RECEIPT, wrapped=wrapped)


def _current_key(organisation: str) -> OrganisationKey:
    """Made the first time; of two who make it at once, one wins and both use that one."""
    current = OrganisationKey.objects.filter(organisation=organisation, is_current=True)
    return current.first() or _make_organisation_key(organisation) or current.get()


def _make_organisation_key(organisation: str) -> OrganisationKey | None:
    master = current_master()
    wrapped = seal(master.key, new_key(), _about_organisation(organisation))
    try:
        with transaction.atomic(using=KEYS):
            return OrganisationKey.objects.create(
                organisation=organisation, wrapped=wrapped, master=master.name
            )
    except IntegrityError:
        return None


def replace_organisation_key(organisation: str) -> None:
    """From now on a new key is used; the one before it only opens what it wrapped."""
    with transaction.atomic(using=KEYS):
        current = OrganisationKey.objects.filter(organisation=organisation, is_current=True)
        if not current.update(is_current=False):
            raise NoKey(organisation)
        if _make_organisation_key(organisation) is None:
            raise NoKey(organisation)


def rewrap_organisation_key(own: OrganisationKey) -> None:
    """Under the master key in use; what it wraps itself stays as it is."""
    master = current_master()
    key = _unwrapped(own)
    own.wrapped = seal(master.key, key, _about_organisation(own.organisation))
    own.master = master.name
    own.save(update_fields=["wrapped", "master"])


def rewrap(held: WrappedKey) -> None:
    """Under the key that its organisation uses now; without saving it."""
    if held.organisation_key is None:
        raise NoKey(held.record)
    about = _about(held.record, held.holder)
    key = unseal(_unwrapped(held.organisation_key), held.wrapped, about)
    fresh = _wrap_for(held.record, held.holder, key)
    held.wrapped, held.organisation_key = fresh.wrapped, fresh.organisation_key


def _unwrapped(own: OrganisationKey) -> bytes:
    return _unwrap(own.organisation, own.master, bytes(own.wrapped))


@lru_cache(maxsize=1024)
def _unwrap(organisation: str, master: str, wrapped: bytes) -> bytes:
    known = known_masters().get(master)
    if known is None:
        raise NoKey(f"the master key {master}")
    return unseal(known.key, wrapped, _about_organisation(organisation))


def _about(record: str, holder: str) -> str:
    return f"key of {record} for {holder}"


def _about_organisation(organisation: str) -> str:
    return f"key of organisation {organisation}"
