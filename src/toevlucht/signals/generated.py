"""Reports in any number, to measure and to test with: skewed as real ones are, and sealed.

Nothing in them is about anybody. Keys and sealed parts are real ones, so that a desk full of them
can be worked on as any other.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from toevlucht.records.references import LENGTH, LETTERS
from toevlucht.records.sealed import custody
from toevlucht.signals.models import DeskEntry, Exclusion, Referral, Report, SealedPart
from toevlucht.signals.place_marks import marks_of, place_marks_key
from toevlucht.signals.telling import Telling, Words, content_of, seal_content

BATCH = 5_000
PASSED_ON = 0.05  # of what is closed; and all that is with a partner
Value = TypeVar("Value")
Row = dict[str, Any]

# How often each occurs, in percent. A few are rare on purpose: looking for them must be fast too.
SITUATIONS: dict[str, float] = {
    "recruiting": 30,
    "work": 25,
    "housing": 15,
    "sex": 8,
    "child": 6,
    "unknown": 6,
    "violence": 4,
    "documents": 3,
    "other": 2,
    "crime": 0.9,
    "begging": 0.1,
}
PLACE_KINDS: dict[str, float] = {
    "reception": 55,
    "host_household": 25,
    "workplace": 9,
    "station": 5,
    "unknown": 3,
    "online": 2.5,
    "other": 0.5,
}
RUNGS: dict[str, float] = {
    "report": 60,
    "suspicious_behaviour": 20,
    "rumour": 10,
    "signal": 6,
    "refuted": 3,
    "incident": 0.8,
    "investigation": 0.15,
    "established": 0.05,
}
OPEN_PROGRESS: dict[str, float] = {
    "received": 30,
    "in_assessment": 40,
    "referred": 20,
    "with_partner": 10,
}
OUTCOMES: dict[str, float] = {
    "no_indications": 50,
    "too_little": 30,
    "helped_otherwise": 15,
    "investigation": 5,
}
COPIED = ("progress", "rung", "situation", "municipality", "place_kind", "received_on")
_STATES = {"referred": "offered", "with_partner": "accepted"}
CONTENT = content_of(
    Telling(Words("A generated report: nobody saw anything and it is about nobody."))
)


@dataclass(frozen=True)
class Desk:
    """The organisation on whose desk they lie, who works there, and where they come from."""

    organisation: str
    people: Sequence[int]
    municipalities: Sequence[str]  # the first of them has most
    partners: Sequence[str] = ()  # to whom some are passed on for statistics


@dataclass(frozen=True)
class Size:
    """How many, over how many days until ``until``; ``still_open`` is a share of them."""

    reports: int
    until: datetime.date
    days: int = 1_400
    still_open: float = 0.2
    seed: int = 2022


def generate_reports(desk: Desk, size: Size) -> None:
    """The oldest first, in batches, each in a transaction of its own."""
    chance = random.Random(size.seed)  # noqa: S311
    first = _next(Report)
    for start in range(0, size.reports, BATCH):
        numbers = range(start, min(start + BATCH, size.reports))
        _write([_report(desk, size, n, first + n, chance) for n in numbers], desk, chance)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Report, Referral]):
            cursor.execute(sql)


def _next(model: type[Model]) -> int:
    found: int = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    return found + 1


def _write(reports: list[Row], desk: Desk, chance: random.Random) -> None:
    referrals = list(_referrals(reports, desk, _next(Referral), chance))
    records = [_record(report) for report in reports]
    passed_on = [f"referral:{referral['reference']}" for referral in referrals]
    keys = custody.make_keys([*records, *passed_on], desk.organisation)
    own = place_marks_key()
    sealed = [
        {
            "report_id": report["id"],
            "content": _sealed(keys[_record(report)], report),
            **marks_of(own, report["reference"], CONTENT),
        }
        for report in reports
    ]
    with transaction.atomic():
        _insert(Report, reports)
        _insert(SealedPart, sealed)
        _insert(DeskEntry, [_entry(report, desk, chance) for report in reports])
        _insert(Referral, referrals)
        _insert(DeskEntry, list(_entries_of_partners(referrals, reports)))
        Exclusion.objects.bulk_create(_exclusions(reports, desk, chance))


def _insert(model: type[Model], rows: list[Row]) -> None:
    """Straight into the table: a million instances of a model take longer than all the rest."""
    if not rows:
        return
    usual = model(**rows[0])
    columns = [one for one in model._meta.concrete_fields if not one.primary_key or one.is_relation]
    columns = [one for one in columns if not one.has_db_default()]
    if "id" in rows[0]:
        columns.insert(0, model._meta.pk)
    named = ", ".join(connection.ops.quote_name(str(one.column)) for one in columns)
    places = ", ".join(["%s"] * len(columns))
    prepared = lru_cache(100_000)(lambda one, value: one.get_db_prep_save(value, connection))
    constant = {
        one.attname: one.get_db_prep_save(getattr(usual, one.attname), connection)
        for one in columns
        if one.attname not in rows[0]
    }
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({named}) VALUES ({places})",  # noqa: S608
            [
                [
                    constant[one.attname]
                    if one.attname in constant
                    else prepared(one, row[one.attname])
                    for one in columns
                ]
                for row in rows
            ],
        )


def _record(report: Row) -> str:
    return f"report:{report['reference']}"


def _report(desk: Desk, size: Size, number: int, key: int, chance: random.Random) -> Row:
    days_ago = size.days - number * size.days // size.reports
    received_on = size.until - datetime.timedelta(days=days_ago)
    # What is new is open more often: the chance falls with the square of how long ago it was.
    is_open = chance.random() < 3 * size.still_open * (number / size.reports) ** 2
    outcome = "" if is_open else _one(OUTCOMES, chance)
    year, week, _ = received_on.isocalendar()
    return {
        "id": key,
        "reference": "".join(chance.choices(LETTERS, k=LENGTH)),
        "received_on": received_on,
        "channel": "page",
        "origin": "public",
        "language": "nl",
        "municipality": _skewed(desk.municipalities, chance),
        "place_kind": _one(PLACE_KINDS, chance),
        "week": f"{year}-W{week:02}",
        "situation": _one(SITUATIONS, chance),
        "first_hand": "seen",
        "concerns": "nobody",
        "handler": desk.organisation,
        "rung": _one(RUNGS, chance),
        "progress": _one(OPEN_PROGRESS, chance) if is_open else "closed",
        "outcome": outcome,
        "closed_on": received_on + datetime.timedelta(days=30) if outcome else None,
    }


def _entry(report: Row, desk: Desk, chance: random.Random) -> Row:
    is_taken = report["progress"] != "received" or chance.random() < 0.2
    return {
        "report_id": report["id"],
        "organisation": desk.organisation,
        "ground": "handling",
        "reads_sealed": True,
        "is_open": report["progress"] != "closed",
        "is_held": report["progress"] == "received" and chance.random() < 0.02,
        "due_on": report["received_on"] + datetime.timedelta(chance.choice((0, 7, 7, 7, 30, 90))),
        "assignee": _skewed(desk.people, chance) if desk.people and is_taken else None,
        **{name: report[name] for name in COPIED},
    }


def _referrals(reports: list[Row], desk: Desk, first: int, chance: random.Random) -> Iterator[Row]:
    """As registrations: nothing that is sealed goes with them."""
    for report in reports:
        is_open = report["progress"] in ("referred", "with_partner")
        is_over = report["progress"] == "closed" and chance.random() < PASSED_ON
        if not desk.partners or not (is_open or is_over):
            continue
        on = report["received_on"]
        yield {
            "id": first,
            "reference": "".join(chance.choices(LETTERS, k=LENGTH)),
            "report_id": report["id"],
            "act": "registration",
            "sender": desk.organisation,
            "receiver": _skewed(desk.partners, chance),
            "purpose": "statistics",
            "basis": "no_personal_data",
            "consent": "not_asked",
            "basis_on": on,
            "handling": "amber",
            "state": _STATES.get(report["progress"], "answered"),
            "answer_days": 5,
            "due_on": on + datetime.timedelta(days=5),
            "expires_on": on + datetime.timedelta(days=10 * 365),
        }
        first += 1


def _entries_of_partners(referrals: list[Row], reports: list[Row]) -> Iterator[Row]:
    by_number = {report["id"]: report for report in reports}
    for referral in referrals:
        report = by_number[referral["report_id"]]
        yield {
            "report_id": report["id"],
            "organisation": referral["receiver"],
            "ground": referral["act"],
            "referral_id": referral["id"],
            "until": referral["expires_on"],
            "is_open": report["progress"] != "closed",
            "due_on": referral["due_on"],
            **{name: report[name] for name in COPIED},
        }


def _exclusions(reports: list[Row], desk: Desk, chance: random.Random) -> Iterator[Exclusion]:
    """One in two hundred is kept from somebody who works at this desk."""
    for report in reports:
        if desk.people and chance.random() < 0.005:
            yield Exclusion(report_id=report["id"], person=chance.choice(desk.people))


def _sealed(key: bytes, report: Row) -> bytes:
    return seal_content(key, _record(report), CONTENT)


def _one(shares: dict[str, float], chance: random.Random) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _skewed(values: Sequence[Value], chance: random.Random) -> Value:
    """The first most of all, the last hardly ever."""
    return values[min(int(chance.expovariate(0.8)), len(values) - 1)]
