"""The work lists: a page of one, a search by reference, kept filters, and what is held."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.partners.queries import colleagues_named
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals import places_in_lists
from toevlucht.signals.actions.filters import keep_filter, remove_filter
from toevlucht.signals.actions.held import close_held, release_held
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.forms.worklists import FindForm, HeldForm, KeepForm, ListForm
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.pages.report import coordinators
from toevlucht.signals.queries.filters import kept_filters
from toevlucht.signals.queries.worklists import (
    LISTS,
    LOOKED_THROUGH,
    MOST_COUNTED,
    PAGE,
    find_by_reference,
    work_list,
)

TEMPLATE = "signals/worklists/list.html"


@require_safe
@coordinators
def reports(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return _show(request, viewer, ListForm(request.GET, _people(viewer)))


@require_safe
@coordinators
def find(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """By reference or the beginning of one, on whichever list it is."""
    form = FindForm(request.GET)
    surroundings: dict[str, Any] = {"find": form, "lists": LISTS}
    if not form.is_valid():
        return render(request, "signals/worklists/found.html", surroundings, status=400)
    found = find_by_reference(viewer, form.cleaned_data["reference"])
    shown = found[:PAGE]
    record_read(viewer, "reports.searched", "report", _references(shown))
    surroundings |= {"rows": _rows(shown, _people(viewer)), "has_more": len(found) > PAGE}
    return render(request, "signals/worklists/found.html", surroundings)


@require_POST
@coordinators
def keep(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Keep the filters that are in use under a name."""
    used, form = ListForm(request.POST, _people(viewer)), KeepForm(request.POST)
    if not (used.is_valid() and form.is_valid()):
        return _show(request, viewer, used, status=400, keep=form)
    try:
        keep_filter(viewer, form.cleaned_data["title"], used.kept())
    except NotPossible as refusal:
        form.add_error("title", reader_language().message(refusal.message))
        return _show(request, viewer, used, status=400, keep=form)
    messages.success(request, reader_language().say("worklists.kept.done"))
    return redirect(f"{reverse('reports')}?{urlencode(used.kept())}")


@require_POST
@coordinators
def remove(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    remove_filter(viewer, request.POST.get("title", ""))
    messages.success(request, reader_language().say("worklists.kept.removed"))
    return redirect("reports")


@require_POST
@coordinators
def held(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    """Let the chosen ones into the list of open reports, or close them all for one reason."""
    form = HeldForm(request.POST, chosen=request.POST.getlist("chosen"))
    if not form.is_valid():
        return _show(request, viewer, _held_list(viewer), status=400, held=form)
    chosen, spoken = form.chosen, reader_language()
    if form.closes:
        reason = form.cleaned_data["closing_reason"]
        try:
            done = close_held(viewer, chosen, form.cleaned_data["outcome"], reason)
        except NotPossible as refusal:
            form.add_error(None, spoken.message(refusal.message))
            return _show(request, viewer, _held_list(viewer), status=409, held=form)
        messages.success(request, spoken.say("worklists.held.closed", n=done))
    else:
        done = release_held(viewer, chosen)
        messages.success(request, spoken.say("worklists.held.released", n=done))
    return redirect(f"{reverse('reports')}?name=held")


def _held_list(viewer: Viewer) -> ListForm:
    return ListForm({"name": "held"}, _people(viewer))


def _show(
    request: HttpRequest, viewer: Viewer, form: ListForm, status: int = 200, **tried: Any
) -> HttpResponse:
    """``tried``: another form with what was typed, where something was wrong with it."""
    surroundings: dict[str, Any] = {
        "form": form,
        "find": FindForm(),
        "keep": KeepForm(),
        "held": HeldForm(),
        "lists": LISTS,
        "wrong": form if form.errors else next(iter(tried.values()), None),
    }
    if not form.is_valid():
        return render(request, TEMPLATE, surroundings, status=400)
    asked = form.asked(viewer)
    after = places_in_lists.read(viewer, request.GET.get("after", ""))
    found = work_list(viewer, asked, after)
    record_read(viewer, "reports.listed", "report", _references(found.entries))
    surroundings |= {
        "name": asked.name,
        "narrowed": asked.narrowed,
        "used": form.kept(),
        "rows": _rows(found.entries, form.people),
        "found": found,
        "is_first": after is None,
        "most_counted": MOST_COUNTED,
        "looked_through": LOOKED_THROUGH,
        "kept": [] if asked.narrowed else kept_filters(viewer),
        "further": _further(viewer, form, found.further),
    }
    return render(request, TEMPLATE, surroundings | tried, status=status)


def _further(viewer: Viewer, form: ListForm, place: Any) -> str:
    if place is None:
        return ""
    return urlencode({**form.kept(), "after": places_in_lists.written(viewer, place)})


def _unheard(entry: DeskEntry) -> str:
    """What the reporter heard, where nobody has said yet that somebody looks."""
    if entry.ground != "handling" or entry.report.acknowledged_on:
        return ""
    return "arrival" if entry.report.arrival_told_on else "nothing"


def _people(viewer: Viewer) -> dict[int, str]:
    return colleagues_named(viewer, "coordinator")


def _references(entries: list[DeskEntry]) -> list[str]:
    return [entry.report.reference for entry in entries]


def _rows(entries: list[DeskEntry], people: dict[int, str]) -> list[dict[str, Any]]:
    """Each report in words. A page holds few codes and days, so each is put into words once."""
    today, spoken = timezone.localdate(), reader_language()
    coded = cache(lambda section, code: spoken.say(f"{section}.{code}"))
    day = cache(spoken.date)
    place = cache(lambda code: spoken.write(areas.named(code, today)) if code else "")
    return [
        {
            "reference": entry.report.reference,
            "due_on": day(entry.due_on),
            "is_late": entry.is_open and entry.due_on < today,
            "situation": coded("codes_of_reports.situation", entry.situation),
            "municipality": place(entry.municipality),
            "place_kind": coded("codes.place_kind", entry.place_kind),
            "rung": coded("codes.rung", entry.rung),
            "unheard": _unheard(entry),
            "progress": coded("codes_of_reports.progress", entry.progress),
            "is_taken": entry.assignee is not None,
            "assignee": people.get(entry.assignee or 0, ""),
            "received_on": day(entry.received_on),
        }
        for entry in entries
    ]
