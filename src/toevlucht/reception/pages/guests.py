"""Who stays with a host household: families come in and leave, by their municipality."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.actions import moving_in
from toevlucht.reception.forms.stays import COMES, ArrivalForm, DepartureForm, FamilyCodeForm
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.pages.acting import Act, act
from toevlucht.reception.pages.doors import choices_of, family_to_come, people_in
from toevlucht.reception.pages.households import household_or_missing
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer


@desk_page("coordinator")
def guests(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """Who is there, and a field for the code of a family that comes."""
    home = _kept(viewer, code)
    form = FamilyCodeForm(request.GET or None)
    if form.is_valid():
        family = find_family(viewer, form.cleaned_data["family"].strip())
        if family:
            return redirect("arrive-at-household", home.code, family.code)
        form.add_error("family", reader_language().say("stays.problem.nobody_chosen"))
    shown = {"household": home, "form": form, "people": people_in(viewer, home)}
    return render(request, "reception/guests.html", shown)


@desk_page("coordinator")
def arrive(request: HttpRequest, viewer: Viewer, code: str, family: str) -> HttpResponse:
    home = _kept(viewer, code)
    found = family_to_come(viewer, family)
    say = reader_language().say
    name = say("stays.one.in_household", code=home.code)
    form = ArrivalForm(choices_of(viewer, found), [(COMES, name)], request.POST or None)
    return act(
        request,
        form,
        lambda: moving_in.arrive(viewer, home, found, form.arrival()),
        Act(say("stays.one.arrive_here", name=name), ("guests", home.code)),
    )


@desk_page("coordinator")
def depart(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    home = _kept(viewer, code)
    form = DepartureForm(people_in(viewer, home), request.POST or None)

    def does() -> None:
        given = form.cleaned_data
        people, destination = given["people"], given["destination"]
        moving_in.depart(viewer, home, people, destination, given["at"])

    title = reader_language().say("stays.title.depart")
    return act(request, form, does, Act(title, ("guests", home.code)))


def _kept(viewer: Viewer, code: str) -> HostHousehold:
    home = household_or_missing(viewer, code)
    if not reach_of(viewer).keeps_home(home):
        raise missing(viewer, "household.read", "household", code)
    return home
