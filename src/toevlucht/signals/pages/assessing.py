"""The page on which a report is assessed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.assessing import assess as assess_report
from toevlucht.signals.forms.assessing import AssessForm, shown
from toevlucht.signals.grading import scheme_of
from toevlucht.signals.pages.handling import done
from toevlucht.signals.pages.report import coordinators, find
from toevlucht.signals.queries.history import newest_assessment
from toevlucht.signals.queries.one_signal import own_signal


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def assess(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.assessed")
    if entry.ground != "handling":
        raise NotAllowed("report.assessed", "report", (reference,))
    scheme = scheme_of(viewer.organisation)
    if request.method == "POST":
        form = AssessForm(request.POST, scheme=scheme)
        if form.is_valid():
            reason = form.cleaned_data["assessing_reason"]
            return done(request, entry, lambda: assess_report(viewer, entry, form.belief(), reason))
    else:
        newest = newest_assessment(viewer, entry)
        form = AssessForm(scheme=scheme, initial=shown(newest, scheme))
    record_read(viewer, "report.opened", "report", [reference])
    surroundings = {
        "report": entry.report,
        "signal": own_signal(viewer, entry.report),
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "signals/report/assess.html", surroundings, status=status)
