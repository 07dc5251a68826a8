"""The pages on which an organisation keeps who works for it, and who has no valid certificate."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.actions import rosters
from toevlucht.partners.certificates import kept_after_the_end, missing_since, norm_on
from toevlucht.partners.models import RosterEntry
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.roster_forms import EntryForm, LastDayForm, RosterFilter
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.roster_queries import (
    KEEPS,
    accounts_for,
    details_of,
    find_entry,
    roster_page,
)
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

FIELDS = ("place", "role", "works_from", "works_until", "asked_on", "checked_on", "valid_until")


@desk_page(*KEEPS)
def list_roster(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    today, places = timezone.localdate(), places_of(viewer)
    form = RosterFilter(places, request.GET)
    chosen = form.chosen()
    listed, more = roster_page(viewer, chosen, today, request.GET.get("after", ""))
    record_read(viewer, "roster.listed", "roster_entry", [one.code for one in listed])
    words = details_of(viewer, listed)
    shown = {
        "form": form,
        "is_chosen": any((chosen.place, chosen.role, chosen.certificate)),
        "rows": [
            (
                one,
                words.get(one.code, {}).get("name", ""),
                places.get(one.place, one.place),
                missing_since(one, today),
            )
            for one in listed
        ],
        "next": urlencode({**form.cleaned_data, "after": more}) if more else "",
        "norm": norm_on(today),
        "today": today,
    }
    return render(request, "partners/roster.html", shown)


@desk_page(*KEEPS)
def add_to_roster(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = EntryForm(places_of(viewer), accounts_for(viewer), request.POST or None)
    if _done(form, lambda: rosters.add_to_roster(viewer, form.about())):
        messages.success(request, said("rosters.saved"))
        return redirect("roster")
    return _form_page(request, form, "add")


@desk_page(*KEEPS)
def change_entry(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    entry = _found(viewer, code)
    places = places_of(viewer)
    if entry.place:
        places.setdefault(entry.place, entry.place)
    record_read(viewer, "roster.listed", "roster_entry", (code,))
    words = details_of(viewer, (entry,)).get(code, {})
    initial = {**words, **{name: getattr(entry, name) for name in FIELDS}}
    initial["person"] = entry.person_id
    form = EntryForm(places, accounts_for(viewer), request.POST or None, initial=initial)
    if _done(form, lambda: rosters.change_entry(viewer, entry, form.about())):
        messages.success(request, said("rosters.saved"))
        return redirect("roster")
    return _form_page(request, form, "change")


@desk_page(*KEEPS)
def end_entry(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    entry = _found(viewer, code)
    form = LastDayForm(request.POST or None)
    if _done(form, lambda: rosters.end_entry(viewer, entry, form.cleaned_data["works_until"])):
        messages.success(request, said("rosters.saved"))
        return redirect("roster")
    return _form_page(request, form, "end")


def _found(viewer: Viewer, code: str) -> RosterEntry:
    entry = find_entry(viewer, code)
    if entry is None:
        raise missing(viewer, "roster.listed", "roster_entry", code)
    return entry


def _done(form: Form, does: Callable[[], object]) -> bool:
    """What stands in the way of it is told above the form."""
    if not form.is_valid():
        return False
    try:
        does()
    except Refused as refused:
        put_right(form, refused)
    return not form.errors


def _form_page(request: HttpRequest, form: Form, what: str) -> HttpResponse:
    status = 400 if form.errors else 200
    shown = {"form": form, "what": what, "kept_days": kept_after_the_end().days}
    return render(request, "partners/roster_form.html", shown, status=status)
