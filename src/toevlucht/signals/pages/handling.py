"""What a coordinator does with a report on its page: take, hand on, begin, close, open again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
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
from toevlucht.signals.pages.report import colleagues_of, coordinators, find, show
from toevlucht.signals.queries.colleagues import organisations_not_kept_from

Given = dict[str, Any]
Action = Callable[[Viewer, DeskEntry, Given], object]
FormFor = Callable[[QueryDict, Viewer, DeskEntry], forms.Form]


def handler(
    name: str, event: str, act: Action, part: str = "", form_for: FormFor | None = None
) -> Callable[..., HttpResponseBase]:
    """The page to which a form on the page of a report is sent; ``part`` is what it is called.

    ``act`` is given what was filled in. Without ``form_for`` the form is a button.
    """

    def page(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponseBase:
        entry = find(viewer, reference, event)
        form = form_for(request.POST, viewer, entry) if form_for else None
        if form is not None and not form.is_valid():
            return wrong(request, viewer, entry, **{part: form})
        given = form.cleaned_data if form is not None else {}
        return done(request, entry, lambda: act(viewer, entry, given))

    page.__name__ = name  # as a refusal has it on record
    return require_POST(coordinators(page))


def filled(form: type[forms.Form]) -> FormFor:
    """A form that asks nothing of the report."""
    return lambda given, viewer, entry: form(given)


take = handler("take", "report.assigned", lambda by, entry, _: handling.take(by, entry))
assign = handler(
    "assign",
    "report.assigned",
    lambda by, entry, given: handling.assign(by, entry, given["colleague"]),
    "assign",
    lambda given, by, entry: AssignForm(given, people=colleagues_of(by, entry).coordinating),
)
keep_from = handler(
    "keep_from",
    "report.kept_from",
    lambda by, entry, given: keep_from_colleague(by, entry, given["keep_from"]),
    "keep",
    lambda given, by, entry: KeepFromForm(given, people=colleagues_of(by, entry).not_kept_from),
)
set_due = handler(
    "set_due",
    "report.due_set",
    lambda by, entry, given: handling.set_due(by, entry, given["due_on"]),
    "due",
    filled(DueForm),
)
start = handler("start", "report.started", lambda by, entry, _: handling.start(by, entry))
close = handler(
    "close",
    "report.closed",
    lambda by, entry, given: handling.close(by, entry, given["outcome"], given["closing_reason"]),
    "close",
    filled(CloseForm),
)
reopen = handler(
    "reopen",
    "report.reopened",
    lambda by, entry, given: handling.reopen(by, entry, given["reopening_reason"]),
    "reopen",
    filled(ReopenForm),
)


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
