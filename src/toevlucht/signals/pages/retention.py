"""How long reports are kept here, and what was destroyed; and to hold one report longer."""

from __future__ import annotations

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import keeping
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.forms.keeping import HoldForm, TermForm
from toevlucht.signals.pages.handling import done, wrong
from toevlucht.signals.pages.report import coordinators, find
from toevlucht.signals.queries.destructions import Destroyed, destructions
from toevlucht.signals.queries.terms import terms


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(*keeping.WHO_SETS)
def retention(request: HttpRequest, viewer: Viewer) -> HttpResponseBase:
    form = TermForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            keeping.set_term(viewer, given["origin"], form.outcome_code(), given["months"])
        except NotPossible as refusal:
            messages.error(request, reader_language().message(refusal.message))
        else:
            messages.success(request, reader_language().say("keeping.term.done"))
        return redirect("retention")
    surroundings = {
        "form": form,
        "terms": list(terms(viewer)),
        "destroyed": _destroyed(viewer),
        "coordinates": viewer.has("coordinator"),
    }
    return render(
        request, "signals/retention.html", surroundings, status=400 if form.errors else 200
    )


@require_safe
@coordinators
def destroyed_csv(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="destroyed-reports.csv"'
    sheet = csv.writer(answer)
    sheet.writerow(["requested_at", "reference", "rule", "state", "final_on"])
    for one in _destroyed(viewer):
        state = "final" if one.is_final else "requested"
        moment = one.row.requested_at.isoformat(timespec="seconds")
        sheet.writerow([moment, one.reference, one.row.rule, state, one.row.final_on.isoformat()])
    return answer


@require_POST
@coordinators
def hold(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    """Held, or let go, whichever the page asked for."""
    lifts = "lift" in request.POST
    entry = find(viewer, reference, "report.hold_lifted" if lifts else "report.held")
    form = HoldForm(request.POST)
    if not form.is_valid():
        return wrong(request, viewer, entry, holding=form)
    change = keeping.lift_hold if lifts else keeping.hold
    return done(request, entry, lambda: change(viewer, entry, form.cleaned_data["hold_reason"]))


def _destroyed(viewer: Viewer) -> list[Destroyed]:
    found = destructions(viewer)
    record_read(viewer, "destructions.listed", "organisation", [viewer.organisation])
    return found
