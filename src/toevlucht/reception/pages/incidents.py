"""The pages on which an incident is entered, followed up and closed, and the list of open ones."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.queries import colleagues_named, person_names
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.reception.actions import incidents as actions
from toevlucht.reception.forms.living import CloseIncidentForm, IncidentForm, IncidentStepForm
from toevlucht.reception.models import Incident
from toevlucht.reception.pages.acting import do, tried
from toevlucht.reception.pages.ledgers import kept_location, location_for
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries import incidents
from toevlucht.reception.queries.inspections import may_inspect
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def of_location(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = location_for(viewer, code)
    listed = incidents.incidents_of(viewer, location)
    record_read(viewer, "incidents.listed", "incident", [one.incident.code for one in listed])
    shown = {
        "location": location,
        "listed": listed,
        "counts": incidents.counts_by_kind(viewer, location),
        "keeps": reach_of(viewer).keeps(location),
    }
    return render(request, "reception/living/incidents_of_place.html", shown)


@desk_page("coordinator")
def new_incident(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Who may read it goes on to it; who runs the location is told who handles it from now on."""
    location = kept_location(viewer, code)
    contacts = incidents.independent_contacts(location, reader_language().tag)
    form = IncidentForm(contacts, request.POST or None, initial={"happened_on": _today()})
    if form.is_valid() and (
        made := tried(form, lambda: actions.enter_incident(viewer, location, form.about()))
    ):
        if incidents.find_incident(viewer, made.code):
            messages.success(request, said("stays.one.saved"))
            return redirect("incident", made.code)
        name = dict(contacts)[made.independent_contact]
        messages.success(request, said("living.incident.passed_on", name=name))
        return redirect("place-incidents", location.code)
    shown = {"location": location, "form": form, "has_contacts": bool(contacts)}
    return render(request, "reception/living/new_incident.html", shown)


@desk_page("coordinator")
def open_list(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    listed, more_after = incidents.open_incidents(viewer, request.GET.get("after", ""))
    record_read(viewer, "incidents.listed", "incident", [one.incident.code for one in listed])
    shown = {"listed": listed, "more_after": more_after}
    return render(request, "reception/living/incidents.html", shown)


@desk_page("coordinator")
def one_incident(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    incident = _found(viewer, code)
    forms = _forms(request, viewer, incident)
    if _changed(viewer, incident, forms):
        messages.success(request, said("stays.one.saved"))
        return redirect("incident", code)
    record_read(viewer, "incident.read", "incident", (code,))
    found = incidents.show_incident(viewer, incident)
    names = person_names(viewer, {one.step.owner for one in found.steps})
    shown = {
        "found": found,
        "incident": incident,
        "municipality": name_of_area(incident.municipality),
        "contact": names_of_organisations().get(incident.independent_contact, ""),
        "steps": [(one, names.get(one.step.owner, "")) for one in found.steps],
        "may_walk": may_inspect(viewer, incident.location),
        "today": _today(),
        **forms,
    }
    return render(request, "reception/living/incident.html", shown)


@require_POST
@desk_page("coordinator")
def finish_step(request: HttpRequest, viewer: Viewer, code: str, number: int) -> HttpResponse:
    incident = _found(viewer, code)
    back = ("incident", code)
    return do(request, lambda: actions.finish_step(viewer, incident, number), back)


def _forms(request: HttpRequest, viewer: Viewer, incident: Incident) -> dict[str, Any]:
    """For who follows it up, until it is closed."""
    if incident.closed_on or not incidents.may_follow_up(viewer, incident):
        return {}
    colleagues = colleagues_named(viewer, "coordinator")
    sent = request.POST if request.method == "POST" else None
    closes = sent is not None and "close" in sent
    initial = {"owner": viewer.person, "due_on": _today()}
    return {
        "step_form": IncidentStepForm(colleagues, None if closes else sent, initial=initial),
        "close_form": CloseIncidentForm(sent if closes else None),
    }


def _changed(viewer: Viewer, incident: Incident, forms: dict[str, Form]) -> bool:
    if not forms:
        return False
    step, close = forms["step_form"], forms["close_form"]
    if close.is_valid():
        outcome = close.cleaned_data["outcome"]
        tried(close, lambda: actions.close_incident(viewer, incident, outcome))
        return not close.errors
    if step.is_valid():
        given = step.cleaned_data
        tried(step, lambda: actions.add_step(viewer, incident, **given))
        return not step.errors
    return False


def _found(viewer: Viewer, code: str) -> Incident:
    incident = incidents.find_incident(viewer, code)
    if incident is None:
        raise missing(viewer, "incident.read", "incident", code)
    return incident


def _today() -> datetime.date:
    return timezone.localdate()
