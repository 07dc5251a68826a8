"""Which host households followed a course: one household, those of a municipality, of a region.

A household is known by the account of its host. A course of others counts where an organisation
wrote it down for an entry of its roster that is of the same account.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from toevlucht.learning.courses.elsewhere import counting_elsewhere
from toevlucht.learning.queries.coverage import NOBODY, Coverage, told_of_day, training_courses
from toevlucht.learning.queries.progress import ASKED_AGAIN
from toevlucht.learning.queries.valid import held, learned_elsewhere
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
    """The last day of the course that lasts longest, gone or to come. Two queries."""
    if household.person is None:
        return None
    here = held(datetime.date.min, datetime.date.max).filter(
        learner__person=household.person, course__in=_own()
    )
    others = learned_elsewhere(datetime.date.min, datetime.date.max).filter(
        entry__person=household.person, course__in=_of_others()
    )
    ends = [one.aggregate(until=Max("valid_until"))["until"] for one in (here, others)]
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
    here = held(day, day).filter(course__in=_own()).values("learner__person")
    others = learned_elsewhere(day, day).filter(
        course__in=_of_others(), entry__person__isnull=False
    )
    return Q(person__in=here) | Q(person__in=others.values("entry__person"))


def _own() -> list[str]:
    return [one.code for one in training_courses(OF_HOSTS)]


def _of_others() -> list[str]:
    found = counting_elsewhere(OF_HOSTS)
    return [name for name, one in found.items() if "host" in one.counts_for.roles]
