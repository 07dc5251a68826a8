"""A partner without an account: a link that is opened once, by pressing a button, and answered.

A scanner of mails that follows the link uses nothing up: reading it takes a POST.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.signals.actions import links
from toevlucht.signals.forms.sharing import AnswerForm, RefuseForm
from toevlucht.signals.legal_bases import basis_on
from toevlucht.signals.models import OneTimeLink
from toevlucht.signals.pages.files import sent
from toevlucht.signals.pages.report import municipality_of

Page = Callable[..., HttpResponse]


def secret_page(page: Page) -> Page:
    """Kept nowhere and told to nobody. The secret in its address stands in for a form's token."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(cache_control(private=True, no_store=True)(answer))


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def partner_link(request: HttpRequest, token: str) -> HttpResponse:
    """Asks to press the button; pressed, shows what is included, once."""
    if request.method != "POST":
        link = links.find_link(token)
        return _over(request) if link is None else _page(request, token, link)
    opened = links.open_link(token)
    link = links.find_link(token)
    if link is None:
        return _over(request)
    if opened is None:
        return _page(request, token, link)
    return _page(
        request,
        token,
        link,
        {
            "opened": opened,
            "content": opened.content,
            "report": opened.referral.report,
            "municipality": municipality_of(opened.referral.report),
        },
    )


@secret_page
@require_POST
def answer_partner_link(request: HttpRequest, token: str) -> HttpResponse:
    form = AnswerForm(request.POST, prefix="answer")
    return _answered(
        request,
        token,
        form,
        lambda given: links.answer_link(token, given["status"], given["words"].strip()),
    )


@secret_page
@require_POST
def refuse_partner_link(request: HttpRequest, token: str) -> HttpResponse:
    form = RefuseForm(request.POST, prefix="refuse")
    return _answered(request, token, form, lambda given: links.refuse_link(token, given["reason"]))


@secret_page
@require_POST
def partner_file(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A file that went along, for the page on which the link was opened."""
    fetched = links.fetch_with_link(token, request.POST.get("ticket", ""), number)
    return _over(request) if fetched is None else sent(fetched)


def _answered(
    request: HttpRequest, token: str, form: forms.Form, act: Callable[[dict[str, Any]], bool]
) -> HttpResponse:
    link = links.find_link(token)
    if link is None:
        return _over(request)
    if form.is_valid():
        try:
            is_done = act(form.cleaned_data)
        except Refused as refused:
            put_right(form, refused)
        else:
            return render(request, "signals/sharing/link_done.html") if is_done else _over(request)
    return _page(request, token, link, {"wrong": form, "forms": {form.prefix: form}})


def _page(
    request: HttpRequest, token: str, link: OneTimeLink, more: dict[str, Any] | None = None
) -> HttpResponse:
    referral = link.referral
    more = more or {}
    offered = {"answer": AnswerForm(prefix="answer"), "refuse": RefuseForm(prefix="refuse")}
    names = names_of_organisations()
    surroundings = {
        "token": token,
        "link": link,
        "referral": referral,
        "sender": names.get(referral.sender, referral.sender),
        "basis": basis_on(referral.basis, referral.basis_on),
        **more,
        "forms": offered | more.get("forms", {}),
    }
    status = 400 if "wrong" in more else 200
    return render(request, "signals/sharing/link.html", surroundings, status=status)


def _over(request: HttpRequest) -> HttpResponse:
    """Used, withdrawn, over and made up all look the same."""
    return render(request, "signals/sharing/link_over.html", status=404)
