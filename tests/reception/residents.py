"""Families, rooms and stays to test with, written straight into the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from toevlucht.reception.models import (
    Family,
    HostAdult,
    HostCertificate,
    HostHousehold,
    HostStep,
    Location,
    Person,
    Place,
    Relation,
    Room,
    Stay,
)
from toevlucht.records.references import new_reference

SEALED = b"sealed words of more than nothing"
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def open_location(places: int = 4, **about: Any) -> Location:
    location = Location.objects.create(
        code=new_reference(),
        name="De Linde",
        kind="regular",
        **{"municipality": "GM0344", "state": "open", **about},
    )
    if places:
        room = Room.objects.create(code=new_reference(), location=location, name="1")
        beds = (
            Place(code=new_reference(), room=room, number=n + 1, since=today() - 900 * DAY)
            for n in range(places)
        )
        Place.objects.bulk_create(beds)
    return location


def beds_of(location: Location) -> list[Place]:
    return list(Place.objects.filter(room__location=location).order_by("number"))


def household(is_suitable: bool = True) -> HostHousehold:
    """With all that makes it suitable until 90 days from now, or with none of it."""
    made = HostHousehold.objects.create(
        code=new_reference(), municipality="GM0344", taken_over_on=today()
    )
    if is_suitable:
        home = HostAdult.objects.create(
            household=made, code=new_reference(), details=SEALED, added_on=today()
        )
        until = {"on": today() - DAY, "valid_until": today() + 90 * DAY}
        HostCertificate.objects.create(adult=home, outcome="issued", **until)
        for kind in ("screened", "visited"):
            HostStep.objects.create(
                household=made,
                code=new_reference(),
                kind=kind,
                outcome="suitable",
                on=today() - DAY,
                words=SEALED,
            )
        made.refresh_from_db()
    return made


def family() -> Family:
    return Family.objects.create(code=new_reference(), municipality="GM0344", languages=["uk"])


def adult(of: Family | None = None) -> Person:
    return _person(of, age="adult", age_basis="document")


def child(of: Family | None = None) -> Person:
    until = (today() + 2000 * DAY).replace(day=1)
    return _person(of, age="minor", age_basis="document", minor_until=until)


def of_no_established_age(of: Family | None = None) -> Person:
    return _person(of)


def _person(of: Family | None, **about: Any) -> Person:
    return Person.objects.create(code=new_reference(), family=of or family(), **about)


def relation(of: Person, to: Person, **about: Any) -> Relation:
    """Verified, unless told otherwise."""
    checked = {
        "kind": "parent",
        "document_kind": "birth_certificate",
        "document": SEALED,
        "checked_on": today() - DAY,
        "checked_by": 1,
    }
    return Relation.objects.create(code=new_reference(), child=of, adult=to, **{**checked, **about})


def stay(who: Person, where: Location | HostHousehold, **about: Any) -> Stay:
    at = about.pop("arrived_at", timezone.now() - HOUR)
    home = {"location": where} if isinstance(where, Location) else {"household": where}
    given = {"code": new_reference(), "arrived_at": at, "entered_at": at, "came_from": "abroad"}
    return Stay.objects.create(person=who, **home, **{**given, **about})


def emergency(
    hours: float = 72, by: int = 1, at: datetime.datetime | None = None
) -> dict[str, Any]:
    begins = at or timezone.now() - HOUR
    return {
        "kind": "emergency",
        "arrived_at": begins,
        "expires_at": begins + hours * HOUR,
        "reason": "no_relation",
        "reason_in_words": SEALED,
        "decided_by": by,
    }


def guardianship() -> dict[str, Any]:
    return {"kind": "guardianship", "decision": SEALED, "decided_by": 1}


def departure(at: datetime.datetime | None = None, to: str = "unknown") -> dict[str, Any]:
    return {"departed_at": at or timezone.now(), "destination": to}


@contextmanager
def refused(words: str = ".") -> Iterator[None]:
    """The database says no, and the transaction around it goes on."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        yield


def change(one: Model, setting: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {one._meta.db_table} SET {setting} WHERE id = %s", [*values, one.pk]
        )
