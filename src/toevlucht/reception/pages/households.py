"""The pages on which host households are entered and listed, and one of them is read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import households
from toevlucht.reception.actions.host_steps import RECORDED
from toevlucht.reception.forms.host_steps import EnteredHousehold, HouseholdOfMunicipality
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.pages.doors import people_in
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.pages.standing import read_standing
from toevlucht.reception.panels import panels_of
from toevlucht.reception.queries.host_lists import LISTS, OVERDUE, funnel, work_list
from toevlucht.reception.queries.host_page import household_page, unchecked
from toevlucht.reception.queries.places import details_for, find_household
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer


@desk_page("coordinator")
def list_all(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    counted = funnel(viewer)
    name = request.GET.get("list", "")
    if name not in LISTS:
        name = next((one for one in LISTS if counted[one]), OVERDUE)
    listed = work_list(viewer, name, request.GET.get("after", ""))
    shown_codes = [row.household.code for row in listed.rows]
    record_read(viewer, "households.listed", "household", shown_codes)
    shown = {
        "rows": [(row, name_of_area(row.household.municipality)) for row in listed.rows],
        "more_after": listed.more_after,
        "name": name,
        "lists": [(one, counted[one]) for one in LISTS],
        "may_add": bool(reach_of(viewer).keeps_municipality),
        "may_enter": households.may_enter(viewer),
    }
    return render(request, "reception/households.html", shown)


@desk_page("coordinator")
def new_household(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = HouseholdOfMunicipality(viewer, request.POST or None)
    if form.is_valid():
        household = households.add_household(viewer, form.about())
        messages.success(request, said("places.done.household_added"))
        return redirect("household", household.code)
    shown = {"form": form, "lead": "places.households.add_lead"}
    return render(request, "reception/new_household.html", shown)


@desk_page(*households.ENTERS)
def enter_household(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """By an organisation that found hosts and has no households of its own."""
    if not households.may_enter(viewer):
        raise NotAllowed("household.added", "organisation", (viewer.organisation,))
    form = EnteredHousehold(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = households.enter_household(
                viewer, given["municipality"], form.about(), given["signed_up_on"]
            )
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, said("host_steps.done.entered", number=made.code))
            is_coordinator = viewer.has("coordinator")
            return redirect("household", made.code) if is_coordinator else redirect("desk")
    shown = {"form": form, "lead": "host_steps.enter.lead"}
    return render(request, "reception/new_household.html", shown)


@desk_page("coordinator")
def one_household(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = household_or_missing(viewer, code)
    read = household_page(viewer, household)
    details = details_for(viewer, household) if read.may_change else None
    keeps_guests = reach_of(viewer).keeps_home(household)
    record_read(viewer, "household.read", "household", (household.code,))
    shown = {
        "household": household,
        "standing": read_standing(viewer, household),
        "read": read,
        "keeps_guests": keeps_guests,
        "details": details,
        "panels": panels_of(request, viewer, household),
        "claims": unchecked(details or {}, read),
        "people": people_in(viewer, household) if keeps_guests else (),
        "municipality": name_of_area(household.municipality),
        "recorded": [one for one in RECORDED if (one == "resumed") != household.is_open],
    }
    return render(request, "reception/household.html", shown)


@desk_page("coordinator")
def change_household(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = household_or_missing(viewer, code)
    if not reach_of(viewer).keeps_household(household):
        raise NotAllowed("household.changed", "household", (code,))
    now = {**(details_for(viewer, household) or {}), "person": household.person}
    form = HouseholdOfMunicipality(viewer, request.POST or None, initial=now)
    if form.is_valid():
        households.change_household(viewer, household, form.about())
        messages.success(request, said("people.done.saved"))
        return redirect("household", code)
    record_read(viewer, "household.read", "household", (household.code,))
    shown = {"form": form, "household": household, "title": "host_steps.title.details"}
    return render(request, "reception/household_form.html", shown)


def household_or_missing(viewer: Viewer, code: str) -> HostHousehold:
    household = find_household(viewer, code)
    if not household:
        raise missing(viewer, "household.read", "household", code)
    return household
