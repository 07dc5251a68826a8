"""No request carries more than the site takes; a larger one is refused before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]


def limited_bodies(answer: Answer) -> Answer:
    """A middleware that comes before anything that reads a form."""

    def answer_within_limits(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most: int = settings.TOEVLUCHT_MOST_BYTES
        if length.isdecimal() and int(length) <= most:
            return answer(request)
        words = {
            "title": "contributing.too_large.title",
            "advice": "contributing.too_large.advice",
            "most": most >> 20,
        }
        return render(request, "layout/too_large.html", words, status=413)

    return answer_within_limits
