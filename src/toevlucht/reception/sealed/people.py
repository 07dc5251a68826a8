"""What is sealed of a family and its people: all of it under one key a family.

The key is held by the municipality that is responsible for the family, by the one that accepted it
in a transfer, by who entered it until it stays somewhere, and by who runs the locations where it
stays or has a place kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db.models import Q

from toevlucht.partners.models import Organisation
from toevlucht.reception.models import Family, Location, Person, Relation, Stay, Transfer
from toevlucht.reception.models.transfers import KNOWN_TO_RECEIVER
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import seal, unseal

Subject = Family | Person | Relation
Details = Mapping[str, str]
Sealed = bytes | memoryview


def make_family_key(family: Family) -> bytes:
    return custody.make_key(family.record, _wanted(family))


def key_of(family: Family, holder: str) -> bytes:
    """Raises `custody.NoKey`."""
    return custody.open_key(family.record, holder)


def keys_of(families: Iterable[Family], holder: str) -> dict[str, bytes]:
    """By the record of the family; of those that this holder has one of."""
    return custody.open_keys({one.record for one in families}, holder)


def share_with_keepers(family: Family, holder: str) -> None:
    """Give the key to who keeps the family now, and take it from who does not."""
    key = key_of(family, holder)
    wanted, held = _wanted(family), set(custody.holders_of(family.record))
    if not wanted:
        return  # a municipality without an organisation here: somebody must go on holding it
    for one in wanted - held:
        custody.give_key(family.record, key, one)
    for one in held - wanted:
        custody.take_key(family.record, one)


def share_as_transferred(family: Family) -> None:
    """As a step of its transfer says, whoever takes that step."""
    if holders := sorted(custody.holders_of(family.record)):
        share_with_keepers(family, holders[0])


def seal_words(key: bytes, of: Subject, words: Details, part: str = "details") -> bytes:
    return seal(key, json.dumps(words, ensure_ascii=False).encode(), _about(of, part))


def open_words(key: bytes, of: Subject, sealed: Sealed, part: str = "details") -> dict[str, str]:
    opened: dict[str, str] = json.loads(unseal(key, sealed, _about(of, part)))
    return opened


def _wanted(family: Family) -> set[str]:
    going = Transfer.objects.filter(named__family=family, named__is_over=False)
    accepting = going.filter(state__in=KNOWN_TO_RECEIVER).values("to_municipality")
    local = Organisation.objects.filter(Q(area=family.municipality) | Q(area__in=accepting))
    found = set(local.values_list("code", flat=True))
    stays = Location.objects.filter(
        stays__person__family=family, stays__departed_at=None
    ) | Location.objects.filter(rooms__places__reserved_for=family)
    found |= set(stays.exclude(operator="").values_list("operator", flat=True))
    if not Stay.objects.filter(person__family=family).exists():
        found |= {family.entered_by} - {""}
    return found


def _about(of: Subject, part: str) -> str:
    """Moved to another row or to another part of it, nothing opens."""
    return f"{part} of {type(of).__name__.lower()} {of.code}"
