"""What a family asked for and was given, and how that stands at a location or in a municipality."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions.services import take_service_step
from toevlucht.reception.forms.living import ServiceForm
from toevlucht.reception.models import Family, Person
from toevlucht.reception.models.services import SCHOOL
from toevlucht.reception.pages.acting import Act, act
from toevlucht.reception.pages.families import family_or_missing
from toevlucht.reception.pages.ledgers import location_for
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.children import find_person
from toevlucht.reception.queries.families import named
from toevlucht.reception.queries.house_rules import handouts_of
from toevlucht.reception.queries.services import (
    FOR_FAMILIES,
    OfFamily,
    count_at,
    count_in,
    services_of,
)
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def of_family(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    family = family_or_missing(viewer, code)
    today = timezone.localdate()
    found = services_of(viewer, family)
    children = [one.child for one in found if one.child]
    names = {one.person.pk: one.name for one in named(viewer, children)}
    record_read(viewer, "family.read", "family", (family.code,))
    shown = {
        "family": family,
        "municipality": name_of_area(family.municipality),
        "services": [_shown(one, names, today) for one in found],
        "handouts": list(handouts_of(family)),
    }
    return render(request, "reception/living/services_of_family.html", shown)


def _shown(one: OfFamily, names: dict[int, str], today: datetime.date) -> dict[str, object]:
    standing = one.standing
    return {
        "service": standing.service,
        "child": one.child,
        "name": names.get(one.child.pk) or one.child.code if one.child else "",
        "state": standing.state,
        "waited": standing.waited(today),
        "is_waiting": standing.is_waiting,
        "due_on": standing.due_on(today),
        "overdue": standing.is_overdue(today),
        "steps": [(step, one.notes.get(step.code, "")) for step in one.steps],
    }


@desk_page("coordinator")
def for_family(request: HttpRequest, viewer: Viewer, code: str, service: str) -> HttpResponse:
    if service not in FOR_FAMILIES:
        raise Http404
    return _take(request, viewer, family_or_missing(viewer, code), service)


@desk_page("coordinator")
def school(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    child = find_person(viewer, code)
    if child is None:
        raise missing(viewer, "family.read", "person", code)
    return _take(request, viewer, child.family, SCHOOL, child)


def _take(
    request: HttpRequest,
    viewer: Viewer,
    family: Family,
    service: str,
    child: Person | None = None,
) -> HttpResponse:
    form = ServiceForm(service, request.POST or None, initial={"on": timezone.localdate()})
    say = reader_language().say
    return act(
        request,
        form,
        lambda: take_service_step(viewer, family, service, form.about(), child),
        Act(say(f"living.service.{service}"), ("family-services", family.code), _lead(service)),
    )


def _lead(service: str) -> str:
    return (
        reader_language().say("living.services.no_registration") if service == "allowance" else ""
    )


@desk_page("coordinator")
def at_location(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = location_for(viewer, code)
    record_read(viewer, "services.counted", "location", (location.code,))
    shown = {"name": location.name, "counted": count_at(location), "location": location}
    return render(request, "reception/living/services.html", shown)


@desk_page("coordinator")
def in_municipality(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Of the own one; who keeps none is told where the numbers of a location stand."""
    area = reach_of(viewer).keeps_municipality
    if area:
        record_read(viewer, "services.counted", "area", (area,))
    shown = {
        "name": name_of_area(area) if area else "",
        "counted": count_in(viewer) if area else [],
    }
    return render(request, "reception/living/services.html", shown)
