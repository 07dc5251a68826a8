"""The desk's pages of placement: families that wait, proposals, and what both sides said."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import placing
from toevlucht.reception.forms.placement import OverrideForm, RefusalForm, WishesForm
from toevlucht.reception.models import Family, Proposal
from toevlucht.reception.models.placements import SIDES
from toevlucht.reception.pages.acting import tried
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries import proposals
from toevlucht.reception.queries.placing import waiting
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_read
from toevlucht.records.jobs import find_job
from toevlucht.records.viewer import NotAllowed, Viewer


@desk_page("coordinator")
def overview(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    live = proposals.live_proposals(viewer)
    record_read(viewer, "placements.listed", "proposal", [one.reference for one in live])
    run, reach = proposals.last_run(viewer), reach_of(viewer)
    job = find_job(run.job) if run and run.done_at is None else None
    families = waiting(reach.municipalities)
    surroundings = {
        "proposals": live,
        "run": run,
        "missing_points": run.bound - run.points if run else 0,
        "job": job,
        "waiting": families.count(),
        "families": families[: proposals.AT_MOST],
        "may_make": bool(reach.municipalities),
        "shortages": proposals.shortages_of(viewer, run) if run else [],
    }
    return render(request, "reception/placement/overview.html", surroundings)


@require_POST
@desk_page("coordinator")
def make(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    placing.propose_placements(viewer)
    messages.success(request, said("placement.done.asked"))
    return redirect("placement")


@desk_page("coordinator")
def one_family(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    family = _family(viewer, code)
    record_read(viewer, "placements.listed", "family", [code])
    form = WishesForm(family, request.POST or None)
    if form.is_valid():
        placing.keep_wishes(viewer, code, form.cleaned_data["said_by"], form.said())
        messages.success(request, said("people.done.saved"))
        return redirect("family-wishes", code)
    return _shown(request, viewer, family, form, None)


@require_POST
@desk_page("coordinator")
def choose(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    family = _family(viewer, code)
    form = OverrideForm(_places(proposals.choices_for(viewer, family)), request.POST)
    if form.is_valid():
        given = form.cleaned_data
        place, reason = int(given["place"]), given["reason"]
        if made := tried(form, lambda: placing.override(viewer, code, place, reason)):
            messages.success(request, said("placement.done.chosen"))
            return redirect("proposal", made.reference)
    return _shown(request, viewer, family, WishesForm(family), form)


def _shown(
    request: HttpRequest,
    viewer: Viewer,
    family: Family,
    form: WishesForm,
    chosen: OverrideForm | None,
) -> HttpResponse:
    choices = proposals.choices_for(viewer, family)
    wrong = chosen or form
    surroundings = {
        "family": family,
        "people": family.people.count(),
        "wishes": form,
        "wrong": wrong if wrong.is_bound else None,
        "may_keep": reach_of(viewer).keeps_municipality == family.municipality,
        "others": [(_name(choices, one.place), one) for one in choices.found],
        "choosing": chosen or OverrideForm(_places(choices)),
        "may_choose": proposals.last_run(viewer) is not None,
    }
    status = 400 if wrong.is_bound else 200
    return render(request, "reception/placement/family.html", surroundings, status=status)


def _places(choices: proposals.Choices) -> list[tuple[str, Any]]:
    return [(str(one.place), _name(choices, one.place)) for one in choices.found]


def _name(choices: proposals.Choices, place: int) -> Any:
    location, household, beds = choices.supply.at(place)
    if location:
        room, town = beds[0].room.name, name_of_area(location.municipality)
        return said("placement.room_of", room=room, location=location.name, town=town)
    assert household is not None
    town = name_of_area(household.municipality)
    return said("placement.household_in", code=household.code, town=town)


@desk_page("coordinator")
def one_proposal(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    proposal = _proposal(viewer, reference)
    record_read(viewer, "placements.listed", "proposal", [reference])
    return _page_of(request, viewer, proposal, None, "")


@require_POST
@desk_page("coordinator")
def answer(request: HttpRequest, viewer: Viewer, reference: str, side: str) -> HttpResponse:
    proposal = _proposal(viewer, reference)
    if side not in SIDES:
        raise NotAllowed("proposal.agreed", "proposal", (reference,))
    form = RefusalForm(request.POST) if "reason" in request.POST else None
    if form is not None and not form.is_valid():
        return _page_of(request, viewer, proposal, form, side)
    try:
        if form is None:
            placing.consent(viewer, reference, side)
        else:
            placing.refuse(viewer, reference, side, form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, reader_language().message(refused.message))
    else:
        messages.success(request, said("people.done.saved"))
    return redirect("proposal", reference)


def _page_of(
    request: HttpRequest, viewer: Viewer, proposal: Proposal, wrong: forms.Form | None, side: str
) -> HttpResponse:
    asked = [
        (one, wrong if wrong and one == side else RefusalForm(prefix=None))
        for one in SIDES
        if proposal.state == "proposed"
        and getattr(proposal, f"{one}_agreed_at") is None
        and proposals.may_answer(viewer, proposal, one)
    ]
    surroundings = {
        "proposal": proposal,
        "where": name_of_area((proposal.location or proposal.household).municipality),  # type: ignore[union-attr]
        "rooms": sorted(set(proposal.places.values_list("room__name", flat=True))),
        "asked": asked,
        "wrong": wrong,
        "opens_family": proposals.families_for(viewer).filter(pk=proposal.family_id).exists(),
    }
    status = 400 if wrong else 200
    return render(request, "reception/placement/proposal.html", surroundings, status=status)


def _proposal(viewer: Viewer, reference: str) -> Proposal:
    found = proposals.proposals_for(viewer).filter(reference=reference).first()
    if found is None:
        raise missing(viewer, "placements.listed", "proposal", reference)
    return found


def _family(viewer: Viewer, code: str) -> Family:
    found = proposals.families_for(viewer).filter(code=code).first()
    if found is None:
        raise missing(viewer, "placements.listed", "family", code)
    return found
