"""Read another organisation's reports in an emergency, and see who read the own ones."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.emergency import (
    open_reports,
    read_under_glass,
    reports_under_glass,
)
from toevlucht.signals.forms.sharing import EmergencyForm
from toevlucht.signals.pages.report import municipality_of
from toevlucht.signals.queries.emergency import could_open, readings_of_own

MOST = 100
rescuers = desk_page("coordinator", "approver")


@require_http_methods(["GET", "HEAD", "POST"])
@rescuers
def emergency(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """To open, for who may; and who read what the own organisation handles."""
    places = could_open(viewer)
    form = EmergencyForm(request.POST if request.method == "POST" else None, places=places)
    if request.method == "POST":
        if not places:
            raise NotAllowed("break_glass.opened", "organisation")
        if form.is_valid():
            code = form.cleaned_data["organisation"]
            open_reports(viewer, code, form.cleaned_data["reason"])
            return redirect("emergency-reports-of", code=code)
    found = list(readings_of_own(viewer)[:MOST])
    record_read(viewer, "reports.listed", "report", [one.report.reference for one in found])
    names = names_of_organisations()
    surroundings = {
        "form": form if places else None,
        "readings": [(one, names.get(one.organisation, one.organisation)) for one in found],
    }
    status = 400 if form.errors else 200
    return render(request, "signals/sharing/emergency.html", surroundings, status=status)


@require_safe
@rescuers
def reports_of(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    try:
        glass, entries = reports_under_glass(viewer, code)
    except NotAllowed as refused:
        raise missing(viewer, refused.event, "organisation", code) from refused
    surroundings = {
        "glass": glass.opened,
        "entries": entries,
        "code": code,
        "organisation": glass.owner.name(reader_language().tag),
        "today": timezone.localdate(),
    }
    return render(request, "signals/sharing/emergency_reports.html", surroundings)


@require_safe
@rescuers
def report_of(request: HttpRequest, viewer: Viewer, code: str, reference: str) -> HttpResponse:
    try:
        found = read_under_glass(viewer, code, reference)
    except NotAllowed as refused:
        raise missing(viewer, refused.event, "organisation", code) from refused
    if found is None:
        raise missing(viewer, "break_glass.read", "report", reference)
    glass, entry, content = found
    surroundings = {
        "glass": glass.opened,
        "entry": entry,
        "report": entry.report,
        "content": content,
        "code": code,
        "organisation": glass.owner.name(reader_language().tag),
        "municipality": municipality_of(entry.report),
    }
    return render(request, "signals/sharing/emergency_report.html", surroundings)
