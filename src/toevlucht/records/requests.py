"""Each request is a unit of work: what it read or was refused is on record before the answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from toevlucht.records.actions import unit_of_work

Answer = Callable[[HttpRequest], HttpResponse]


def audited(answer: Answer) -> Answer:
    def answer_on_record(request: HttpRequest) -> HttpResponse:
        with unit_of_work():
            return answer(request)

    return answer_on_record
