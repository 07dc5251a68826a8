"""Count what became of reports: once a day, for the months in which that can still change."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from statistics import median_low
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from toevlucht.signals import codes
from toevlucht.signals.models import Exclusion, FollowUp, Referral, Report

MONTHS_BACK = 13  # older months stand as they were counted last
ACKNOWLEDGE_WITHIN = datetime.timedelta(days=7)
TAKEN_UP = ("accepted", "answered")


def count_follow_up(today: datetime.date) -> int:
    """How many months of organisations were counted; counted twice they are the same."""
    since = _months_before(today, MONTHS_BACK)
    reports = _countable(since)
    waits = _waits(reports)
    rows = [
        FollowUp(
            organisation=row["handler"],
            month=row["month"],
            days_to_first_action=_median(waits.get((row["handler"], row["month"]))),
            outcomes={code: row[f"was_{code}"] for code in codes.OUTCOMES if row[f"was_{code}"]},
            counted_on=today,
            **{name: row[name] for name in COUNTS},
        )
        for row in _by_month(reports)
    ]
    with transaction.atomic():
        FollowUp.objects.filter(month__gte=since).delete()
        FollowUp.objects.bulk_create(rows)
    return len(rows)


COUNTS = {
    "received": Q(),
    "acknowledged_in_time": Q(acknowledged_on__lte=F("received_on") + ACKNOWLEDGE_WITHIN),
    "acted_on": Q(first_action_on__isnull=False),
    "referred": Q(was_referred=True),
    "taken_up": Q(was_taken_up=True),
    "closed": Q(closed_on__isnull=False),
    "answered": Q(answered_on__isnull=False),
}


def _countable(since: datetime.date) -> QuerySet[Any]:
    kept_from_somebody = Exclusion.objects.filter(report=OuterRef("pk"), person__isnull=False)
    passed_on = Referral.objects.filter(report=OuterRef("pk")).exclude(act="registration")
    found = Report.objects.filter(received_on__gte=since).exclude(Exists(kept_from_somebody))
    return found.annotate(
        month=TruncMonth("received_on"),
        was_referred=Exists(passed_on),
        was_taken_up=Exists(passed_on.filter(state__in=TAKEN_UP)),
    )


def _by_month(reports: QuerySet[Any]) -> Iterable[dict[str, Any]]:
    counted = {name: Count("pk", filter=condition) for name, condition in COUNTS.items()}
    ended = {f"was_{code}": Count("pk", filter=Q(outcome=code)) for code in codes.OUTCOMES}
    rows: Iterable[dict[str, Any]] = reports.values("handler", "month").annotate(**counted, **ended)
    return rows


def _waits(reports: QuerySet[Any]) -> dict[tuple[str, datetime.date], Counter[int]]:
    """How many reports waited so many days for the first action; a row for each day, not each."""
    acted = reports.filter(first_action_on__isnull=False)
    waits: dict[tuple[str, datetime.date], Counter[int]] = {}
    counted = acted.values_list("handler", "month", "received_on", "first_action_on").annotate(
        n=Count("pk")
    )
    for handler, month, received, first, n in counted.iterator():
        waits.setdefault((handler, month), Counter())[(first - received).days] += n
    return waits


def _median(waits: Counter[int] | None) -> int | None:
    return median_low(waits.elements()) if waits else None


def _months_before(today: datetime.date, months: int) -> datetime.date:
    whole = today.year * 12 + today.month - 1 - months
    return datetime.date(whole // 12, whole % 12 + 1, 1)
