"""The pages on which a round is begun, walked on a phone, read, and what it asks is mended."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from toevlucht.layout.downloads import saved_never_shown
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.queries import colleagues_named, person_names
from toevlucht.reception.actions import inspecting
from toevlucht.reception.forms.inspections import (
    BeginForm,
    ImprovementForm,
    MendedForm,
    Round,
    proposed_day,
)
from toevlucht.reception.models import HostHousehold, Improvement, Inspection, Location
from toevlucht.reception.queries import inspections
from toevlucht.reception.queries.places import find_household, find_location
from toevlucht.records.actions import record_read
from toevlucht.records.attachments.taking import ENDINGS, kind_of
from toevlucht.records.sealed.custody import NoKey
from toevlucht.records.sealed.envelope import new_key
from toevlucht.records.viewer import Viewer

KEPT_FOR = datetime.timedelta(hours=72)  # how long a device keeps what was not sent
WORKER = Path(__file__).parents[1] / "static/reception/inspection-worker.js"


@desk_page("coordinator")
def own_rounds(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    rounds = inspections.own_open_rounds(viewer)
    record_read(viewer, "inspections.listed", "inspection", [one.code for one in rounds])
    return render(request, "reception/inspections/own.html", {"rounds": rounds})


@desk_page("coordinator")
def of_location(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    location = find_location(viewer, code)
    if not location:
        raise missing(viewer, "location.read", "location", code)
    return _of_place(request, viewer, location, location.name)


@desk_page("coordinator")
def of_household(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    household = find_household(viewer, code)
    if not household:
        raise missing(viewer, "household.read", "household", code)
    return _of_place(request, viewer, household, household.code)


def _of_place(
    request: HttpRequest, viewer: Viewer, place: Location | HostHousehold, name: str
) -> HttpResponse:
    may_inspect = inspections.may_inspect(viewer, place)
    occasions = inspecting.occasions_of(place)
    form = BeginForm(occasions, request.POST or None) if may_inspect else None
    nothing = False
    if form and form.is_valid():
        occasion = form.cleaned_data["occasion"]
        try:
            begun = inspecting.begin_inspection(viewer, place, occasion, timezone.localdate())
            return redirect("round", begun.code)
        except inspecting.NothingToAsk:
            nothing = True
    rounds = list(inspections.inspections_of(place))
    record_read(viewer, "inspections.listed", "inspection", [one.code for one in rounds])
    kind = "place" if isinstance(place, Location) else "household"
    shown = {
        "name": name,
        "rounds": rounds,
        "form": form,
        "nothing": nothing,
        "back": reverse(kind, args=(place.code,)),
    }
    return render(request, "reception/inspections/of_place.html", shown)


@desk_page("coordinator")
def one_inspection(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    inspection = _found(viewer, code, "inspection.read")
    record_read(viewer, "inspection.read", "inspection", (code,))
    spoken = reader_language().tag
    shown = {
        "inspection": inspection,
        "name": _name(inspection),
        "asked": inspections.asked_in(viewer, inspection, spoken),
        "is_own": inspection.inspector == viewer.person,
        "inspector": person_names(viewer, [inspection.inspector]).get(inspection.inspector, ""),
    }
    return render(request, "reception/inspections/one.html", shown)


@desk_page("coordinator")
def walk(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """One page and one answer; with scripts, the answer may come later than it was written."""
    inspection = _own_round(viewer, code)
    colleagues = colleagues_named(viewer, "coordinator")
    is_sent, spoken = request.method == "POST", reader_language().tag
    # The copy that a phone keeps without a lock has nothing in it that somebody wrote.
    if "blank" in request.GET:
        asked = inspections.asked_blank(inspection, spoken)
    else:
        asked = inspections.asked_in(viewer, inspection, spoken)
    entries = Round.of(asked, colleagues, request if is_sent else None)
    problems: list[tuple[str, str, str]] = []
    if is_sent:
        problems = _saved(viewer, inspection, entries, "finish" in request.POST)
        if not problems:
            return _done(request, inspection)
        if _wants_json(request):
            return JsonResponse({"problems": problems}, status=422)
    else:
        record_read(viewer, "inspection.read", "inspection", (code,))
    shown = {
        "inspection": inspection,
        "name": _name(inspection),
        "forms": entries.forms,
        "problems": problems,
        "proposed": proposed_day(),
    }
    return render(request, "reception/inspections/round.html", shown)


def _saved(
    viewer: Viewer, inspection: Inspection, entries: Round, finish: bool
) -> list[tuple[str, str, str]]:
    found = entries.found()
    if found is None:
        return entries.problems()
    try:
        inspecting.save_round(viewer, inspection, found, finish)
    except inspecting.Unfinished as unfinished:
        return entries.unanswered(unfinished.codes)
    return []


def _done(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    address = reverse("inspection", args=(inspection.code,))
    return JsonResponse({"done": address}) if _wants_json(request) else redirect(address)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


@require_POST
@desk_page("coordinator")
def device_key(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    """With which a phone locks what is not sent yet; kept there for 72 hours, and here never."""
    inspection = _own_round(viewer, code)
    record_read(viewer, "inspection.key_given", "inspection", (inspection.code,))
    until = timezone.now() + KEPT_FOR
    return JsonResponse({"key": list(new_key()), "until": int(until.timestamp() * 1000)})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for a round where there is no network; nothing in it is secret."""
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
@desk_page("coordinator")
def photo(
    request: HttpRequest, viewer: Viewer, code: str, requirement: str, number: int
) -> HttpResponse:
    inspection = _found(viewer, code, "inspection.photo_read")
    try:
        content = inspections.fetch_photo(viewer, inspection, requirement, number)
    except NoKey:
        content = None
    if content is None:
        raise missing(viewer, "inspection.photo_read", "inspection", code)
    record_read(viewer, "inspection.photo_read", "inspection", (code, requirement, number))
    kind = kind_of(content) or "application/octet-stream"
    name = f"{code}-{requirement}-{number}.{ENDINGS.get(kind, 'bin')}"
    return saved_never_shown(content, kind, name)


