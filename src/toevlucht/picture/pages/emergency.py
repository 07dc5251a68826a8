"""The pages under a break-glass: contributions of one organisation; each read goes on record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from toevlucht.dictionary import dictionary
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.picture.contribution_words import rows_told
from toevlucht.picture.models import Contribution
from toevlucht.picture.pages.reading_pages import cursor, file_of, page_number, pages_of
from toevlucht.picture.queries import contributing as queries
from toevlucht.picture.queries.emergency import UnderGlass, under_glass
from toevlucht.records.break_glass import record_read_under
from toevlucht.records.viewer import Viewer

rescuers = desk_page("approver", "administrator", centre=True)


@require_safe
@rescuers
def contributions(request: HttpRequest, viewer: Viewer, code: str) -> HttpResponse:
    opened = _opened(viewer, code)
    found = opened.page(cursor(request))
    shown = found[: queries.PAGE]
    record_read_under(viewer, opened.glass, "contribution", [one.pk for one in shown])
    further = shown[-1].pk if len(found) > len(shown) else None
    surroundings = {"contributions": shown, "next": further, **_marked(opened)}
    return render(request, "picture/emergency/list.html", surroundings)


@require_safe
@rescuers
def contribution(request: HttpRequest, viewer: Viewer, code: str, number: int) -> HttpResponse:
    opened = _opened(viewer, code)
    found = _found(viewer, opened, number)
    record_read_under(viewer, opened.glass, "contribution", [number])
    surroundings = {
        "contribution": found,
        "tables": [(name, found.rows[name]) for name in dictionary().tables if name in found.rows],
        "file": reverse("emergency-file", kwargs={"code": code, "number": number}),
        **_marked(opened),
    }
    return render(request, "picture/emergency/one.html", surroundings)


@require_safe
@rescuers
def rows(request: HttpRequest, viewer: Viewer, code: str, number: int, table: str) -> HttpResponse:
    opened = _opened(viewer, code)
    found = _found(viewer, opened, number)
    page = page_number(request)
    shown = queries.rows_page(found, table, (page - 1) * queries.PAGE)
    if not shown:
        raise Http404
    record_read_under(viewer, opened.glass, "contribution", [number])
    surroundings = {
        "contribution": found,
        "table": table,
        "told": rows_told(dictionary().table(table), shown, reader_language()),
        **pages_of(found, table, page, len(shown)),
        **_marked(opened),
    }
    return render(request, "picture/emergency/rows.html", surroundings)


@require_safe
@rescuers
def package_file(request: HttpRequest, viewer: Viewer, code: str, number: int) -> HttpResponseBase:
    opened = _opened(viewer, code)
    found = _found(viewer, opened, number)
    record_read_under(viewer, opened.glass, "contribution", [number])
    return file_of(found)


def _opened(viewer: Viewer, code: str) -> UnderGlass:
    opened = under_glass(viewer, code)
    if not opened:
        raise missing(viewer, "break_glass.read", "organisation", code)
    return opened


def _found(viewer: Viewer, opened: UnderGlass, number: int) -> Contribution:
    found = opened.find(number)
    if not found:
        raise missing(viewer, "break_glass.read", "contribution", number)
    return found


def _marked(opened: UnderGlass) -> dict[str, Any]:
    code = opened.glass.organisation
    return {"glass": opened.glass, "code": code, "organisation": names_of_organisations()[code]}
