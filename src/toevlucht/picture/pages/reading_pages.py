"""What pages of contributions share: where one begins, the package, and what goes on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpRequest

from toevlucht.picture.models import Contribution
from toevlucht.picture.queries.contributing import PAGE
from toevlucht.picture.queries.requests import OpenRequest
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

LONGEST_NUMBER = 18  # digits; what is longer is no number of ours


def number_in(text: str) -> int | None:
    """A number as an address gives it; anything else is none."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else None


def cursor(request: HttpRequest) -> int | None:
    return number_in(request.GET.get("before", ""))


def page_number(request: HttpRequest) -> int:
    page = request.GET.get("page", "")
    return max(1, number_in(page) or 1) if len(page) < 9 else 1


def pages_of(contribution: Contribution, table: str, page: int, shown: int) -> dict[str, Any]:
    """Where a page of rows stands among the others."""
    start = (page - 1) * PAGE
    of = contribution.rows[table]
    return {
        "first": start + 1,
        "last_shown": start + shown,
        "of": of,
        "page": page,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if start + PAGE < of else None,
    }


def file_of(found: Contribution) -> FileResponse:
    """The package as it was sent; always to be kept, never to be shown by a browser."""
    name = f"{found.organisation.code}-{found.cut_off.isoformat()}-{found.pk}.zip"
    return FileResponse(
        found.path.open("rb"), as_attachment=True, filename=name, content_type="application/zip"
    )


def record_requests(viewer: Viewer, requests: Sequence[OpenRequest]) -> None:
    """A request tells of an edition in the making, and what was sent for it already."""
    if not requests:
        return
    record_read(viewer, "drafts.listed", "draft", [asked.number for asked in requests])
    answered = [one.pk for asked in requests for one in asked.answered]
    if answered:
        record_read(viewer, "contributions.listed", "contribution", answered)
