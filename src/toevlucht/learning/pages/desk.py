"""Courses of who is logged in: one's own list, the course itself, its certificate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.learning.actions import answering
from toevlucht.learning.actions import certificates as certifying
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.forms import ClaimForm
from toevlucht.learning.guests import read_token
from toevlucht.learning.pages import certificates, walking
from toevlucht.learning.pages.walks import own_walk
from toevlucht.learning.queries.progress import own_progress
from toevlucht.partners.access import desk_page
from toevlucht.partners.rules import Refused
from toevlucht.records.viewer import Viewer


@desk_page()
def my_courses(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """And a form for the certificate that one earned before having an account."""
    form = ClaimForm(request.POST or None)
    if form.is_valid():
        try:
            course, token = form.parts()
            guest = read_token(token)
            certifying.claim(viewer, course, guest.digests if guest else ())
            messages.success(request, said("learning.done.claimed"))
            return redirect("my-courses")
        except Refused as refused:
            form.add_error("address", reader_language().message(refused.message))
    own, today = own_progress(viewer), timezone.localdate()
    rows = [
        (one, own.get(one.code), one.code in own and own[one.code].may_refresh(today))
        for one in courses().values()
        if one.keeps_progress
    ]
    return render(request, "learning/mine.html", {"rows": rows, "form": form, "today": today})


@desk_page()
def my_course(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    return walking.overview(request, own_walk(viewer, code))


@desk_page()
def my_step(request: HttpRequest, viewer: Viewer, code: str, **where: Any) -> HttpResponse:
    return walking.step(request, own_walk(viewer, code), **where)


@desk_page()
def my_certificate(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    return certificates.paper(request, own_walk(viewer, code), request.user.name)  # type: ignore[union-attr]


@require_POST
@desk_page()
def my_refresh(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    walk = own_walk(viewer, code)
    if not walk.enrolment:
        raise Http404
    answering.refresh(viewer, walk.course, walk.enrolment)
    return redirect(walk.address)
