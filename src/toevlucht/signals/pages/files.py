"""Fetch a file of a report: its clean copy, or after a warning the original."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from toevlucht.layout.downloads import saved_never_shown
from toevlucht.partners.access import missing
from toevlucht.records.sealed.custody import NoKey
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import Attachment, DeskEntry
from toevlucht.signals.pages.report import coordinators, find
from toevlucht.signals.queries.files import Fetched, fetch_clean_copy, fetch_original, find_file


@require_safe
@coordinators
def clean_copy(request: HttpRequest, viewer: Viewer, reference: str, number: int) -> HttpResponse:
    entry, file = _found(viewer, reference, number, "report.file_read")
    if not file.clean_copy:
        raise missing(viewer, "report.file_read", "report", reference)
    try:
        return sent(fetch_clean_copy(viewer, entry, file))
    except (NoKey, CannotOpen, FileNotFoundError):
        raise missing(viewer, "report.file_read", "report", reference) from None


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def original(request: HttpRequest, viewer: Viewer, reference: str, number: int) -> HttpResponse:
    """One with a virus stays where it is: sealed, and fetched by nobody through a page."""
    entry, file = _found(viewer, reference, number, "report.original_read")
    if file.state == "refused_by_scanner":
        raise missing(viewer, "report.original_read", "report", reference)
    if request.method != "POST":
        words = {"report": entry.report, "number": number}
        return render(request, "signals/report/original.html", words)
    try:
        return sent(fetch_original(viewer, entry, file))
    except (NoKey, CannotOpen, FileNotFoundError):
        raise missing(viewer, "report.original_read", "report", reference) from None


def _found(viewer: Viewer, reference: str, number: int, event: str) -> tuple[DeskEntry, Attachment]:
    """A report that is not on the desk of the viewer, or of which it holds no key, has no files."""
    entry = find(viewer, reference, event)
    holds_key = entry.ground == "handling" and entry.reads_sealed
    file = find_file(entry, number) if holds_key else None
    if file is None:
        raise missing(viewer, event, "report", reference)
    return entry, file


def sent(file: Fetched) -> HttpResponse:
    return saved_never_shown(file.content, file.kind, file.name)
