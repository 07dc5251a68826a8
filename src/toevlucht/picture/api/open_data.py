"""The API for everybody: tables with noise, as on the pages of open data. No key is needed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from toevlucht.layout.api_problem import Problem
from toevlucht.layout.reader import reader_language
from toevlucht.picture.api.schemas import OpenNumbersOut, OpenTableOut
from toevlucht.picture.queries import releases as queries
from toevlucht.picture.release_addresses import month_of
from toevlucht.picture.released import told
from toevlucht.picture.releasing.files import content_of
from toevlucht.picture.releasing.told import title_of
from toevlucht.records.viewer import PUBLIC

router = Router(tags=["published"], auth=None)

CHECKED_EACH_TIME = "no-cache"  # so that no stored copy outlives a withdrawal


@router.get("open-data", response=list[OpenTableOut])
def tables(request: HttpRequest, response: HttpResponse) -> list[dict[str, Any]]:
    """Every table that everybody has, the latest month first."""
    spoken = reader_language()
    response["Cache-Control"] = CHECKED_EACH_TIME
    return [
        {
            "table": one.table,
            "month": f"{one.month:%Y-%m}",
            "title": title_of(one.table, one.month, spoken),
            "released_on": one.released_on,
            "is_generated": one.is_generated,
            "is_withdrawn": one.is_withdrawn,
            "page": reverse("open-table", kwargs={"table": one.table, "month": one.month}),
            "self": reverse(
                "api:open-table", kwargs={"table": one.table, "month": f"{one.month:%Y-%m}"}
            ),
        }
        for one in queries.public_tables(PUBLIC)
    ]


@router.get(
    "open-data/{slug:table}/{slug:month}",
    response={200: OpenNumbersOut, 404: Problem},
    url_name="open-table",
)
def table(request: HttpRequest, response: HttpResponse, table: str, month: str) -> dict[str, Any]:
    """One of them with its numbers; ``month`` is written as 2026-09."""
    first = month_of(month)
    found = first and queries.find_release(queries.public_tables(PUBLIC), table, first)
    if not found or found.is_withdrawn:
        raise Http404
    response["Cache-Control"] = CHECKED_EACH_TIME
    return content_of(told(found), reader_language().tag)