@desk_page("coordinator")
def list_improvements(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    mine = "mine" in request.GET
    listed, more = inspections.list_improvements(viewer, mine, request.GET.get("after", ""))
    record_read(viewer, "improvements.listed", "improvement", [one.code for one in listed])
    names = person_names(viewer, {one.owner for one in listed})
    rows = [
        (one, _name(one.item.inspection), names.get(one.owner, ""), inspections.is_overdue(one))
        for one in listed
    ]
    shown = {"rows": rows, "more_after": more, "mine": mine}
    return render(request, "reception/inspections/improvements.html", shown)


@desk_page("coordinator")
def one_improvement(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    improvement = inspections.find_improvement(viewer, code)
    if not improvement:
        raise missing(viewer, "improvement.read", "improvement", code)
    forms = _forms(request, viewer, improvement)
    if _changed(request, viewer, improvement, forms):
        return redirect("improvement", code)
    record_read(viewer, "improvement.read", "improvement", (code,))
    owner = person_names(viewer, [improvement.owner]).get(improvement.owner, "")
    shown = {
        "improvement": improvement,
        "name": _name(improvement.item.inspection),
        "reason": inspections.reason_at(viewer, improvement.item),
        "owner": owner,
        "mended": inspections.what_was_mended(viewer, improvement),
        "overdue": inspections.is_overdue(improvement),
        "requirement": improvement.item.requirement.text(reader_language().tag),
        **forms,
    }
    return render(request, "reception/inspections/improvement.html", shown)


def _forms(request: HttpRequest, viewer: Viewer, improvement: Improvement) -> dict[str, Any]:
    """For who keeps the place, until it is done."""
    if improvement.done_on or not inspections.may_inspect(viewer, _place(improvement)):
        return {}
    now = {"owner": improvement.owner, "due_on": improvement.due_on}
    colleagues = colleagues_named(viewer, "coordinator")
    data = request.POST if request.method == "POST" else None
    is_mended = data is not None and "mended" in data
    return {
        "form": ImprovementForm(colleagues, data if not is_mended else None, initial=now),
        "mended_form": MendedForm(data if is_mended else None),
    }


def _changed(
    request: HttpRequest, viewer: Viewer, improvement: Improvement, forms: dict[str, Any]
) -> bool:
    if not forms:
        return False
    if forms["form"].is_valid():
        inspecting.change_improvement(viewer, improvement, **forms["form"].cleaned_data)
    elif forms["mended_form"].is_valid():
        words = forms["mended_form"].cleaned_data["words"]
        inspecting.finish_improvement(viewer, improvement, words)
    else:
        return False
    messages.success(request, said("people.done.saved"))
    return True


def _place(improvement: Improvement) -> Location | HostHousehold:
    inspection = improvement.item.inspection
    place = inspection.location or inspection.household
    assert place is not None
    return place


def _name(inspection: Inspection) -> str:
    """A location's; of a household its number, which is all that stands open of it."""
    if inspection.location:
        return inspection.location.name
    return inspection.household.code if inspection.household else ""


def _found(viewer: Viewer, code: str, event: str) -> Inspection:
    inspection = inspections.find_inspection(viewer, code)
    if inspection is None:
        raise missing(viewer, event, "inspection", code)
    return inspection


def _own_round(viewer: Viewer, code: str) -> Inspection:
    """One that the viewer walks and has not finished."""
    inspection = _found(viewer, code, "inspection.read")
    if inspection.inspector != viewer.person or inspection.finished_on:
        raise missing(viewer, "inspection.read", "inspection", code)
    return inspection
