"""The API for everybody: series, editions, versions and their files. No key is needed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from toevlucht.layout.api_problem import Problem
from toevlucht.layout.reader import reader_language
from toevlucht.picture.api.schemas import EditionOut, SeriesOut, VersionOut
from toevlucht.picture.downloads import file_address
from toevlucht.picture.models import Rendition
from toevlucht.picture.queries import published as queries
from toevlucht.records.viewer import PUBLIC

router = Router(tags=["published"], auth=None)

NONE = {404: Problem}


@router.get("series", response=list[SeriesOut])
def series(request: HttpRequest) -> list[dict[str, Any]]:
    tag = reader_language().tag
    return [
        {
            "slug": one.slug,
            "kind": one.kind,
            "title": one.title(tag),
            "suspended_since": timezone.localtime(since).date() if since else None,
            "editions": reverse("api:editions", kwargs={"slug": one.slug}),
        }
        for one, since in queries.series_with_rest(PUBLIC)
    ]


@router.get(
    "series/{slug:slug}/editions", response={200: list[EditionOut], **NONE}, url_name="editions"
)
def editions(request: HttpRequest, slug: str) -> list[dict[str, Any]]:
    """The newest version of each edition, the latest cut-off date first."""
    if not queries.find_series(PUBLIC, slug):
        raise Http404
    found = queries.newest_editions(PUBLIC, reader_language().tag, slug)
    return [_edition(one) for one in found]


@router.get(
    "series/{slug:slug}/editions/{int:number}/versions/{int:version}",
    response={200: VersionOut, **NONE},
    url_name="version",
)
def version(request: HttpRequest, slug: str, number: int, version: int) -> dict[str, Any]:
    """One version with the addresses of its files, in all languages."""
    tag = reader_language().tag
    page = queries.find_edition_page(PUBLIC, tag, slug, number, version)
    if not page:
        raise Http404
    files = [
        {
            "path": one.path,
            "language": one.language,
            "media_type": one.media_type,
            "bytes": one.bytes,
            "sha256": one.sha256,
            "address": file_address(page.version, one.path),
        }
        for one in page.version.files.order_by("path")
    ]
    return {
        **_edition(page.rendition),
        "counting_mode": page.version.counting_mode,
        "reason": page.version.reason(tag),
        "newest_version": page.newest.version,
        "files": files,
    }


def _edition(found: Rendition) -> dict[str, Any]:
    version = found.version
    slug, number = version.edition.series.slug, version.edition.number
    place = {"number": number, "version": version.version}
    return {
        "series": slug,
        "number": number,
        "version": version.version,
        "title": found.title,
        "summary": found.summary,
        "period_from": version.period_from,
        "period_to": version.period_to,
        "cut_off": version.cut_off,
        "published_on": version.published_on,
        "page": reverse("edition-version", kwargs={"series": slug, **place}),
        "self": reverse("api:version", kwargs={"slug": slug, **place}),
    }
