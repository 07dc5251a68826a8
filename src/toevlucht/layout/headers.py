"""Security headers that neither Django nor its CSP middleware sets."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

UNUSED = ("camera", "geolocation", "microphone", "payment", "usb")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in UNUSED)


def security_headers(answer: Answer) -> Answer:
    """Say with every response which abilities of a browser this site never uses."""

    def answer_with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer_with_headers
