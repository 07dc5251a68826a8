"""Route cards: for everybody by municipality, for a location on paper, and where they are kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.geography import areas
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import route_cards
from toevlucht.reception.forms.places import ChooseMunicipality, ContactForm
from toevlucht.reception.models import Location, RouteContact
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.places import find_location
from toevlucht.reception.queries.route_cards import contacts_for, is_confirmed, own_card, route_card
from toevlucht.reception.reach import reach_of
from toevlucht.reception.routes import local_kinds
from toevlucht.records.viewer import Viewer


def choose_municipality(request: HttpRequest) -> HttpResponse:
    """The national contacts, and those of a municipality that the reader chooses."""
    form = ChooseMunicipality(request.GET or None)
    if form.is_valid():
        return redirect("route-card", form.cleaned_data["municipality"])
    return render(
        request, "reception/choose_municipality.html", {"form": form, "card": route_card("")}
    )


def of_municipality(request: HttpRequest, municipality: str) -> HttpResponse:
    today = timezone.localdate()
    if not areas.exists(municipality, today):
        raise Http404
    if areas.area(municipality, today).kind != "municipality":
        raise Http404
    shown = {"card": route_card(municipality), "municipality": name_of_area(municipality)}
    return render(request, "reception/route_card.html", shown)


@desk_page("coordinator", "reporter")
def of_location(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """To print and hang on a wall."""
    location = find_location(viewer, code, "coordinator", "reporter")
    if not location:
        raise missing(viewer, "location.read", "location", code)
    shown = {
        "card": route_card(location.municipality, location),
        "location": location,
        "host": request.get_host(),
    }
    return render(request, "reception/card_of_location.html", shown)


@desk_page("coordinator")
def keep(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The contacts of the own area, and those of its locations that nobody confirmed lately."""
    area, today = reach_of(viewer).area, timezone.localdate()
    of_locations = contacts_for(viewer).exclude(location=None).order_by("location__name", "pk")
    shown = {
        "area": name_of_area(area) if area else "",
        "own": own_card(viewer),
        "of_locations": [one for one in of_locations if not is_confirmed(one, today)],
    }
    return render(request, "reception/keep_route_card.html", shown)


@desk_page("coordinator")
def change(request: HttpRequest, viewer: Viewer, kind: str, code: str = "") -> HttpResponse:
    """A contact of the own area, or of the location with this code."""
    location = _location(viewer, code) if code else None
    if kind not in local_kinds() or not (location or reach_of(viewer).area):
        raise Http404
    area = location.municipality if location else reach_of(viewer).area
    now = RouteContact.objects.filter(area=area, location=location, kind=kind).first()
    form = ContactForm(request.POST or None, initial=_initial(now))
    back = ("place", code) if location else ("keep-route-card",)
    if form.is_valid():
        route_cards.set_contact(viewer, kind, form.reachable(), location)
        messages.success(request, said("places.done.contact_saved"))
        return redirect(*back)
    shown = {"form": form, "kind": kind, "location": location, "contact": now}
    return render(request, "reception/contact.html", shown)


@require_POST
@desk_page("coordinator")
def confirm(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    contact = _contact(viewer, pk)
    route_cards.confirm_contact(viewer, contact)
    messages.success(request, said("places.done.contact_confirmed"))
    return _back(contact)


@require_POST
@desk_page("coordinator")
def remove(request: HttpRequest, viewer: Viewer, pk: int) -> HttpResponse:
    contact = _contact(viewer, pk)
    route_cards.remove_contact(viewer, contact)
    messages.success(request, said("places.done.contact_removed"))
    return _back(contact)


def _back(contact: RouteContact) -> HttpResponse:
    if contact.location:
        return redirect("place", contact.location.code)
    return redirect("keep-route-card")


def _initial(contact: RouteContact | None) -> dict[str, str]:
    if contact is None:
        return {}
    return {name: getattr(contact, name) for name in ("name", "telephone", "email", "hours")}


def _contact(viewer: Viewer, pk: int) -> RouteContact:
    contact = contacts_for(viewer).filter(pk=pk).first()
    if not contact:
        raise missing(viewer, "route_contact.confirmed", "route_contact", pk)
    return contact


def _location(viewer: Viewer, code: str) -> Location:
    location = find_location(viewer, code)
    if not location or not reach_of(viewer).keeps(location):
        raise missing(viewer, "location.read", "location", code)
    return location
