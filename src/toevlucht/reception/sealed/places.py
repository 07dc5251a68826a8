"""What of a place only its keepers read: sealed under a key that their organisations hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from toevlucht.partners.models import Organisation
from toevlucht.reception.models import HostHousehold, Location
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import seal, unseal

Place = Location | HostHousehold


def seal_details(place: Place, details: Mapping[str, str]) -> bytes:
    """Under a new key, for who keeps the place."""
    key = custody.make_key(place.record, holders_of(place))
    return _seal(key, place, details)


def seal_again(
    place: Place, holder: str, sealed: bytes | memoryview | None, details: Mapping[str, str]
) -> bytes:
    """Under the key that it has, given to who keeps it now and taken from who does not."""
    if sealed is None:
        return seal_details(place, details)
    key = custody.open_key(place.record, holder)
    hand_over_key(place, key)
    return _seal(key, place, details)


def hand_over_key(place: Place, key: bytes) -> None:
    """To who keeps the place now; nobody else has it from then on."""
    wanted = holders_of(place)
    held = custody.holders_of(place.record)
    for one in wanted - set(held):
        custody.give_key(place.record, key, one)
    for one in set(held) - wanted:
        custody.take_key(place.record, one)


def open_details(place: Place, holder: str, sealed: bytes | memoryview) -> dict[str, str]:
    """Raises `custody.NoKey`."""
    key = custody.open_key(place.record, holder)
    opened: dict[str, str] = json.loads(unseal(key, sealed, _about(place)))
    return opened


def open_many(places: Sequence[Place], holder: str) -> dict[str, dict[str, str]]:
    """By code, of those that this holder has a key of; a few queries however many they are."""
    keys = custody.open_keys([one.record for one in places], holder)
    found = {}
    for place in places:
        sealed = place.address if isinstance(place, Location) else place.details
        if sealed is not None and place.record in keys:
            found[place.code] = json.loads(unseal(keys[place.record], sealed, _about(place)))
    return found


def seal_note(place: Place, holder: str, note: str) -> bytes:
    """Words about a place that stand in another row, under the key that the place has."""
    held = custody.holders_of(place.record)
    key = (
        custody.open_key(place.record, holder)
        if held
        else custody.make_key(place.record, holders_of(place))
    )
    return seal(key, note.encode(), f"note on {place.record}")


def holders_of(place: Place) -> set[str]:
    """The organisation of the municipality, and who runs it or entered it and keeps it still."""
    local = Organisation.objects.filter(area=place.municipality)
    found = set(local.values_list("code", flat=True))
    other = place.operator if isinstance(place, Location) else _still_kept_by(place)
    return found | ({other} if other else set())


def holders_of_locations(locations: Sequence[Location]) -> dict[str, set[str]]:
    """The same by code, of any number of locations. One query."""
    areas = {one.municipality for one in locations}
    local: dict[str, set[str]] = {one: set() for one in areas}
    for area, code in Organisation.objects.filter(area__in=areas).values_list("area", "code"):
        local[area].add(code)
    return {
        one.code: local[one.municipality] | ({one.operator} if one.operator else set())
        for one in locations
    }


def _still_kept_by(household: HostHousehold) -> str:
    return household.organisation if household.taken_over_on is None else ""


def _seal(key: bytes, place: Place, details: Mapping[str, str]) -> bytes:
    return seal(key, json.dumps(details, ensure_ascii=False).encode(), _about(place))


def _about(place: Place) -> str:
    return f"details of {place.record}"
