"""Rumours on the desk: note one, add that it was heard again, check it, answer it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.rumours import (
    OPEN,
    RumourRefused,
    answer_rumour,
    drop_rumour,
    keep_check,
    note_rumour,
    tell_again,
    withdraw_answer,
)
from toevlucht.signals.codes import RUMOUR_STATES
from toevlucht.signals.forms.rumours import (
    AnswerForm,
    CheckForm,
    HeardForm,
    RumourForm,
    WithdrawAnswerForm,
)
from toevlucht.signals.models import Rumour
from toevlucht.signals.queries import rumours as queries

LONGEST_NUMBER = 18  # digits


@require_safe
@desk_page("coordinator")
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in RUMOUR_STATES else ""
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() else None
    found = queries.rumours_page(viewer, state, number if len(before) <= LONGEST_NUMBER else None)
    shown = found[: queries.PAGE]
    record_read(viewer, "rumours.listed", "rumour", [one.reference for one in shown])
    surroundings = {
        "rumours": shown,
        "states": RUMOUR_STATES,
        "state": state,
        "next": shown[-1].pk if len(found) > queries.PAGE else None,
        "organisations": names_of_organisations(),
    }
    return render(request, "signals/rumours/list.html", surroundings)


@require_safe
@desk_page("coordinator")
def one(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    rumour = _found(viewer, reference, "rumour.read")
    record_read(viewer, "rumour.read", "rumour", [reference])
    names = names_of_organisations()
    noted = queries.noted(rumour)
    surroundings = {
        "rumour": rumour,
        "looks_into_it": names.get(rumour.organisation, rumour.organisation),
        "noted": [(names.get(one.organisation, one.organisation), one) for one in noted],
        "told": sum(one.told for one in noted),
        "may_change": queries.may_change(viewer, rumour),
        "is_open": rumour.state in OPEN,
        "withdrawn_for": rumour.withdrawn_for.get(reader_language().tag, ""),
        "answers": [(tag, list(parts.values())) for tag, parts in rumour.answer.items()],
    }
    return render(request, "signals/rumours/one.html", surroundings)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("coordinator")
def new(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = RumourForm(request.POST if request.method == "POST" else None)
    made: list[Rumour] = []

    def note() -> None:
        story, place = form.cleaned_data["story"], form.cleaned_data["municipality"]
        made.append(note_rumour(viewer, story, place, form.heard()))

    if _done(request, form, note, "rumours.done.noted"):
        return redirect("rumour", reference=made[0].reference)
    return _form(request, form, "new", None)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("coordinator")
def heard(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    rumour = _found(viewer, reference, "rumour.told")
    form = HeardForm(request.POST if request.method == "POST" else None)
    if _done(request, form, lambda: tell_again(viewer, rumour, form.heard()), "rumours.done.told"):
        return redirect("rumour", reference=reference)
    return _form(request, form, "heard", rumour)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("coordinator")
def check(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    rumour = _found(viewer, reference, "rumour.checked")
    now = {"found": rumour.found, "sources": rumour.sources, "verdict": rumour.verdict}
    form = CheckForm(request.POST if request.method == "POST" else None, initial=now)
    if _done(
        request,
        form,
        lambda: keep_check(viewer, rumour, **form.cleaned_data),
        "rumours.done.checked",
    ):
        return redirect("rumour", reference=reference)
    return _form(request, form, "check", rumour)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("coordinator")
def answer(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    rumour = _found(viewer, reference, "rumour.answered")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if _done(
        request, form, lambda: answer_rumour(viewer, rumour, form.answer()), "rumours.done.answered"
    ):
        return redirect("rumour", reference=reference)
    return _form(request, form, "answer", rumour)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("coordinator")
def withdraw(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    rumour = _found(viewer, reference, "rumour.withdrawn")
    form = WithdrawAnswerForm(request.POST if request.method == "POST" else None)
    if _done(
        request,
        form,
        lambda: withdraw_answer(viewer, rumour, form.reason()),
        "rumours.done.withdrawn",
    ):
        return redirect("rumour", reference=reference)
    return _form(request, form, "withdraw", rumour)


@require_POST
@desk_page("coordinator")
def drop(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    rumour = _found(viewer, reference, "rumour.dropped")
    language = reader_language()
    try:
        drop_rumour(viewer, rumour)
        messages.success(request, language.say("rumours.done.dropped"))
    except RumourRefused as refused:
        messages.error(request, language.message(refused.message))
    return redirect("rumour", reference=reference)


def _found(viewer: Viewer, reference: str, event: str) -> Rumour:
    rumour = queries.find_rumour(viewer, reference)
    if not rumour:
        raise missing(viewer, event, "rumour", reference)
    return rumour


def _done(request: HttpRequest, form: forms.Form, act: Callable[[], None], key: str) -> bool:
    """Whether what was filled in was right and is done; what was refused stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    language = reader_language()
    try:
        act()
    except RumourRefused as refused:
        form.add_error(refused.field or None, language.message(refused.message))
        return False
    messages.success(request, language.say(key))
    return True


def _form(request: HttpRequest, form: forms.Form, page: str, rumour: Rumour | None) -> HttpResponse:
    texts: dict[str, Any] = {
        "new": ("rumours.new.title", "rumours.new.lead", "rumours.new.button"),
        "heard": ("rumours.heard.title", "rumours.heard.lead", "rumours.heard.button"),
        "check": ("rumours.check.title", "rumours.check.lead", "rumours.check.button"),
        "answer": ("rumours.answer.title", "rumours.answer.lead", "rumours.answer.button"),
        "withdraw": (
            "rumours.withdraw.title",
            "rumours.withdraw.lead",
            "rumours.withdraw.button",
        ),
    }
    title, lead, button = texts[page]
    surroundings = {
        "form": form,
        "rumour": rumour,
        "title": title,
        "lead": lead,
        "button": button,
    }
    status = 400 if form.errors else 200
    return render(request, "signals/rumours/form.html", surroundings, status=status)
