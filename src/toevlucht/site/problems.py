"""Errors as machines read them: ``application/problem+json``, after RFC 9457.

Whatever goes wrong below the API's address leaves as a problem, also where Django itself answers:
no such address, another method, a body that is too large, an error nobody foresaw.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from toevlucht.layout.reader import reader_language

MEDIA_TYPE = "application/problem+json"
BELOW = "/api/"
VERSION = "1.0.0"
# Statuses that have a text of their own; any other speaks as 400 or 500.
TOLD = (400, 401, 403, 404, 405, 409, 413, 415, 429, 500, 503)

Answer = Callable[[HttpRequest], HttpResponse]


def api_answers(answer: Answer) -> Answer:
    """A middleware: every error below the API is a problem, and every answer says its version."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if not request.path_info.startswith(BELOW):
            return response
        if response.status_code >= 400 and response.get("Content-Type", "") != MEDIA_TYPE:
            response = _replaced(response)
        response["API-Version"] = VERSION
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        if "Authorization" in request.headers:
            response["Cache-Control"] = "private, no-store"
        return response

    return answered


def problem(
    status: int, detail: str = "", errors: Sequence[dict[str, Any]] = (), kind: str = ""
) -> HttpResponse:
    """What went wrong in the reader's language; nothing of how the site works inside."""
    language = reader_language()
    told = status if status in TOLD else 500 if status >= 500 else 400
    body = {
        "type": f"urn:toevlucht:problem:{kind or told}",
        "title": language.say(f"api.title_{told}"),
        "status": status,
        "detail": detail or language.say(f"api.detail_{told}"),
        "errors": list(errors),
    }
    content = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(content, content_type=MEDIA_TYPE, status=status)


def _replaced(response: HttpResponse) -> HttpResponse:
    made = problem(HTTPStatus(response.status_code))
    for header in ("Allow", "Retry-After", "WWW-Authenticate"):
        if header in response:
            made[header] = response[header]
    return made
