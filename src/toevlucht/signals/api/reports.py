"""The API for reports: send one, once, and hear what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Query, Router, Status
from ninja.errors import ValidationError

from toevlucht.layout.api_problem import Problem
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import missing
from toevlucht.partners.calling import caller
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.calling import UnknownLocation, report_by_program
from toevlucht.signals.api.schemas import ListIn, ReceivedOut, ReportIn, ReportOut, ReportsOut
from toevlucht.signals.models import Report
from toevlucht.signals.queries import programs

router = Router(tags=["reports"])

READ = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 429: Problem}

Call = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{8,100}$",
        description="Your own key of this one report, remembered for a day.",
    ),
]


@router.post(
    "reports",
    response={
        200: ReceivedOut,
        201: ReceivedOut,
        **dict.fromkeys((400, 401, 403, 409, 413, 429), Problem),
    },
    summary="Report what was seen; a call with the same Idempotency-Key reports once",
)
def send_report(
    request: HttpRequest,
    response: HttpResponse,
    told: ReportIn,
    call: Call,
) -> Status[Any]:
    by = caller(request)
    try:
        called = report_by_program(by, told.telling(), call, told.language, told.unnamed)
    except UnknownLocation:
        wrong = {"type": "unknown_location", "loc": ("body", "told", "location")}
        raise ValidationError([wrong]) from None
    report = called.report
    if not told.unnamed:
        response["Location"] = reverse("api:report", kwargs={"reference": report.reference})
    received = {
        "reference": report.reference,
        "received_on": report.received_on,
        "is_again": called.is_again,
    }
    return Status(200 if called.is_again else 201, received)


@router.get("reports", response={200: ReportsOut, **READ}, url_name="reports")
def list_reports(request: HttpRequest, query: Query[ListIn]) -> dict[str, Any]:
    """What programs of your organisation reported in its name, the newest first."""
    viewer = _reporter(request, "reports.listed")
    found = programs.reports_page(viewer, query.before, query.limit)
    shown = found[: query.limit]
    record_read(viewer, "reports.listed", "report", [one.reference for one in shown])
    answers = programs.answers_to(shown)
    more = f"?before={shown[-1].reference}&limit={query.limit}" if len(found) > len(shown) else ""
    return {
        "items": [_out(one, answers) for one in shown],
        "next": f"{reverse('api:reports')}{more}" if more else None,
    }


@router.get("reports/{slug:reference}", response={200: ReportOut, **READ}, url_name="report")
def follow_report(request: HttpRequest, reference: str) -> dict[str, Any]:
    """How far the work is, and what you were answered."""
    viewer = _reporter(request, "reports.listed")
    found = programs.find_report(viewer, reference)
    if found is None:
        raise missing(viewer, "reports.listed", "report", reference)
    record_read(viewer, "reports.listed", "report", [found.reference])
    return _out(found, programs.answers_to([found]))


def _reporter(request: HttpRequest, event: str) -> Viewer:
    viewer = caller(request)
    if not viewer.has("reporter"):
        raise NotAllowed(event, "report")
    return viewer


def _out(report: Report, answers: Mapping[int, str]) -> dict[str, Any]:
    code = answers.get(report.pk, "")
    text = reader_language().say(f"answering.text.{code}") if code else ""
    names = set(ReportOut.model_fields) - {"answer"}
    own = {name: getattr(report, name) for name in names}
    return {**own, "answer": {"code": code, "text": text} if code else None}
