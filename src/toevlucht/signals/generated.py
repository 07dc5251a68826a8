"""Reports in any number, to measure and to test with: skewed as real ones are, and sealed.

Nothing in them is about anybody. Keys and sealed parts are real ones, so that a desk full of them
can be worked on as any other.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from toevlucht.records.sealed import custody
from toevlucht.signals.models import DeskEntry, Exclusion, Report, SealedPart
from toevlucht.signals.references import LENGTH, LETTERS
from toevlucht.signals.telling import Telling, Words, content_of, seal_content

BATCH = 5_000
Value = TypeVar("Value")

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
FACTS = Words("A generated report: nobody saw anything and it is about nobody.")


@dataclass(frozen=True)
class Desk:
    """The organisation on whose desk they lie, who works there, and where they come from."""

    organisation: str
    people: Sequence[int]
    municipalities: Sequence[str]  # the first of them has most


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
    for start in range(0, size.reports, BATCH):
        numbers = range(start, min(start + BATCH, size.reports))
        _write([_report(desk, size, number, chance) for number in numbers], desk, size, chance)


def _write(reports: list[Report], desk: Desk, size: Size, chance: random.Random) -> None:
    keys = custody.make_keys([report.record for report in reports], desk.organisation)
    with transaction.atomic():
        made = Report.objects.bulk_create(reports)
        SealedPart.objects.bulk_create(
            SealedPart(report=report, content=_sealed(keys[report.record], report))
            for report in made
        )
        DeskEntry.objects.bulk_create(_entry(report, desk, size, chance) for report in made)
        Exclusion.objects.bulk_create(_exclusions(made, desk, chance))


def _report(desk: Desk, size: Size, number: int, chance: random.Random) -> Report:
    days_ago = size.days - number * size.days // size.reports
    received_on = size.until - datetime.timedelta(days=days_ago)
    # What is new is open more often: the chance falls with the square of how long ago it was.
    is_open = chance.random() < 3 * size.still_open * (number / size.reports) ** 2
    outcome = "" if is_open else _one(OUTCOMES, chance)
    year, week, _ = received_on.isocalendar()
    return Report(
        reference="".join(chance.choices(LETTERS, k=LENGTH)),
        received_on=received_on,
        channel="page",
        origin="public",
        language="nl",
        municipality=_skewed(desk.municipalities, chance),
        place_kind=_one(PLACE_KINDS, chance),
        week=f"{year}-W{week:02}",
        situation=_one(SITUATIONS, chance),
        first_hand="seen",
        concerns="nobody",
        handler=desk.organisation,
        rung=_one(RUNGS, chance),
        progress=_one(OPEN_PROGRESS, chance) if is_open else "closed",
        outcome=outcome,
        closed_on=received_on + datetime.timedelta(days=30) if outcome else None,
    )


def _entry(report: Report, desk: Desk, size: Size, chance: random.Random) -> DeskEntry:
    is_taken = report.progress != "received" or chance.random() < 0.2
    return DeskEntry(
        report=report,
        organisation=desk.organisation,
        ground="handling",
        reads_sealed=True,
        is_open=report.progress != "closed",
        is_held=report.progress == "received" and chance.random() < 0.02,
        due_on=report.received_on + datetime.timedelta(days=chance.choice((0, 7, 7, 7, 30, 90))),
        assignee=_skewed(desk.people, chance) if desk.people and is_taken else None,
        progress=report.progress,
        rung=report.rung,
        situation=report.situation,
        municipality=report.municipality,
        place_kind=report.place_kind,
        received_on=report.received_on,
    )


def _exclusions(
    reports: Sequence[Report], desk: Desk, chance: random.Random
) -> Iterator[Exclusion]:
    """One in two hundred is kept from somebody who works at this desk."""
    for report in reports:
        if desk.people and chance.random() < 0.005:
            yield Exclusion(report=report, person=chance.choice(desk.people))


def _sealed(key: bytes, report: Report) -> bytes:
    return seal_content(key, report.record, content_of(Telling(FACTS)))


def _one(shares: dict[str, float], chance: random.Random) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _skewed(values: Sequence[Value], chance: random.Random) -> Value:
    """The first most of all, the last hardly ever."""
    return values[min(int(chance.expovariate(0.8)), len(values) - 1)]
