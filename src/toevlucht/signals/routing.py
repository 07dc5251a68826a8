"""Who handles a report from its first second, and never who it is about.

The order: the municipality's own organisation, its safety region, an independent contact. Whoever
it is about, is excluded, or has nobody who coordinates is passed over. What is about people who
work there begins at the safety region: a municipality often runs the location. Nothing goes to
the expertise centre directly: since 2018 signals go to the service that can act on them. An
organisation for labour or for children is named as the partner to ask.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.models import Assignment, Organisation
from toevlucht.reception.models import Location
from toevlucht.signals.telling import Telling

UNCLAIMED = "unclaimed"
"""Holds what no organisation can take yet. No organisation can have this code: it waits."""

USUAL_DAYS = 7  # until the reporter must have heard that somebody looks at it
ADVISED = {"work": "inspectorate", "child": "nidos"}
SAME_DAY = {"child", "violence"}
ABOUT_NOBODY_NEAR = {"nobody", "unknown"}


@dataclass(frozen=True)
class Destination:
    """The handling organisation, whom to ask, until when, and who must not know of it."""

    handler: str
    advised: str
    due_on: datetime.date
    safety_region: str
    excluded: frozenset[str]


def destination(telling: Telling, today: datetime.date) -> Destination:
    """One organisation that can act now; `UNCLAIMED` only where there is none at all."""
    region = _region_of(telling.municipality, today)
    location = _location(telling.location)
    known = _candidates(telling.municipality, region)
    excluded = _excluded(telling, known, location)
    able = [one for one in known if one.code not in excluded and not one.is_centre]
    handler = _first_that_can(able, telling, region)
    days = 0 if telling.situation in SAME_DAY else USUAL_DAYS
    return Destination(
        handler=handler,
        advised=_advised(telling.situation, able, handler),
        due_on=today + datetime.timedelta(days=days),
        safety_region=region,
        excluded=excluded,
    )


def channels_without_anybody() -> list[str]:
    """Municipal and regional organisations in which nobody coordinates: an alarm for both."""
    local = Organisation.objects.filter(is_active=True, kind__in=("municipality", "region"))
    found = local.exclude(area="").annotate(has_coordinator=Exists(_coordinators()))
    return list(found.filter(has_coordinator=False).order_by("code").values_list("code", flat=True))


def _region_of(municipality: str, today: datetime.date) -> str:
    if not municipality or not areas.exists(municipality, today):
        return ""
    found = areas.safety_region_of(municipality, today)
    return found.code if found else ""


def _location(code: str) -> Location | None:
    return Location.objects.filter(code=code).first() if code else None


def _candidates(municipality: str, region: str) -> list[Organisation]:
    places = [place for place in (municipality, region) if place]
    wanted = Q(area__in=places) | Q(is_independent_contact=True) | Q(kind="inspectorate")
    found = Organisation.objects.filter(wanted | Q(code="nidos"), is_active=True)
    return list(found.annotate(has_coordinator=Exists(_coordinators())).order_by("code"))


def _coordinators() -> QuerySet[Assignment]:
    now = timezone.now()
    return Assignment.objects.filter(
        Q(until__isnull=True) | Q(until__gt=now),
        role="coordinator",
        since__lte=now,
        person__is_active=True,
        person__organisation=OuterRef("pk"),
    )


def _excluded(
    telling: Telling, known: Iterable[Organisation], location: Location | None
) -> frozenset[str]:
    """Whom the reporter named, and who runs the place that it is about."""
    excluded = set(telling.excluded)
    if location and location.operator and telling.concerns in ("location", "partner"):
        excluded.add(location.operator)
    if telling.concerns == "municipality":
        excluded |= {
            one.code for one in known if telling.municipality and one.area == telling.municipality
        }
    return frozenset(excluded)


def _first_that_can(able: Sequence[Organisation], telling: Telling, region: str) -> str:
    """Words about who must not see it can name anybody near: then it does not stay near.

    Nor does what is about people at work: who runs a location, or is a partner, often is near too.
    """
    is_local = telling.concerns in ABOUT_NOBODY_NEAR and not telling.words.keep_from
    places = [telling.municipality if is_local else "", region]
    for place in places:
        for one in able:
            if place and one.area == place and one.has_coordinator:  # type: ignore[attr-defined]
                return one.code
    for one in able:
        if one.is_independent_contact and one.has_coordinator:  # type: ignore[attr-defined]
            return one.code
    return UNCLAIMED


def _advised(situation: str, able: Iterable[Organisation], handler: str) -> str:
    wanted = ADVISED.get(situation, "")
    found = [one.code for one in able if wanted and wanted in (one.kind, one.code)]
    return next((code for code in found if code != handler), "")
