"""The home page and the plain pages that explain the picture and the site."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.picture.models import Rendition, Series
from toevlucht.picture.queries import published as queries
from toevlucht.records.viewer import PUBLIC
from toevlucht.site.plain_pages import plain_page

# Series of these kinds are no knowledge of the world; they stand apart from those that are.
INVENTED = ("generated", "exercise")


@public_page
def home(request: HttpRequest) -> HttpResponse:
    renditions = list(queries.newest_editions(PUBLIC, reader_language().tag))
    worldly = [one for one in renditions if not _invented(one)]
    invented = [one for one in renditions if _invented(one)]
    lists = {
        "latest": worldly[:1],
        "series": by_series(worldly),
        "others": by_series(invented),
    }
    return render(request, "site/home.html", lists)


def by_series(renditions: Sequence[Rendition]) -> list[tuple[Series, list[Rendition]]]:
    """Renditions under their series, the series with the latest edition first."""
    found: dict[Series, list[Rendition]] = {}
    for rendition in renditions:
        found.setdefault(rendition.version.edition.series, []).append(rendition)
    return list(found.items())


def _invented(rendition: Rendition) -> bool:
    return rendition.version.edition.series.kind in INVENTED


@public_page
def plain(request: HttpRequest, name: str) -> HttpResponse:
    page = plain_page(name, reader_language().tag)
    # Our own Markdown, shipped with the release and rendered with HTML switched off.
    return render(request, "site/plain.html", {"title": page.title, "body": mark_safe(page.html)})
