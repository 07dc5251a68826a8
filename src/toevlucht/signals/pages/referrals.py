"""Referrals on the desk: what waits, what others have still to answer, one with its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.account_pages import site_of
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.links import make_link
from toevlucht.signals.codes import BASES, LIVE_STATES
from toevlucht.signals.forms.sharing import (
    AnswerForm,
    HandBackForm,
    LinkForm,
    RefuseForm,
    RevokeForm,
)
from toevlucht.signals.legal_bases import basis_on, legal_bases
from toevlucht.signals.models import Referral
from toevlucht.signals.pages.files import sent
from toevlucht.signals.queries import sharing as queries
from toevlucht.signals.queries.agreements import agreements_of
from toevlucht.signals.queries.shared_files import fetch_shared_file, listed_under

coordinators = desk_page("coordinator")


@require_safe
@coordinators
def referrals(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the own organisation is asked, due first."""
    found = queries.to_answer(viewer, request.GET.get("after", ""))
    return _list(request, viewer, found, "received", queries.answered_before(viewer))


@require_safe
@coordinators
def sent_referrals(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What others have still to answer, due first."""
    return _list(request, viewer, queries.awaited(viewer, request.GET.get("after", "")), "sent", [])


@require_safe
@coordinators
def agreements(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = list(agreements_of(viewer)[: queries.PAGE])
    record_read(viewer, "agreements.listed", "agreement", [one.pk for one in found])
    today = timezone.localdate()
    surroundings = {
        "agreements": found,
        "today": today,
        "known_bases": BASES,
        "bases": [basis for basis in legal_bases() if basis.valid_on(today)],
    }
    return render(request, "signals/sharing/agreements.html", surroundings)


@require_safe
@coordinators
def referral(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    return _show(request, viewer, reference)


@require_safe
@coordinators
def shared_file(request: HttpRequest, viewer: Viewer, reference: str, number: int) -> HttpResponse:
    """A clean copy that went along, for the receiver."""
    found = _found(viewer, reference, "referral.file_read")
    fetched = fetch_shared_file(viewer, found, number)
    if fetched is None:
        raise missing(viewer, "referral.file_read", "referral", reference)
    return sent(fetched)


@require_POST
@coordinators
def accept(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    _found(viewer, reference, "referral.accepted")
    return _step(request, viewer, reference, None, lambda _: sharing.accept(viewer, reference))


@require_POST
@coordinators
def refuse(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    _found(viewer, reference, "referral.refused")
    form = RefuseForm(request.POST, prefix="refuse")
    return _step(
        request,
        viewer,
        reference,
        form,
        lambda given: sharing.refuse(viewer, reference, given["reason"]),
    )


@require_POST
@coordinators
def answer(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    _found(viewer, reference, "referral.answered")
    form = AnswerForm(request.POST, prefix="answer")
    return _step(
        request,
        viewer,
        reference,
        form,
        lambda given: sharing.answer(viewer, reference, given["status"], given["words"].strip()),
    )


@require_POST
@coordinators
def hand_back(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    _found(viewer, reference, "referral.handed_back")
    form = HandBackForm(request.POST, prefix="hand_back")
    return _step(
        request,
        viewer,
        reference,
        form,
        lambda given: sharing.hand_back(viewer, reference, given["reason"]),
    )


@require_POST
@coordinators
def revoke(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    _found(viewer, reference, "referral.revoked")
    form = RevokeForm(request.POST, prefix="revoke")
    return _step(
        request,
        viewer,
        reference,
        form,
        lambda given: sharing.revoke(viewer, reference, given["reason"]),
    )


@require_POST
@coordinators
def link(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    """Sends a mail that holds the link and nothing of the report; the address is not kept."""
    found = _found(viewer, reference, "referral.linked")
    form = LinkForm(request.POST, prefix="link")

    def send(given: dict[str, Any]) -> None:
        spoken = reader_language()
        path = reverse("partner-link", kwargs={"token": make_link(viewer, reference)})
        address = f"{settings.TOEVLUCHT_ADDRESS or site_of(request)}{path}"
        words = spoken.say("sharing.mail.text", day=found.expires_on)
        try:
            send_mail(
                spoken.say("sharing.mail.subject"),
                f"{words}\n\n{address}\n",
                None,
                [given["email"]],
            )
        except OSError:
            sharing.withdraw_links(found)
            form.add_error("email", spoken.say("sharing.problem.mail"))

    return _step(request, viewer, reference, form, send)


def _list(
    request: HttpRequest, viewer: Viewer, found: list[Referral], which: str, earlier: list[Referral]
) -> HttpResponse:
    shown = found[: queries.PAGE]
    record_read(
        viewer, "referrals.listed", "referral", [one.reference for one in (*shown, *earlier)]
    )
    names = names_of_organisations()
    surroundings = {
        "which": which,
        "rows": [(one, names.get(_other(one, which), _other(one, which))) for one in shown],
        "earlier": [(one, names.get(_other(one, which), _other(one, which))) for one in earlier],
        "today": timezone.localdate(),
        "next": shown[-1].reference if len(found) > len(shown) else "",
    }
    return render(request, "signals/sharing/referrals.html", surroundings)


def _other(referral: Referral, which: str) -> str:
    return referral.sender if which == "received" else referral.receiver


def _found(viewer: Viewer, reference: str, event: str) -> Referral:
    found = queries.find_referral(viewer, reference)
    if found is None:
        raise missing(viewer, event, "referral", reference)
    return found


def _step(
    request: HttpRequest,
    viewer: Viewer,
    reference: str,
    form: forms.Form | None,
    act: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    """Done and back to the referral, or the referral with what was wrong and what was typed."""
    spoken = reader_language()
    if form is None or form.is_valid():
        try:
            act(form.cleaned_data if form else {})
        except Refused as refused:
            if form is None:
                messages.error(request, spoken.message(refused.message))
                return redirect("referral", reference=reference)
            put_right(form, refused)
        if form is None or not form.errors:
            messages.success(request, spoken.say("sharing.done.step"))
            return redirect("referral", reference=reference)
    return _show(request, viewer, reference, form)


def _show(
    request: HttpRequest, viewer: Viewer, reference: str, wrong: forms.Form | None = None
) -> HttpResponse:
    found = _found(viewer, reference, "referral.read")
    record_read(viewer, "referral.read", "referral", [reference])
    is_received, can_fetch = found.is_received, found.can_fetch  # type: ignore[attr-defined]
    key = queries.key_of(viewer, found)
    may_see_files = found.sender == viewer.organisation or (is_received and can_fetch)
    offered = _forms(found, is_received)
    if wrong is not None and wrong.prefix in offered:
        offered[wrong.prefix] = wrong
    surroundings = {
        "referral": found,
        "is_received": is_received,
        "basis": basis_on(found.basis, found.basis_on),
        "steps": queries.steps_of(found, key),
        "shared_files": listed_under(key, found) if key and may_see_files else [],
        "wrong": wrong,
        "forms": offered,
        "can_accept": is_received and found.state == "offered",
        "is_over": found.state not in LIVE_STATES,
    }
    status = 400 if wrong is not None else 200
    return render(request, "signals/sharing/referral.html", surroundings, status=status)


def _forms(referral: Referral, is_received: bool) -> dict[str, forms.Form]:
    state = referral.state
    if referral.expires_on < timezone.localdate():
        return {}
    found: dict[str, forms.Form] = {}
    if is_received and state == "offered":
        found["refuse"] = RefuseForm(prefix="refuse")
    if is_received and state in ("accepted", "answered"):
        found["answer"] = AnswerForm(prefix="answer")
        found["hand_back"] = HandBackForm(prefix="hand_back")
    if not is_received and state in LIVE_STATES:
        if state == "offered" and referral.handling != "red":
            found["link"] = LinkForm(prefix="link")
        found["revoke"] = RevokeForm(prefix="revoke")
    return found
