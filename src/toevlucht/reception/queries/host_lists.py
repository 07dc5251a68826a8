"""The work on host households: by step with their age, and what is overdue, a page at a time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from toevlucht.reception.models import HostHousehold
from toevlucht.reception.models.places import STAGES
from toevlucht.reception.queries.places import ON_A_PAGE, households_for
from toevlucht.records.viewer import Viewer

OVERDUE, ENTERED = "overdue", "entered"
LISTS = (OVERDUE, ENTERED, *STAGES)


@dataclass(frozen=True)
class Row:
    """``days`` is how long it stands where it stands."""

    household: HostHousehold
    days: int
    is_overdue: bool
    is_suitable: bool


@dataclass(frozen=True)
class WorkList:
    """Some households in their order, and the code of the last where more follow."""

    rows: Sequence[Row]
    more_after: str = ""


def work_list(viewer: Viewer, name: str, after: str = "") -> WorkList:
    """What waits longest comes first. A page costs the same however deep it lies."""
    if name not in LISTS:
        return WorkList(())
    today = timezone.localdate()
    own = households_for(viewer)
    found = _of_list(own, name, today)
    by = "due_on" if name == OVERDUE else "stage_since"
    last = own.filter(code=after).first() if after else None
    if last:
        day = getattr(last, by)
        found = found.filter(Q(**{f"{by}__gt": day}) | Q(**{by: day, "pk__gt": last.pk}))
    page = list(found.order_by(by, "pk")[: ON_A_PAGE + 1])
    shown = page[:ON_A_PAGE]
    more = shown[-1].code if len(page) > ON_A_PAGE else ""
    return WorkList([_row(one, today) for one in shown], more)


def funnel(viewer: Viewer) -> Mapping[str, int]:
    """How many households stand on each list; one that is overdue stands on two."""
    today = timezone.localdate()
    own = households_for(viewer)
    counted = dict(own.order_by().values_list("stage").annotate(Count("pk")))
    apart = own.aggregate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        entered=Count("pk", filter=Q(taken_over_on__isnull=True, is_open=True)),
    )
    return {**apart, **{stage: counted.get(stage, 0) for stage in STAGES}}


def is_suitable(household: HostHousehold, day: datetime.date) -> bool:
    return household.suitable_until is not None and household.suitable_until >= day


def _of_list(
    own: QuerySet[HostHousehold], name: str, today: datetime.date
) -> QuerySet[HostHousehold]:
    if name == OVERDUE:
        return own.filter(due_on__lt=today)
    if name == ENTERED:
        return own.filter(taken_over_on__isnull=True, is_open=True)
    return own.filter(stage=name)


def _row(household: HostHousehold, today: datetime.date) -> Row:
    due = household.due_on
    return Row(
        household,
        (today - household.stage_since).days,
        due is not None and due < today,
        is_suitable(household, today),
    )
