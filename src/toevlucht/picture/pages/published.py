"""The pages of the published picture: series, editions in their versions, files and the feed."""

from __future__ import annotations

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from toevlucht.layout.pages import public_page
from toevlucht.layout.reader import reader_language
from toevlucht.picture.downloads import downloads, file_address
from toevlucht.picture.models import PublishedFile, Rendition
from toevlucht.picture.publications import publication_folder
from toevlucht.picture.queries import published as queries
from toevlucht.picture.queries.series import current_suspension
from toevlucht.picture.rendering.atom import FeedEntry, atom, marked_title
from toevlucht.picture.series_words import rule_told
from toevlucht.records.viewer import PUBLIC

A_YEAR = 365 * 24 * 3600

# A browser shows these itself, under the site's own headers; everything else is downloaded.
SHOWN = ("text/html", "text/css")


@public_page
def series(request: HttpRequest, series: str) -> HttpResponse:
    found = queries.find_series(PUBLIC, series)
    if not found:
        raise Http404
    editions = queries.newest_editions(PUBLIC, reader_language().tag, series)
    suspension = current_suspension(PUBLIC, found)
    surroundings = {
        "series": found,
        "editions": list(editions),
        "suspension": suspension,
        "rule": rule_told(suspension, reader_language()) if suspension else "",
    }
    return render(request, "picture/series.html", surroundings)


@public_page
def newest_edition(request: HttpRequest, series: str, number: int) -> HttpResponse:
    return _edition(request, series, number, None)


@public_page
def edition_version(request: HttpRequest, series: str, number: int, version: int) -> HttpResponse:
    return _edition(request, series, number, version)


def _edition(request: HttpRequest, series: str, number: int, version: int | None) -> HttpResponse:
    language = reader_language()
    page = queries.find_edition_page(PUBLIC, language.tag, series, number, version)
    if not page:
        raise Http404
    # The body is what our own renderer wrote, with every text in it escaped; publish_edition
    # compared it with its SHA-256, and the database refuses to change it. It is safe as it is.
    body = mark_safe(page.rendition.body_html)
    surroundings = {
        "page": page,
        "body": body,
        "here": language.say("site.edition.number", number=number),
        "style": file_address(page.version, "edition.css"),
        "downloads": downloads(page.version, page.files, language.tag),
    }
    return render(request, "picture/edition.html", surroundings)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    spoken = reader_language()
    tag = spoken.tag
    entries = [_entry(request, one) for one in queries.feed_of_editions(PUBLIC, tag)]
    home = request.build_absolute_uri(reverse("home"))
    content = atom(
        entries, tag, spoken.say("rendering.atom.title"), home, request.build_absolute_uri()
    )
    return HttpResponse(content, content_type="application/atom+xml; charset=utf-8")


def _entry(request: HttpRequest, rendition: Rendition) -> FeedEntry:
    version = rendition.version
    place = {"series": version.edition.series.slug, "number": version.edition.number}
    address = request.build_absolute_uri(reverse("edition", kwargs=place))
    return FeedEntry(
        id=address,
        title=marked_title(rendition.title, version.edition.series.kind, rendition.language),
        summary=f"{version.reason(rendition.language)} {rendition.summary}".strip(),
        address=address,
        published=rendition.first_published,  # type: ignore[attr-defined]
        updated=version.published_on,
    )


@require_safe
def file(
    request: HttpRequest, series: str, number: int, version: int, path: str
) -> HttpResponseBase:
    found = queries.find_file(PUBLIC, series, number, version, path)
    if not found:
        raise Http404
    unchanged = get_conditional_response(request, etag=f'"{found.sha256}"')
    response: HttpResponseBase = unchanged or _content(found)
    response["ETag"] = f'"{found.sha256}"'
    patch_cache_control(response, public=True, immutable=True, max_age=A_YEAR)
    return response


def _content(found: PublishedFile) -> FileResponse:
    edition = found.version.edition
    folder = publication_folder(edition.series.slug, edition.number, found.version.version)
    name = found.path.rsplit("/", 1)[-1]
    stem = f"{edition.series.slug}-{edition.number}-v{found.version.version}"
    return FileResponse(
        (folder / found.path).open("rb"),
        as_attachment=not found.media_type.startswith(SHOWN),
        filename=f"{stem}-{found.language}-{name}" if found.language else f"{stem}-{name}",
        content_type=found.media_type,
    )
