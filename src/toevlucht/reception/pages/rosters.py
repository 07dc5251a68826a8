"""Who works at a location: counts beside it, places to choose from, and a file of names."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page
from toevlucht.partners.roster_queries import KEEPS, people_at
from toevlucht.reception.actions.roster_files import take_roster
from toevlucht.reception.forms.files import TableFileForm, suffix_of
from toevlucht.reception.household_files import MOST_ROWS
from toevlucht.reception.queries.places import find_location, kept_locations
from toevlucht.reception.reach import reach_of
from toevlucht.reception.roster_files import NAME, header, roster_template
from toevlucht.reception.sealed.places import holders_of
from toevlucht.reception.supplied_files import FORMATS
from toevlucht.records.viewer import Viewer


def kept_places(viewer: Viewer) -> dict[str, str]:
    """Names by code of the locations for which the viewer's organisation may name who works."""
    return dict(kept_locations(reach_of(viewer, *KEEPS)).values_list("code", "name"))


def roster_of_place(request: HttpRequest, viewer: Viewer, kind: str, code: str) -> str:
    location = find_location(viewer, code) if kind == "location" else None
    if location is None:
        return ""
    rows = people_at({code: holders_of(location)}, timezone.localdate())
    shown = {"rows": rows, "location": location, "is_keeper": reach_of(viewer).keeps(location)}
    return render_to_string("reception/roster_of_place.html", shown, request)


@desk_page(*KEEPS)
def send_roster(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All of it, or nothing: everything that is wrong is told at its place."""
    spoken = reader_language()
    form = TableFileForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": form, "columns": header(spoken), "most": MOST_ROWS}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        taken = take_roster(viewer, given.read(), suffix_of(given.name))
        if not taken.problems:
            messages.success(request, said("rosters.file.taken", n=taken.new, again=taken.again))
            return redirect("roster")
        shown["problems"] = [(one, one.text(spoken)) for one in taken.problems]
        shown["file_name"] = given.name
    status = 400 if "problems" in shown or form.errors else 200
    return render(request, "reception/roster_file.html", shown, status=status)


@desk_page(*KEEPS)
def template_of_roster(request: HttpRequest, viewer: Viewer, suffix: str) -> HttpResponse:
    """The header in the language of the page."""
    if suffix not in FORMATS:
        raise Http404
    content = roster_template(suffix, reader_language())
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.{suffix}"'
    return response
