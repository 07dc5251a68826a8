"""Answer and record what a viewer may not do."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from toevlucht.layout.errors import forbidden
from toevlucht.partners.access import viewer_of_request
from toevlucht.records.actions import record_refusal
from toevlucht.records.viewer import NotAllowed


class Refusals:
    """A middleware: ``NotAllowed`` becomes a recorded 403."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NotAllowed):
            return None
        record_refusal(viewer_of_request(request), error)
        return forbidden(request)
