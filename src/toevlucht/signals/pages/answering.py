"""Answer from the page of a report: acknowledge it, write, and tell what came of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_POST

from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import answering
from toevlucht.signals.answers import answers_for
from toevlucht.signals.forms.answering import MessageForm, OutcomeForm
from toevlucht.signals.pages.handling import done, wrong
from toevlucht.signals.pages.report import coordinators, find


@require_POST
@coordinators
def acknowledge(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.acknowledged")
    return done(request, entry, lambda: answering.acknowledge(viewer, entry))


@require_POST
@coordinators
def write(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.written_to")
    form = MessageForm(request.POST)
    if not form.is_valid():
        return wrong(request, viewer, entry, message=form)
    text = form.cleaned_data["message"]
    return done(request, entry, lambda: answering.write_to_reporter(viewer, entry, text))


@require_POST
@coordinators
def tell(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.answered")
    form = OutcomeForm(request.POST, answers=answers_for(entry.report.outcome))
    if not form.is_valid():
        return wrong(request, viewer, entry, tell=form)
    answer = form.cleaned_data["answer"]
    return done(request, entry, lambda: answering.tell_outcome(viewer, entry, answer))
