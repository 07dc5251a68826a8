"""What an administrator reads of the audit trail, and what everybody reads of their own data."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toevlucht.partners.access import desk_page
from toevlucht.partners.trail.forms import SearchForm
from toevlucht.partners.trail.rows import rows_of_lines, rows_of_traces
from toevlucht.records.macs import COLUMNS, moment
from toevlucht.records.models import AuditLine
from toevlucht.records.trail import export_trail, lines_about_me, read_trail
from toevlucht.records.viewer import Viewer


@require_safe
@desk_page("administrator")
def trail(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "partners/trail/trail.html", {"form": form}, status=400)
    found = read_trail(viewer, form.search(), _after(request))
    asked = request.GET.copy()
    asked.pop("after", None)
    context = {
        "form": form,
        "rows": rows_of_lines(viewer, found.lines),
        "older": found.older,
        "is_first": "after" not in request.GET,
        "asked": asked.urlencode(),
    }
    return render(request, "partners/trail/trail.html", context)


@require_safe
@desk_page("administrator")
def export(request: HttpRequest, viewer: Viewer) -> HttpResponse | StreamingHttpResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "partners/trail/trail.html", {"form": form}, status=400)
    lines = _csv(export_trail(viewer, form.search()))
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-trail.csv"'},
    )


@require_safe
@desk_page()
def mine(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    rows = rows_of_traces(lines_about_me(viewer))
    return render(request, "partners/trail/mine.html", {"rows": rows})


def _after(request: HttpRequest) -> int | None:
    """The line after which the page begins; what is no number begins at the beginning."""
    text = request.GET.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class _Echo:
    """A file for the CSV writer that hands each line over at once."""

    def write(self, text: str) -> str:
        return text


def _csv(lines: Iterable[AuditLine]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for line in lines:
        values = {name: getattr(line, name) for name in COLUMNS}
        values |= {"at": moment(line.at), "ids": " ".join(line.ids), "roles": " ".join(line.roles)}
        yield writer.writerow(values.values())
