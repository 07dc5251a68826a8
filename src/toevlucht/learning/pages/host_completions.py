"""A course of others that an adult of a host household did: noted, and withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.said import said
from toevlucht.learning.actions.host_completions import note_course, withdraw_note
from toevlucht.learning.courses.elsewhere import elsewhere
from toevlucht.learning.forms import HostCourseForm, WithdrawForm
from toevlucht.learning.queries.host_completions import (
    adults_by_code,
    find_noted,
    last_withdrawn,
    may_note,
)
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.households import household_or_missing
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer


@desk_page("coordinator")
def note(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = _kept(viewer, code, "completion.recorded")
    adults = adults_by_code(viewer, household)
    record_read(viewer, "household.read", "household", (code,))
    form = HostCourseForm(adults, request.POST or None)
    seen = request.POST["seen"] if "seen" in request.POST else last_withdrawn(viewer, household)
    if form.is_valid():
        given = form.cleaned_data
        about = given["adult"], given["course"], given["completed_on"], seen
        tried(form, lambda: note_course(viewer, household, *about))
        if not form.errors:
            messages.success(request, said("people.done.saved"))
            return redirect("household", code)
        if form.non_field_errors():
            # Told above the form that it was withdrawn: whoever saves it again means it.
            seen = last_withdrawn(viewer, household)
    shown = {"form": form, "household": household, "adults": adults, "seen": seen}
    status = 400 if form.errors else 200
    return render(request, "learning/host_course.html", shown, status=status)


@desk_page("coordinator")
def withdraw(request: HttpRequest, viewer: Viewer, code: str, reference: str) -> HttpResponse:
    household = _kept(viewer, code, "completion.withdrawn")
    found = find_noted(viewer, household, reference)
    if found is None:
        raise missing(viewer, "completion.withdrawn", "household", code)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        withdraw_note(viewer, household, reference, form.cleaned_data["reason"])
        messages.success(request, said("learned_elsewhere.withdrawn"))
        return redirect("household", code)
    shown = {
        "form": form,
        "completion": found,
        "course": elsewhere().get(found.course),
        "household": household,
    }
    status = 400 if form.errors else 200
    return render(request, "learning/elsewhere_withdraw.html", shown, status=status)


def _kept(viewer: Viewer, code: str, event: str) -> HostHousehold:
    household = household_or_missing(viewer, code)
    if not may_note(viewer, household):
        raise NotAllowed(event, "household", (code,))
    return household
