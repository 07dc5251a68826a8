"""Count what became of reports: once a day, for the months in which that can still change."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median_low
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncMonth

from toevlucht.signals import codes
from toevlucht.signals.models import DeskEntry, Exclusion, FollowUp, Referral, Report

MONTHS_BACK = 13  # older months stand as they were counted last
ONE_DAY, ONE_WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)


def count_follow_up(today: datetime.date) -> int:
    """How many months of organisations were counted; counted twice they are the same."""
    since = _months_before(today, MONTHS_BACK)
    own = _counted(_countable(since), today, is_for_picture=False)
    shared = _counted(_shareable(since), today, is_for_picture=True)
    with transaction.atomic():
        earlier = FollowUp.objects.filter(month__gte=since)
        emptied = list(_emptied(earlier, shared, today))
        earlier.delete()
        FollowUp.objects.bulk_create([*own, *shared, *emptied])
    return len(own)


def _counted(
    reports: QuerySet[Any], today: datetime.date, *, is_for_picture: bool
) -> list[FollowUp]:
    waits = _waits(reports)
    return [
        FollowUp(
            organisation=row["handler"],
            month=row["month"],
            is_for_picture=is_for_picture,
            days_to_first_action=_median(waits.get((row["handler"], row["month"]))),
            outcomes={code: row[f"was_{code}"] for code in codes.OUTCOMES if row[f"was_{code}"]},
            counted_on=today,
            **{name: row[name] for name in COUNTS},
        )
        for row in _by_month(reports)
    ]


def _emptied(
    earlier: QuerySet[FollowUp], shared: Iterable[FollowUp], today: datetime.date
) -> Iterator[FollowUp]:
    """Months of which the picture holds a count, and whose reports are others' now."""
    counted = {(one.organisation, one.month) for one in shared}
    known = earlier.filter(is_for_picture=True).values_list("organisation", "month")
    nothing = dict.fromkeys(COUNTS, 0)
    for organisation, month in sorted(set(known) - counted):
        yield FollowUp(
            organisation=organisation,
            month=month,
            is_for_picture=True,
            counted_on=today,
            **nothing,
        )


COUNTS = {
    "received": Q(),
    "acknowledged_in_time": Q(acknowledged_on__lte=F("received_on") + ONE_WEEK),
    "acted_in_a_day": Q(first_action_on__lte=F("received_on") + ONE_DAY),
    "acted_in_a_week": Q(first_action_on__lte=F("received_on") + ONE_WEEK),
    "acted_on": Q(first_action_on__isnull=False),
    "referred": Q(was_referred=True),
    "taken_up": Q(was_taken_up=True),
    "closed": Q(closed_on__isnull=False),
    "answered": Q(answered_on__isnull=False),
}


def _countable(since: datetime.date) -> QuerySet[Any]:
    """What the organisation itself may see the sums of."""
    kept_from_somebody = Exclusion.objects.filter(report=OuterRef("pk"), person__isnull=False)
    return _received(since).exclude(Exists(kept_from_somebody))


def _shareable(since: datetime.date) -> QuerySet[Any]:
    """What others may see the sums of; a flood waits until somebody looked at it."""
    in_a_flood = DeskEntry.objects.filter(report=OuterRef("pk"), ground="handling", is_held=True)
    kept = Exclusion.objects.filter(report=OuterRef("pk"))
    return _received(since).exclude(Exists(kept)).exclude(Exists(in_a_flood))


def _received(since: datetime.date) -> QuerySet[Any]:
    passed_on = Referral.objects.filter(report=OuterRef("pk")).exclude(act="registration")
    taken_up = passed_on.filter(state__in=codes.TAKEN_UP)
    return Report.objects.filter(received_on__gte=since).annotate(
        month=TruncMonth("received_on"),
        was_referred=Case(When(had_referral=True, then=True), default=Exists(passed_on)),
        was_taken_up=Case(When(had_taken_up=True, then=True), default=Exists(taken_up)),
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
