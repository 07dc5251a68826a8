"""The page with which a list of host households is sent as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page
from toevlucht.reception.actions.household_files import allowed_for, take_file
from toevlucht.reception.actions.households import ENTERS
from toevlucht.reception.forms.files import TableFileForm, suffix_of
from toevlucht.reception.household_files import KEYS, MOST_ROWS, NAME, household_template
from toevlucht.reception.supplied_files import FORMATS
from toevlucht.records.viewer import Viewer


@desk_page(*ENTERS)
def send_file(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """All of it, or nothing: everything that is wrong is told at its place."""
    allowed = allowed_for(viewer)
    form = TableFileForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": form, "columns": KEYS, "most": MOST_ROWS, "own": allowed.own}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        taken = take_file(viewer, given.read(), suffix_of(given.name))
        if not taken.problems:
            messages.success(request, said("hosts_own.file.taken", n=taken.new))
            if taken.again:
                messages.info(request, said("hosts_own.file.again", n=taken.again))
            return redirect("households" if viewer.has("coordinator") else "desk")
        spoken = reader_language()
        shown["problems"] = [(one, one.text(spoken)) for one in taken.problems]
        shown["file_name"] = given.name
    status = 400 if "problems" in shown or form.errors else 200
    return render(request, "reception/household_file.html", shown, status=status)


@desk_page(*ENTERS)
def file_template(request: HttpRequest, viewer: Viewer, suffix: str) -> HttpResponse:
    """The header in the language of the page."""
    allowed_for(viewer)
    if suffix not in FORMATS:
        raise Http404
    content = household_template(suffix, reader_language())
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.{suffix}"'
    return response
