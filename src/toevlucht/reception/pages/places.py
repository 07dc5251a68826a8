"""The pages on which coordinators keep locations."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.geography import areas
from toevlucht.geography.names import by_name
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.reception.actions import life_cycle, places
from toevlucht.reception.forms.places import LocationForm
from toevlucht.reception.models import Location
from toevlucht.reception.pages.names import name_of_area, words_of
from toevlucht.reception.pages.standing import read_living, read_standing
from toevlucht.reception.panels import panels_of
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.places import details_for, find_location, list_locations
from toevlucht.reception.queries.route_cards import route_card
from toevlucht.reception.reach import Reach, reach_of
from toevlucht.reception.routes import local_kinds
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def list_places(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    reach = reach_of(viewer)
    chosen = request.GET.get("municipality", "")
    listed = list_locations(viewer, chosen, request.GET.get("after", ""))
    record_read(viewer, "locations.listed", "location", [one.code for one in listed.places])
    operators = names_of_organisations()
    rows = [
        (one, name_of_area(one.municipality), operators.get(one.operator, ""))
        for one in listed.places
    ]
    shown = {
        "rows": rows,
        "more_after": listed.more_after,
        "chosen": chosen,
        "municipalities": _municipalities(reach),
        "may_add": bool(reach.keeps_municipality),
    }
    return render(request, "reception/places.html", shown)


@desk_page("coordinator")
def new_place(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = LocationForm(request.POST or None)
    if form.is_valid():
        location = places.add_location(viewer, form.about())
        messages.success(request, said("places.done.location_added"))
        return redirect("place", location.code)
    return render(request, "reception/new_place.html", {"form": form})


@desk_page("coordinator")
def one_place(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = _location(viewer, code)
    reach = reach_of(viewer)
    details = details_for(viewer, location)
    form = _form(request, reach, location, details or {}) if reach.keeps(location) else None
    if form and form.is_valid():
        places.change_location(viewer, location, form.about())
        messages.success(request, said("people.done.saved"))
        return redirect("place", code)
    record_read(viewer, "location.read", "location", (location.code,))
    card = route_card(location.municipality, location)
    shown = {
        "location": location,
        "municipality": name_of_area(location.municipality),
        "operator": names_of_organisations().get(location.operator, ""),
        "form": form,
        "standing": read_standing(viewer, location),
        "living": read_living(viewer, location),
        "steps": _STEPS_FROM[location.state],
        "panels": panels_of(request, viewer, location),
        "contacts": [line for line in card if line.kind.code in local_kinds()],
    }
    return render(request, "reception/place.html", shown)


@require_POST
@desk_page("coordinator")
def set_place_state(request: HttpRequest, viewer: Viewer, code: str, state: str) -> HttpResponse:
    """What stands in the way of it is told where it was asked."""
    step = _STEPS.get(state)
    if step is None:
        raise Http404
    try:
        step(viewer, _location(viewer, code))
    except CannotDo as refused:
        messages.error(request, words_of(refused))
    else:
        messages.success(request, said("people.done.saved"))
    return redirect("place", code)


_STEPS = {
    "opening": life_cycle.prepare_opening,
    "open": life_cycle.open_location,
    "closed": life_cycle.close_location,
}
_STEPS_FROM = {
    "planned": ("opening", "open", "closed"),
    "opening": ("open", "closed"),
    "open": ("closed",),
    "closing": ("open", "closed"),
    "closed": ("open",),
}


def _form(
    request: HttpRequest, reach: Reach, location: Location, details: dict[str, str]
) -> LocationForm:
    now = {
        "name": location.name,
        "kind": location.kind,
        "operator": location.operator,
        "address": details.get("address", ""),
    }
    is_ours = location.municipality == reach.keeps_municipality
    return LocationForm(request.POST or None, initial=now, run_by=None if is_ours else location)


def _location(viewer: Viewer, code: str) -> Location:
    location = find_location(viewer, code)
    if not location:
        raise missing(viewer, "location.read", "location", code)
    return location


def _municipalities(reach: Reach) -> list[tuple[str, str]]:
    """To choose from, where there is more than one."""
    if len(reach.municipalities) < 2:
        return []
    found = areas.municipalities(timezone.localdate(), within=reach.area)
    return by_name(found, reader_language())
