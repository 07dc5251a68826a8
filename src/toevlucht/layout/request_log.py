"""A line in the log for each answer that an operator can do something about."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from toevlucht.layout.log_lines import route_of
from toevlucht.records.request_key import REQUEST_KEY

Answer = Callable[[HttpRequest], HttpResponse]

SLOW = 2_000  # milliseconds

_log = logging.getLogger("toevlucht.request")


def logged(answer: Answer) -> Answer:
    """Which public pages are read is nobody's business, so those are logged when they fail only."""

    def answer_and_log(request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        response = answer(request)
        passed = round((time.monotonic() - begun) * 1000)
        if response.status_code >= 400 or passed >= SLOW or _is_of_a_known_person(request):
            facts = {
                "request": request.META.get(REQUEST_KEY, ""),
                "route": route_of(request),
                "method": request.method if request.method in KNOWN_METHODS else None,
                "status": response.status_code,
                "ms": passed,
            }
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            _log.log(level, "answered", extra=facts)
        return response

    return answer_and_log


KNOWN_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _is_of_a_known_person(request: HttpRequest) -> bool:
    """Public pages never look at the session; what programs ask with a key goes by the API."""
    session = getattr(request, "session", None)
    return bool(session and session.accessed) or (route_of(request) or "").startswith("api")
