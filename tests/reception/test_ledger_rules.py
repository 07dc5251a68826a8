"""The database keeps the ledger whole: one bed for one person, nobody in two places."""

from __future__ import annotations

import datetime
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone
from tests.reception.residents import (
    DAY,
    HOUR,
    adult,
    beds_of,
    change,
    departure,
    family,
    household,
    open_location,
    refused,
    stay,
    today,
)

from toevlucht.reception.models import Place, Stay

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_nobody_is_in_two_places() -> None:
    woman, here, there = adult(), open_location(), open_location()
    stay(woman, here, place=beds_of(here)[0], arrived_at=timezone.now() - 9 * HOUR)
    for place in beds_of(there):
        with refused("somewhere else"):
            stay(woman, there, place=place)
    with refused("somewhere else"):
        stay(woman, household())
    with refused("somewhere else"):
        past = departure(timezone.now() - 5 * HOUR)
        stay(woman, there, place=place, arrived_at=timezone.now() - 20 * HOUR, **past)


def test_no_two_people_are_in_one_bed() -> None:
    here = open_location()
    bed = beds_of(here)[0]
    first = stay(adult(), here, place=bed, arrived_at=timezone.now() - 9 * HOUR)
    with refused("taken"):
        stay(adult(), here, place=bed)
    with refused("taken"):
        past = departure(timezone.now() - 5 * HOUR)
        stay(adult(), here, place=bed, arrived_at=timezone.now() - 20 * HOUR, **past)
    Stay.objects.filter(pk=first.pk).update(**departure(timezone.now() - HOUR))
    stay(adult(), here, place=bed, arrived_at=timezone.now() - HOUR)


def test_who_left_went_somewhere_even_if_nobody_knows_where() -> None:
    here = open_location()
    made = stay(adult(), here, place=beds_of(here)[0])
    for where in ("", "nowhere"):
        with refused():
            change(made, "departed_at = %s, destination = %s", timezone.now(), where)
    with refused():
        change(made, "destination = 'unknown'")
    change(made, "departed_at = %s, destination = 'unknown'", timezone.now())
    with refused("has left"):
        change(made, "departed_at = NULL, destination = ''")
    with refused("has left"):
        change(made, "destination = 'ukraine'")


def test_the_ledger_only_grows() -> None:
    here = open_location()
    made = stay(adult(), here, place=beds_of(here)[0])
    with refused("only grows"):
        made.delete()
    if connection.vendor == "sqlite":
        columns = "id, code, location_id, place_id, kind, term, arrived_at, entered_at, "
        columns += "came_from, destination, reason, created_at"
        for said in (columns, columns.replace("id, ", "", 1)):
            with refused("not replaced"), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT OR REPLACE INTO reception_stay (person_id, {said}) "
                    f"SELECT %s, {said} FROM reception_stay",
                    [adult().pk],
                )


def test_a_bed_is_in_the_location_and_stays_there() -> None:
    here, there = open_location(), open_location()
    with refused("another location"):
        stay(adult(), here, place=beds_of(there)[0])
    with refused("stays in its room"):
        change(beds_of(here)[0], "room_id = %s", beds_of(there)[0].room_id)
    with refused("stays in its location"):
        change(beds_of(here)[0].room, "location_id = %s", there.pk)
    with refused("a place of their own"):
        stay(adult(), here)


def test_a_bed_that_is_blocked_gone_or_kept_takes_nobody() -> None:
    here, theirs = open_location(), family()
    blocked, gone, kept, free = beds_of(here)
    now = timezone.now()
    Place.objects.filter(pk=blocked.pk).update(blocked_reason="repair", blocked_at=now)
    Place.objects.filter(pk=gone.pk).update(until=today())
    Place.objects.filter(pk=kept.pk).update(reserved_for=theirs, reserved_until=now + HOUR)
    for bed in (blocked, gone, kept):
        with refused("blocked, gone or kept"):
            stay(adult(), here, place=bed)
    stay(adult(theirs), here, place=kept)
    stay(adult(), here, place=free)
    for setting in ("blocked_reason = 'repair', blocked_at = since", "until = '2099-01-01'"):
        with refused("somebody has"):
            change(free, setting)


@pytest.mark.parametrize("state", ["planned", "opening", "closing", "closed"])
def test_only_an_open_location_takes_people_in(state: str) -> None:
    here = open_location(state=state)
    bed = beds_of(here)[0]
    with refused("not open"):
        stay(adult(), here, place=bed)
    before = {"arrived_at": timezone.now() - 30 * DAY, **departure(timezone.now() - DAY)}
    stay(adult(), here, place=bed, **before)  # what was is still written down


def test_a_location_does_not_close_over_people() -> None:
    here = open_location()
    made = stay(adult(), here, place=beds_of(here)[0])
    for state in ("closed", "planned"):
        with refused("people stay here"):
            change(here, "state = %s", state)
    change(here, "state = 'closing'")
    Stay.objects.filter(pk=made.pk).update(**departure())
    change(here, "state = 'closed'")


def test_where_heads_are_counted_nobody_needs_a_bed() -> None:
    here = open_location(0, counts_heads=True, head_places=3)
    stay(adult(), here)
    with refused("without a place"):
        change(here, "counts_heads = %s, head_places = 0", False)


def test_the_database_has_the_day_of_people_in_the_netherlands() -> None:
    """Every half hour around both changes of the clock, and of an ordinary day and night."""
    rules = import_module("toevlucht.reception.migrations.0005_ledger_rules")
    is_sqlite = connection.vendor == "sqlite"
    said = rules.LOCAL_DAY_ON_SQLITE if is_sqlite else rules.LOCAL_DAY_ON_POSTGRESQL
    asked = rules.LOCAL_DAY.sub(said, "LOCAL_DAY(m.at)")
    moments = [
        datetime.datetime(year, month, day, tzinfo=datetime.UTC) + n * HOUR / 2
        for year in range(2022, 2032)
        for month, day in ((1, 1), (3, 24), (6, 30), (10, 24), (12, 31))
        for n in range(0, 24 * 2 * (8 if month in (3, 10) else 1), 1)
    ]
    kind = "text" if is_sqlite else "timestamptz"
    sent = [f"{moment:%Y-%m-%d %H:%M:%S}" + ("" if is_sqlite else "+00") for moment in moments]
    rows = ", ".join(f"({n}, CAST('{at}' AS {kind}))" for n, at in enumerate(sent))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH m(n, at) AS (VALUES {rows}) SELECT {asked} FROM m ORDER BY n", params=None
        )
        found = [str(day) for (day,) in cursor.fetchall()]
    assert found == [timezone.localdate(moment).isoformat() for moment in moments]
