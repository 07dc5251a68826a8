"""Reports that may be about the same thing, what is judged of them, and the signal they form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import missing
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import linking
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.forms.linking import JudgeForm
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.pages.report import coordinators, find
from toevlucht.signals.queries.one_signal import assessments_of, own_signal, reports_of
from toevlucht.signals.queries.sources import sources
from toevlucht.signals.queries.suggestions import compare


@require_safe
@coordinators
def alike(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    return _alike(request, viewer, find(viewer, reference, "report.compared"), JudgeForm())


def _alike(
    request: HttpRequest, viewer: Viewer, entry: DeskEntry, form: JudgeForm, status: int = 200
) -> HttpResponse:
    compared = compare(viewer, entry)
    surroundings = {
        "report": entry.report,
        "signal": own_signal(viewer, entry.report),
        "found": compared.suggested,
        "judged": [one for one in compared.judged if one.judgement != "yes"],
        "form": form,
    }
    return render(request, "signals/report/alike.html", surroundings, status=status)


@require_POST
@coordinators
def judge(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.judged")
    form = JudgeForm(request.POST)
    other = policy.find_entry(viewer, form.cleaned_data["other"]) if form.is_valid() else None
    if form.is_valid() and other is None:
        form.add_error("other", reader_language().say("assessing.refused.no_such_report"))
    if other is None:
        return _alike(request, viewer, entry, form, 400)
    judgement = form.cleaned_data["judgement"]
    _do(request, lambda: linking.judge(viewer, entry, other, judgement))
    return redirect("report-alike", reference=reference)


@require_POST
@coordinators
def take_back(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.judged")
    other = find(viewer, request.POST.get("other", "")[:12], "report.judged")
    _do(request, lambda: linking.take_back(viewer, entry, other))
    return redirect("report-alike", reference=reference)


@require_POST
@coordinators
def unlink(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.unlinked")
    _do(request, lambda: linking.unlink(viewer, entry))
    return redirect("report", reference=reference)


@require_POST
@coordinators
def same_teller(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.linked")
    is_same = request.POST.get("same") == "yes"
    _do(request, lambda: linking.set_same_teller(viewer, entry, is_same))
    found = own_signal(viewer, entry.report)
    return (
        redirect("signal", reference=found.reference)
        if found
        else redirect("report", reference=reference)
    )


@require_safe
@coordinators
def signal(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    found = policy.find_signal(viewer, reference)
    if not found:
        raise missing(viewer, "signal.read", "signal", reference)
    links = reports_of(viewer, found)
    references = [link.report.reference for link in links]
    record_read(viewer, "signal.read", "signal", [reference, *references])
    surroundings = {
        "signal": found,
        "links": links,
        "sources": sources(links),
        "assessments": assessments_of(viewer, found),
    }
    return render(request, "signals/signal.html", surroundings)


def _do(request: HttpRequest, action: Callable[[], Any]) -> None:
    try:
        action()
    except NotPossible as refusal:
        messages.error(request, reader_language().message(refusal.message))
