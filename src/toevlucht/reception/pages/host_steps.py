"""The pages on which each step on the way of a household is recorded."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import host_steps, households
from toevlucht.reception.forms.host_steps import AdultForm, CertificateForm, OfferForm, StepForm
from toevlucht.reception.models import HostAdult, HostHousehold, HostOffer
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.households import household_or_missing
from toevlucht.reception.queries.host_keys import key_for
from toevlucht.reception.queries.host_page import find_adult, name_of
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer


@desk_page("coordinator")
def record_step(request: HttpRequest, viewer: Viewer, code: str, kind: str) -> HttpResponse:
    household = kept_household(viewer, code)
    if kind not in host_steps.RECORDED:
        raise Http404
    form = StepForm(kind, request.POST or None)
    title = f"host_steps.kind.{kind}"
    return answer(
        request,
        viewer,
        household,
        form,
        title,
        lambda: host_steps.record_step(viewer, household, form.step()),
    )


@desk_page("coordinator")
def set_offer(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = kept_household(viewer, code)
    offer = HostOffer.objects.filter(household=household).first()
    form = OfferForm(offer, request.POST or None)
    title = "host_steps.title.offer"
    return answer(
        request,
        viewer,
        household,
        form,
        title,
        lambda: households.set_offer(viewer, household, form.offered()),
    )


@desk_page("coordinator")
def add_adult(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = kept_household(viewer, code)
    form = AdultForm(request.POST or None)
    title = "host_steps.title.adult"
    return answer(
        request,
        viewer,
        household,
        form,
        title,
        lambda: host_steps.add_adult(viewer, household, form.cleaned_data["name"]),
    )


@desk_page("coordinator")
def record_certificate(request: HttpRequest, viewer: Viewer, code: str, adult: str) -> HttpResponse:
    household = kept_household(viewer, code)
    found = _adult(viewer, household, adult)
    form = CertificateForm(request.POST or None)
    about = name_of(key_for(viewer, household), found)
    return answer(
        request,
        viewer,
        household,
        form,
        "host_steps.title.certificate",
        lambda: host_steps.record_certificate(
            viewer, found, form.cleaned_data["outcome"], form.day()
        ),
        about,
    )


@require_POST
@desk_page("coordinator")
def adult_left(request: HttpRequest, viewer: Viewer, code: str, adult: str) -> HttpResponse:
    household = kept_household(viewer, code)
    found = _adult(viewer, household, adult)
    return done(request, household, lambda: host_steps.adult_left(viewer, found))


@require_POST
@desk_page("coordinator")
def take_over(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = household_or_missing(viewer, code)
    return done(request, household, lambda: households.take_over(viewer, household))


def kept_household(viewer: Viewer, code: str) -> HostHousehold:
    """Found, and kept by the viewer's organisation."""
    household = household_or_missing(viewer, code)
    if not reach_of(viewer).keeps_household(household):
        raise NotAllowed("household.step_recorded", "household", (code,))
    return household


def answer(
    request: HttpRequest,
    viewer: Viewer,
    household: HostHousehold,
    form: forms.Form,
    title: str,
    change: Callable[[], object],
    about: str = "",
) -> HttpResponse:
    """The form, or what was filled in done and the page of the household."""
    if form.is_valid():
        tried(form, change)
        if not form.errors:
            messages.success(request, said("people.done.saved"))
            return redirect("household", household.code)
    if about:
        record_read(viewer, "household.read", "household", (household.code,))
    shown = {"form": form, "household": household, "title": title, "about": about}
    status = 400 if form.errors else 200
    return render(request, "reception/household_form.html", shown, status=status)


def done(
    request: HttpRequest, household: HostHousehold, change: Callable[[], object]
) -> HttpResponse:
    """What one button does, and the page of the household."""
    try:
        change()
    except Refused as refused:
        messages.error(request, reader_language().message(refused.message))
    else:
        messages.success(request, said("people.done.saved"))
    return redirect("household", household.code)


def _adult(viewer: Viewer, household: HostHousehold, code: str) -> HostAdult:
    adult = find_adult(viewer, household, code)
    if adult is None:
        raise missing(viewer, "household.read", "household", household.code)
    return adult
