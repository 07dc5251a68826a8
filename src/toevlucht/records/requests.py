"""Each request is a unit of work: what it read or was refused is on record before the answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from toevlucht.records.request_key import REQUEST_KEY
from toevlucht.records.work import parts_on_record, unit_of_work

Answer = Callable[[HttpRequest], HttpResponse]


def audited(answer: Answer) -> Answer:
    def answer_on_record(request: HttpRequest) -> HttpResponse:
        with unit_of_work() as work:
            request.META[REQUEST_KEY] = work.request  # so that the log can name it too
            response = answer(request)
        if isinstance(response, StreamingHttpResponse):
            parts = parts_on_record(response.streaming_content, work.request)
            response.streaming_content = parts
        return response

    return answer_on_record
