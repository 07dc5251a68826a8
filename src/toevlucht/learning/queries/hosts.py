"""Which host households followed a course: one household, those of a municipality, of a region.

A household is known by the account of its host, if there is one. A course of others counts where
an organisation wrote it down for an entry of its roster that is of the same account, or where the
municipality wrote it down for an adult of the household.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from toevlucht.learning.courses.elsewhere import Elsewhere, counting_elsewhere
from toevlucht.learning.queries.coverage import NOBODY, Coverage, told_of_day, training_courses
from toevlucht.learning.queries.progress import ASKED_AGAIN
from toevlucht.learning.queries.valid import held, hosts_learned_elsewhere, learned_elsewhere
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer

OF_HOSTS = "POO-19"


@dataclass(frozen=True)
class Hosts:
    """Exactly of the own municipality today; of others what `told` says of locations."""

    kept: Coverage
    others: Sequence[tuple[str, Coverage | None]]


def household_to_follow(viewer: Viewer, code: str) -> HostHousehold | None:
    """Of the viewer as its host, or kept by the viewer. Two queries."""
    found = HostHousehold.objects.filter(code=code).first()
    if found is None or viewer.person is None:
        return None
    is_host = found.is_open and found.person == viewer.person
    return found if is_host or reach_of(viewer).keeps_household(found) else None


def learned_until(household: HostHousehold) -> datetime.date | None:
    """The last day of the course that lasts longest, gone or to come. Three queries."""
    always, others = (datetime.date.min, datetime.date.max), list(for_hosts())
    found: list[QuerySet[Any]] = [
        hosts_learned_elsewhere(*always).filter(adult__household=household, course__in=others)
    ]
    if household.person is not None:
        host = household.person
        found += [
            held(*always).filter(learner__person=host, course__in=_own()),
            learned_elsewhere(*always).filter(entry__person=host, course__in=others),
        ]
    ends = [one.aggregate(until=Max("valid_until"))["until"] for one in found]
    return max((one for one in ends if one), default=None)


def hosts_for(viewer: Viewer, today: datetime.date) -> Hosts:
    """Three queries at most, however many households there are."""
    reach = reach_of(viewer)
    own = reach.keeps_municipality
    kept = _hosts_in({own} if own else (), today)
    others = _hosts_in(set(reach.municipalities) - {own}, told_of_day(today))
    told = [(code, one.for_readers()) for code, one in others.items()]
    return Hosts(kept.get(own, NOBODY), told)


def _hosts_in(municipalities: Collection[str], today: datetime.date) -> dict[str, Coverage]:
    taking_part = HostHousehold.objects.filter(
        municipality__in=municipalities, is_open=True, taken_over_on__lte=today
    )
    rows = (
        taking_part.values_list("municipality")
        .annotate(
            people=Count("pk"),
            trained=Count("pk", filter=_is_trained(today)),
            lasting=Count("pk", filter=_is_trained(today + ASKED_AGAIN)),
        )
        .order_by("municipality")
    )
    return {
        code: Coverage(people, trained, trained - lasting)
        for code, people, trained, lasting in rows
    }


def _is_trained(day: datetime.date) -> Q:
    others = list(for_hosts())
    here = held(day, day).filter(course__in=_own()).values("learner__person")
    known = learned_elsewhere(day, day).filter(course__in=others, entry__person__isnull=False)
    noted = hosts_learned_elsewhere(day, day).filter(course__in=others)
    return (
        Q(person__in=here)
        | Q(person__in=known.values("entry__person"))
        | Q(pk__in=noted.values("adult__household"))
    )


def _own() -> list[str]:
    return [one.code for one in training_courses(OF_HOSTS)]


def for_hosts() -> dict[str, Elsewhere]:
    """Courses of others that count for a host, by name."""
    found = counting_elsewhere(OF_HOSTS)
    return {name: one for name, one in found.items() if "host" in one.counts_for.roles}
