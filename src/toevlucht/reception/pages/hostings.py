"""The pages of guests with a household: match, agreement, conversations, a way out, the end."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import hostings
from toevlucht.reception.forms.hostings import (
    AgreementForm,
    EmergencyForm,
    EndingForm,
    FollowUpForm,
    GoOnForm,
    MatchForm,
    MoveInForm,
    WayOutForm,
)
from toevlucht.reception.models import Family, HostHousehold, Hosting
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.host_steps import kept_household
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.queries.hostings import find_hosting, hosting_page
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def match(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    form = MatchForm(request.POST or None)
    return _with_family(
        request,
        viewer,
        code,
        form,
        "hostings.title.match",
        lambda household, family: hostings.match(
            viewer, household, family, form.cleaned_data["on"]
        ),
    )


@desk_page("coordinator")
def place_in_emergency(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    return _with_family(
        request,
        viewer,
        code,
        form,
        "hostings.title.emergency",
        lambda household, family: hostings.place_in_emergency(
            viewer, household, family, form.cleaned_data["words"]
        ),
    )


def _with_family(
    request: HttpRequest,
    viewer: Viewer,
    code: str,
    form: forms.Form,
    title: str,
    change: Callable[[HostHousehold, Family], Hosting],
) -> HttpResponse:
    household = kept_household(viewer, code)
    if form.is_valid():
        family = find_family(viewer, form.cleaned_data["family"].strip())
        if family is None:
            form.add_error("family", said("hostings.refused.no_family"))
        elif made := tried(form, lambda: change(household, family)):
            messages.success(request, said("people.done.saved"))
            return redirect("hosting", made.code)
    shown = {"form": form, "household": household, "title": title}
    status = 400 if form.errors else 200
    return render(request, "reception/household_form.html", shown, status=status)


@desk_page("coordinator")
def one_hosting(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    record_read(viewer, "hosting.read", "hosting", (code,))
    shown = {"hosting": hosting, "read": hosting_page(viewer, hosting)}
    return render(request, "reception/hosting.html", shown)


@desk_page("coordinator")
def move_in(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    form = MoveInForm(request.POST or None)
    title = "hostings.title.move_in"
    return _answer(
        request,
        hosting,
        form,
        title,
        lambda: hostings.move_in(viewer, hosting, **form.cleaned_data),
    )


@desk_page("coordinator")
def agree(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    form = AgreementForm(hosting, request.POST or None)
    title = "hostings.title.agree"
    return _answer(
        request, hosting, form, title, lambda: hostings.agree(viewer, hosting, form.agreed())
    )


@desk_page("coordinator")
def follow_up(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    asked = {name: request.GET.get(name, "") for name in ("term", "side")}
    form = FollowUpForm(request.POST or None, initial=asked)
    title = "hostings.title.follow_up"
    return _answer(
        request, hosting, form, title, lambda: hostings.follow_up(viewer, hosting, form.heard())
    )


@desk_page("coordinator")
def ask_way_out(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    form = WayOutForm(request.POST or None)
    title = "hostings.title.way_out"
    return _answer(
        request,
        hosting,
        form,
        title,
        lambda: hostings.ask_way_out(viewer, hosting, **form.cleaned_data),
    )


@desk_page("coordinator")
def go_on(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    form = GoOnForm(request.POST or None)
    title = "hostings.title.go_on"
    return _answer(
        request, hosting, form, title, lambda: hostings.go_on(viewer, hosting, **form.cleaned_data)
    )


@desk_page("coordinator")
def end(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    hosting = _hosting(viewer, code)
    form = EndingForm(request.POST or None)
    title = "hostings.title.end"
    return _answer(
        request, hosting, form, title, lambda: hostings.end(viewer, hosting, form.ending())
    )


def _hosting(viewer: Viewer, code: str) -> Hosting:
    hosting = find_hosting(viewer, code)
    if hosting is None:
        raise missing(viewer, "hosting.read", "hosting", code)
    return hosting


def _answer(
    request: HttpRequest,
    hosting: Hosting,
    form: forms.Form,
    title: str,
    change: Callable[[], object],
) -> HttpResponse:
    """The form, or what was filled in done and the page of these guests."""
    if form.is_valid():
        tried(form, change)
        if not form.errors:
            messages.success(request, said("people.done.saved"))
            return redirect("hosting", hosting.code)
    shown = {"form": form, "hosting": hosting, "title": title}
    status = 400 if form.errors else 200
    return render(request, "reception/hosting_form.html", shown, status=status)
