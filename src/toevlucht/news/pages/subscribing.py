"""The newsletter for everybody: its archive, and coming on and leaving its lists.

A GET changes nothing: programs that look for danger in mails open every link. Nothing here tells
whether an address is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.news.actions import subscribing
from toevlucht.news.forms.newsletter import SubscribeForm
from toevlucht.news.links import CONFIRM, END, reference_in
from toevlucht.news.mailing import parts_of
from toevlucht.news.models.subscribers import ASKED, ENDED
from toevlucht.news.queries import issues as queries
from toevlucht.news.queries.lists import lists_of
from toevlucht.partners.flood import Flood, address_of

MOST_AN_HOUR = 30  # from one network address; an office stays below it
_asked = Flood()

Page = Callable[..., HttpResponseBase]


def by_token(page: Page) -> Page:
    """For who comes from a mail, without cookie: the token is what allows it."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    methods = require_http_methods(["GET", "HEAD", "POST"])
    guarded: Page = csrf_exempt(methods(cache_control(private=True, no_store=True)(answer)))
    return guarded


@by_token
def newsletter(request: HttpRequest) -> HttpResponse:
    """The archive, and the form. Whoever the address is of, the answer is the same."""
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _newsletter(request, form, 400 if form.errors else 200)
    place = address_of(request)
    if _asked.count(place, timezone.now()) > MOST_AN_HOUR:
        form.add_error(None, reader_language().say("newsletter.problem.too_often"))
        return _newsletter(request, form, 429)
    given = form.cleaned_data
    subscribing.ask_to_subscribe(
        given["address"],
        given["audiences"],
        reader_language().tag,
        site_of_request(request),
        place,
    )
    return render(request, "news/newsletter/asked.html")


@public_page
def issue(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.find_public_issue(number)
    if found is None:
        raise Http404
    tag = reader_language().tag
    written = found.language_for(tag)
    surroundings = {
        "issue": found,
        "written": written,
        "subject": found.subject[written],
        "intro": found.intro[written],
        "spoken": tag,
        "parts": parts_of(found, queries.versions_brought(found), tag, ""),
    }
    return render(request, "news/newsletter/issue.html", surroundings)


@by_token
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    reference = _reference(CONFIRM, token)
    if request.method != "POST":
        lists = [one for one in lists_of(reference) if one.state == ASKED]
        return render(request, "news/newsletter/confirm.html", {"lists": lists})
    done = subscribing.confirm(reference, request.POST.getlist("lists") or None)
    return render(request, "news/newsletter/confirmed.html", {"done": done})


@by_token
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """By a button of the mail program (RFC 8058), or by one of this page."""
    reference = _reference(END, token)
    if request.method != "POST":
        lists = [one for one in lists_of(reference) if one.state != ENDED]
        surroundings = {"lists": lists, "may_undo": subscribing.may_undo(reference)}
        return render(request, "news/newsletter/leave.html", surroundings)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        subscribing.end(reference, "one_click")
        return HttpResponse(status=200, content_type="text/plain; charset=utf-8")
    return _left(request, reference, request.POST.get("do", ""))


def _left(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    done = "left"
    if what == "undo":
        done = "back" if subscribing.undo_end(reference) else "too_late"
    elif what == "forget":
        subscribing.forget(reference, "asked")
        done = "forgotten"
    else:
        subscribing.end(reference, "page", request.POST.getlist("list") or None)
    return render(request, "news/newsletter/left.html", {"done": done})


def site_of_request(request: HttpRequest) -> str:
    """As mails name it."""
    return settings.TOEVLUCHT_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def _newsletter(request: HttpRequest, form: SubscribeForm, status: int) -> HttpResponse:
    tag = reader_language().tag
    issues = [(one, one.subject[one.language_for(tag)]) for one in queries.public_issues()]
    surroundings = {"form": form, "issues": issues}
    return render(request, "news/newsletter/newsletter.html", surroundings, status=status)


def _reference(purpose: str, token: str) -> str:
    reference = reference_in(purpose, token)
    if not reference:
        raise Http404
    return reference
