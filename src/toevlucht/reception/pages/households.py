"""The pages on which a municipality keeps its host households, each known by a number."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import places
from toevlucht.reception.forms import ChangedHousehold, HouseholdForm
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.places import details_for, find_household, list_households
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def list_all(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    is_open = request.GET.get("state") != "closed"
    listed = list_households(viewer, is_open, request.GET.get("after", ""))
    record_read(viewer, "households.listed", "household", [one.code for one in listed.places])
    shown = {
        "rows": [(one, name_of_area(one.municipality)) for one in listed.places],
        "more_after": listed.more_after,
        "is_open": is_open,
        "may_add": bool(reach_of(viewer).keeps_municipality),
    }
    return render(request, "reception/households.html", shown)


@desk_page("coordinator")
def new_household(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = HouseholdForm(viewer, request.POST or None)
    if form.is_valid():
        household = places.add_household(viewer, form.about())
        messages.success(request, said("places.done.household_added"))
        return redirect("household", household.code)
    return render(request, "reception/new_household.html", {"form": form})


@desk_page("coordinator")
def one_household(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = find_household(viewer, code)
    if not household:
        raise missing(viewer, "household.read", "household", code)
    form = None
    if household.municipality == reach_of(viewer).keeps_municipality:
        details = details_for(viewer, household) or {}
        now = {**details, "person": household.person, "is_open": household.is_open}
        form = ChangedHousehold(viewer, request.POST or None, initial=now)
    if form and form.is_valid():
        about, is_open = form.about(), form.cleaned_data["is_open"]
        places.change_household(viewer, household, about, is_open)
        messages.success(request, said("people.done.saved"))
        return redirect("household", code)
    record_read(viewer, "household.read", "household", (household.code,))
    shown = {
        "household": household,
        "municipality": name_of_area(household.municipality),
        "form": form,
    }
    return render(request, "reception/household.html", shown)
