"""Open data: tables with noise for everybody, each number with its margin, as page and files."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.picture.pages.released_rows import shown
from toevlucht.picture.queries import releases as queries
from toevlucht.picture.released import told
from toevlucht.picture.releasing.files import (
    CSV,
    DESCRIPTION,
    JSON,
    csv_of,
    description_of,
    json_of,
)
from toevlucht.picture.releasing.told import Told, title_of
from toevlucht.picture.rendering.csvw import LICENCE
from toevlucht.records.viewer import PUBLIC

WRITERS: Mapping[str, tuple[str, Callable[[Told, str], bytes]]] = {
    CSV: ("text/csv; charset=utf-8", csv_of),
    DESCRIPTION: ("application/csvm+json", description_of),
    JSON: ("application/json", json_of),
}


@public_page
def listed(request: HttpRequest) -> HttpResponse:
    spoken = reader_language()
    found = [(one, title_of(one.table, one.month, spoken)) for one in queries.public_tables(PUBLIC)]
    return render(request, "picture/open_data/list.html", {"tables": found})


@public_page
def table(request: HttpRequest, table: str, month: datetime.date) -> HttpResponse:
    found = queries.find_release(queries.public_tables(PUBLIC), table, month)
    if not found:
        raise Http404
    surroundings = {"release": found, "licence": LICENCE, **shown(told(found))}
    return render(request, "picture/open_data/table.html", surroundings)


@public_page
def file(request: HttpRequest, table: str, month: datetime.date, name: str) -> HttpResponse:
    found = queries.find_release(queries.public_tables(PUBLIC), table, month)
    if not found or found.is_withdrawn or name not in WRITERS:
        raise Http404
    media_type, write = WRITERS[name]
    answer = HttpResponse(write(told(found), reader_language().tag), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{table}-{month:%Y-%m}-{name}"'
    return answer
