"""What a coordinator does with a report on its page: take, hand on, begin, close, open again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions import handling
from toevlucht.signals.actions.keeping_from import keep_from_colleague, keep_from_organisation
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.forms.handling import (
    AssignForm,
    CloseForm,
    DueForm,
    KeepFromForm,
    KeepFromOrganisationForm,
    ReopenForm,
)
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.pages.report import coordinators, find, show
from toevlucht.signals.queries.colleagues import (
    colleagues,
    not_kept_from,
    organisations_not_kept_from,
)


@require_POST
@coordinators
def take(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.assigned")
    return done(request, entry, lambda: handling.take(viewer, entry))


@require_POST
@coordinators
def assign(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.assigned")
    form = AssignForm(request.POST, people=colleagues(viewer, entry))
    if not form.is_valid():
        return wrong(request, viewer, entry, assign=form)
    given = form.cleaned_data["colleague"]
    return done(request, entry, lambda: handling.assign(viewer, entry, given))


@require_POST
@coordinators
def keep_from(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.kept_from")
    form = KeepFromForm(request.POST, people=not_kept_from(viewer, entry))
    if not form.is_valid():
        return wrong(request, viewer, entry, keep=form)
    given = form.cleaned_data["keep_from"]
    return done(request, entry, lambda: keep_from_colleague(viewer, entry, given))


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def keep_from_other(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    """A page of its own: all organisations there are stand on it."""
    entry = find(viewer, reference, "report.kept_from")
    if entry.ground != "handling":
        raise NotAllowed("report.kept_from", "report", (reference,))
    others = organisations_not_kept_from(entry)
    form = KeepFromOrganisationForm(request.POST or None, organisations=others)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["organisation"]
        return done(request, entry, lambda: keep_from_organisation(viewer, entry, given))
    record_read(viewer, "report.opened", "report", [reference])
    surroundings = {"report": entry.report, "form": form}
    status = 400 if form.errors else 200
    return render(
        request, "signals/report/keep_from_organisation.html", surroundings, status=status
    )


@require_POST
@coordinators
def set_due(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.due_set")
    form = DueForm(request.POST)
    if not form.is_valid():
        return wrong(request, viewer, entry, due=form)
    given = form.cleaned_data["due_on"]
    return done(request, entry, lambda: handling.set_due(viewer, entry, given))


@require_POST
@coordinators
def start(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.started")
    return done(request, entry, lambda: handling.start(viewer, entry))


@require_POST
@coordinators
def close(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.closed")
    form = CloseForm(request.POST)
    if not form.is_valid():
        return wrong(request, viewer, entry, close=form)
    outcome, reason = form.cleaned_data["outcome"], form.cleaned_data["closing_reason"]
    return done(request, entry, lambda: handling.close(viewer, entry, outcome, reason))


@require_POST
@coordinators
def reopen(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
    entry = find(viewer, reference, "report.reopened")
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return wrong(request, viewer, entry, reopen=form)
    given = form.cleaned_data["reopening_reason"]
    return done(request, entry, lambda: handling.reopen(viewer, entry, given))


def wrong(
    request: HttpRequest, viewer: Viewer, entry: DeskEntry, **tried: forms.Form
) -> HttpResponse:
    """The page again, with what was typed and what is wrong with it."""
    return show(request, viewer, entry, 400, wrong=next(iter(tried.values())), **tried)


def done(request: HttpRequest, entry: DeskEntry, action: Callable[[], Any]) -> HttpResponseBase:
    try:
        action()
    except NotPossible as refusal:
        messages.error(request, reader_language().message(refusal.message))
    return redirect("report", reference=entry.report.reference)
