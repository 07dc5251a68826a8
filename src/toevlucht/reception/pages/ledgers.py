"""Who is in a location: now and at any moment, who came and who left."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.models import Location, Stay
from toevlucht.reception.queries.families import named
from toevlucht.reception.queries.occupancy import (
    arrivals_at,
    beds_in,
    departures_from,
    occupancy,
    refusals_at,
    stays_at,
)
from toevlucht.reception.queries.places import find_location
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

SHOWN_WITHOUT_ROOMS = 200
JUST_NOW = datetime.timedelta(minutes=5)  # rooms are shown as they stand now, never as they were


@desk_page("coordinator")
def ledger(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """A region reads the numbers; who keeps the location also reads who is where."""
    location = location_for(viewer, code)
    moment = _moment(request.GET.get("at", ""))
    keeps = reach_of(viewer).keeps(location)
    beds = beds_in(location)
    without = (
        stays_at(location, timezone.now()).filter(place=None) if keeps else Stay.objects.none()
    )
    unplaced = list(without.select_related("person__family").order_by("pk")[:SHOWN_WITHOUT_ROOMS])
    people = [bed.stay.person for bed in beds if bed.stay] if keeps else []
    names = {one.person.pk: one for one in named(viewer, people + [one.person for one in unplaced])}
    record_read(viewer, "location.ledger_read", "location", (location.code,))
    shown = {
        "location": location,
        "occupancy": occupancy(location, moment),
        "moment": moment,
        "is_earlier": "at" in request.GET and moment < timezone.now() - JUST_NOW,
        "keeps": keeps,
        "is_ours": location.municipality == reach_of(viewer).keeps_municipality,
        "beds": [(bed, names.get(bed.stay.person_id) if bed.stay else None) for bed in beds],
        "unplaced": [names[one.person_id] for one in unplaced],
        "refusals": refusals_at(location),
    }
    return render(request, "reception/ledger.html", shown)


@desk_page("coordinator")
def flows(request: HttpRequest, viewer: Viewer, code: str, flow: str) -> HttpResponse:
    """Arrivals or departures, the last first."""
    location = kept_location(viewer, code)
    listed = arrivals_at if flow == "arrivals" else departures_from
    stays, more_after = listed(location, request.GET.get("after", ""))
    record_read(viewer, "location.ledger_read", "location", (location.code,))
    names = named(viewer, [stay.person for stay in stays])
    shown = {
        "location": location,
        "flow": flow,
        "rows": list(zip(stays, names, strict=True)),
        "more_after": more_after,
    }
    return render(request, "reception/flows.html", shown)


def location_for(viewer: Viewer, code: str) -> Location:
    location = find_location(viewer, code)
    if not location:
        raise missing(viewer, "location.read", "location", code)
    return location


def kept_location(viewer: Viewer, code: str) -> Location:
    location = location_for(viewer, code)
    if not reach_of(viewer).keeps(location):
        raise missing(viewer, "location.ledger_read", "location", code)
    return location


def _moment(asked: str) -> datetime.datetime:
    """Now, for what is no moment."""
    try:
        found = parse_datetime(asked)
    except ValueError:
        found = None
    if found is None:
        return timezone.now()
    return timezone.make_aware(found) if timezone.is_naive(found) else found
