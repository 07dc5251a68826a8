"""Which incidents a viewer reads, and how long they are open.

A confidential one is read by the municipality and the independent contact that it names, and by
nobody else: not by who runs the location, and not by the region; no list and no count shows it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from toevlucht.partners.models import Organisation
from toevlucht.reception.incident_kinds import IncidentKind, every_kind
from toevlucht.reception.models import Incident, IncidentStep, Location
from toevlucht.reception.queries.route_cards import Line, route_card
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.incidents import open_incident
from toevlucht.reception.sealed.places import holders_of
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


@dataclass(frozen=True)
class ListedIncident:
    """``next_on``: before which day the first open step is due."""

    incident: Incident
    days_open: int
    next_on: datetime.date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class ShownStep:
    """``words`` is None for who holds no key."""

    step: IncidentStep
    words: str | None
    done_on: datetime.date | None


@dataclass(frozen=True)
class ShownIncident:
    """``words`` is None for who holds no key; ``call`` is whom to call the same day."""

    incident: Incident
    words: str | None
    steps: Sequence[ShownStep]
    kind: IncidentKind
    call: Sequence[Line]
    days_open: int


def incidents_for(viewer: Viewer) -> QuerySet[Incident]:
    reach = reach_of(viewer)
    if not reach.organisation:
        return Incident.objects.none()
    there = Q(location__operator=reach.organisation) | Q(municipality__in=reach.municipalities)
    found = Q(is_confidential=False) & there
    found |= Q(independent_contact=reach.organisation)
    if reach.keeps_municipality:
        found |= Q(municipality=reach.keeps_municipality)
    return Incident.objects.filter(found).select_related("location")


def find_incident(viewer: Viewer, code: str) -> Incident | None:
    return incidents_for(viewer).filter(code=code).first()


def may_follow_up(viewer: Viewer, incident: Incident) -> bool:
    """Of one that was found for the viewer: a region only reads."""
    reach = reach_of(viewer)
    if incident.is_confidential:
        is_ours = incident.municipality == reach.keeps_municipality
        return is_ours or incident.independent_contact == reach.organisation
    return reach.keeps(incident.location)


def incidents_of(viewer: Viewer, location: Location) -> list[ListedIncident]:
    """The newest of a location that was found for the viewer, open ones first."""
    found = incidents_for(viewer).filter(location=location)
    return _listed(found.order_by(F("closed_on").desc(nulls_first=True), "-pk")[:ON_A_PAGE])


def open_at(viewer: Viewer, location: Location) -> list[ListedIncident]:
    """What is not closed at a location that was found for the viewer, longest open first."""
    found = incidents_for(viewer).filter(location=location, closed_on=None)
    return _listed(found.order_by("entered_on", "pk")[:ON_A_PAGE])


def open_incidents(viewer: Viewer, after: str = "") -> tuple[list[ListedIncident], str]:
    """The longest open first, and the code of the last where more follow."""
    found = incidents_for(viewer).filter(closed_on=None)
    last = found.filter(code=after).first() if after else None
    if last:
        found = found.filter(
            Q(entered_on__gt=last.entered_on) | Q(entered_on=last.entered_on, pk__gt=last.pk)
        )
    listed = _listed(found.order_by("entered_on", "pk")[: ON_A_PAGE + 1])
    more = listed[ON_A_PAGE - 1].incident.code if len(listed) > ON_A_PAGE else ""
    return listed[:ON_A_PAGE], more


def _listed(found: QuerySet[Incident]) -> list[ListedIncident]:
    today = timezone.localdate()
    still = Q(steps__finishes=None, steps__finished=None)
    listed = []
    for one in found.annotate(next_on=Min("steps__on", filter=still)):
        due: datetime.date | None = one.next_on
        late = due is not None and due < today
        listed.append(ListedIncident(one, one.days_open(today), due, late))
    return listed


def show_incident(viewer: Viewer, incident: Incident) -> ShownIncident:
    """Of one that was found for the viewer, in a constant number of queries."""
    steps = list(incident.steps.filter(finishes=None).select_related("finished").order_by("number"))
    sealed = [(0, incident.words), *((one.number, one.words) for one in steps)]
    words = open_incident(incident, viewer.organisation, sealed)
    kind = every_kind()[incident.kind]
    card = {line.kind.code: line for line in route_card(incident.municipality, incident.location)}
    shown = [
        ShownStep(one, None if words is None else words[one.number], _done_on(one)) for one in steps
    ]
    return ShownIncident(
        incident,
        None if words is None else words.get(0, ""),
        shown,
        kind,
        [card[code] for code in kind.call],
        incident.days_open(timezone.localdate()),
    )


def _done_on(step: IncidentStep) -> datetime.date | None:
    finished: IncidentStep | None = getattr(step, "finished", None)
    return finished.on if finished else None


def independent_contacts(location: Location, language: str) -> list[tuple[str, str]]:
    """Code and name of who can be talked to outside the management of this location."""
    found = Organisation.objects.filter(is_independent_contact=True, is_active=True)
    outside = found.exclude(code__in=holders_of(location))
    return sorted(((one.code, one.name(language)) for one in outside), key=lambda one: one[1])


def counts_by_kind(viewer: Viewer, location: Location) -> Mapping[str, int]:
    """How many there ever were at a location, as far as the viewer reads them."""
    found = incidents_for(viewer).filter(location=location)
    return dict(found.values_list("kind").annotate(n=Count("pk")).order_by("kind"))
