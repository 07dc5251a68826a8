"""To whom a report may be passed on: never to anybody from whom it is kept."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from toevlucht.partners.models import Assignment, Person
from toevlucht.signals.models import Exclusion, Report
from toevlucht.signals.queries.agreements import Allowed, agreements_from, allowed_under


def allowed_for(report: Report) -> list[Allowed]:
    """What the organisation that handles a report may pass on of it, and to whom."""
    today = timezone.localdate()
    found = agreements_from(report.handler, today)
    return allowed_under(found.exclude(receiver__code__in=_excluded(report)), today)


def people_for(report: Report, organisations: Iterable[str]) -> QuerySet[Person]:
    """Who could be named as a recipient at these organisations."""
    kept_from = Exclusion.objects.filter(report=report, person__isnull=False)
    found = coordinators_at(organisations).exclude(organisation__code__in=_excluded(report))
    return found.exclude(pk__in=kept_from.values("person"))


def coordinators_at(organisations: Iterable[str]) -> QuerySet[Person]:
    now = timezone.now()
    holds = Assignment.objects.filter(
        Q(until=None) | Q(until__gt=now), role="coordinator", since__lte=now
    )
    found = Person.objects.filter(
        is_active=True,
        organisation__is_active=True,
        organisation__code__in=set(organisations),
        pk__in=holds.values("person"),
    )
    return found.select_related("organisation").order_by("organisation__code", "name", "pk")


def excluded_organisations(report: Report) -> set[str]:
    return set(_excluded(report))


def _excluded(report: Report) -> QuerySet[Exclusion, str]:
    found = Exclusion.objects.filter(report=report).exclude(organisation="")
    return found.values_list("organisation", flat=True)
