"""Courses for everybody: to read along with nothing kept, or as a guest with an own address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.learning.actions import answering
from toevlucht.learning.courses.elsewhere import elsewhere
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.written import Ending
from toevlucht.learning.guests import new_token
from toevlucht.learning.pages import certificates, walking
from toevlucht.learning.pages.walks import guest_walk, open_walk
from toevlucht.partners.flood import Flood, address_of

Page = Callable[..., HttpResponseBase]
MOST_AN_HOUR = 200  # guests who begin from one network address; a whole location stays below it
_begun = Flood()
WORKER = Path(__file__).parents[1] / "static/learning/course-worker.js"
PARTS = ("toevlucht/site.css", "toevlucht/mark.svg", "learning/course.js")


def open_page(page: Page) -> Page:
    """Nothing is kept and no cookie set, so that no token of a form is needed."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    guarded: Page = csrf_exempt(methods(cache_control(no_cache=True, public=True)(page)))
    return guarded


def guest_page(page: Page) -> Page:
    """The address is what its owner is known by: it is passed on to nobody, and kept nowhere."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    methods = require_http_methods(["GET", "HEAD", "POST"])
    guarded: Page = csrf_exempt(methods(cache_control(private=True, no_store=True)(answer)))
    return guarded


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    others = [one for one in elsewhere().values() if not one.until]
    listing = {"courses": courses().values(), "elsewhere": others}
    return render(request, "learning/list.html", listing)


@open_page
def course(request: HttpRequest, code: str, place: str = "") -> HttpResponse:
    return walking.overview(request, open_walk(code, place))


@open_page
def step(request: HttpRequest, code: str, place: str = "", **where: Any) -> HttpResponse:
    return walking.step(request, open_walk(code, place), **where)


@csrf_exempt
@require_POST
@cache_control(private=True, no_store=True)
def begin(request: HttpRequest, code: str, place: str = "") -> HttpResponse:
    """An address of one's own; nothing is kept before the first answer."""
    walk = open_walk(code, place)
    if not walk.course.keeps_progress:
        raise Http404
    return redirect("guest-course", code, new_token(place))


@guest_page
def guest_course(request: HttpRequest, code: str, token: str) -> HttpResponse:
    return walking.overview(request, guest_walk(code, token))


@guest_page
def guest_step(request: HttpRequest, code: str, token: str, **where: Any) -> HttpResponse:
    walk = guest_walk(code, token)
    begins = request.method == "POST" and walk.enrolment is None
    if begins and _begun.count(address_of(request), timezone.now()) > MOST_AN_HOUR:
        return render(request, "learning/too_many.html", {"course": walk.course}, status=429)
    return walking.step(request, walk, **where)


@guest_page
def guest_certificate(request: HttpRequest, code: str, token: str) -> HttpResponse:
    return certificates.paper(request, guest_walk(code, token))


@guest_page
def guest_refresh(request: HttpRequest, code: str, token: str) -> HttpResponse:
    walk = guest_walk(code, token)
    if request.method != "POST" or not walk.enrolment:
        raise Http404
    answering.refresh(walk.viewer, walk.course, walk.enrolment)
    return redirect(walk.address)


@require_safe
@cache_control(no_cache=True, public=True)
def offline(request: HttpRequest, code: str, place: str = "") -> HttpResponse:
    """What a browser keeps to go on without network: only pages that are the same for all."""
    walk = open_walk(code, place)
    pages = [walk.address]
    for one in walk.course.steps:
        pages.append(f"{walk.address}{one.name}/")
        if not isinstance(one, Ending) and one.kind != "read":
            pages.append(f"{walk.address}{one.name}/explained/")
    parts = [staticfiles_storage.url(part) for part in PARTS]
    return JsonResponse({"course": code, "twin": walk.address, "pages": pages, "parts": parts})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for a course where there is no network; nothing in it is secret."""
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = f"/{reader_language().tag}/"
    return answer
