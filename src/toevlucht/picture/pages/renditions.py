"""What partners receive of a published edition: every number, under its TLP mark."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.picture.actions.receiving import note_opening
from toevlucht.picture.publications import partners_folder
from toevlucht.picture.queries import renditions as queries
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

SHOWN = ("text/css",)


@require_safe
@desk_page(*queries.READERS)
def editions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = list(queries.newest_renditions(viewer))
    record_read(viewer, "rendition.read", "rendition", [one.pk for one in found])
    return render(request, "picture/drafts/editions.html", {"editions": found})


@require_safe
@desk_page(*queries.READERS)
def edition(
    request: HttpRequest, viewer: Viewer, series: str, number: int, version: int
) -> HttpResponse:
    tag = reader_language().tag
    page = queries.find_rendition_page(viewer, tag, series, number, version)
    if not page:
        raise missing(viewer, "rendition.read", "rendition", f"{series}/{number}/v{version}")
    record_read(viewer, "rendition.read", "rendition", [page.edition.pk])
    note_opening(viewer, page.edition)
    # Our own renderer wrote the body with every text in it escaped, and the database refuses to
    # change it: it is safe as it is.
    body = mark_safe(page.rendition.body_html)
    place = {"series": series, "number": number, "version": version}
    style = reverse("partners-file", kwargs={**place, "path": "edition.css"})
    surroundings = {"viewer": viewer, "page": page, "body": body, "style": style}
    return render(request, "picture/drafts/edition.html", surroundings)


@require_safe
@desk_page(*queries.READERS)
def file(
    request: HttpRequest, viewer: Viewer, series: str, number: int, version: int, path: str
) -> HttpResponseBase:
    found = queries.find_partners_file(viewer, series, number, version, path)
    if not found:
        name = f"{series}/{number}/v{version}"
        raise missing(viewer, "rendition.downloaded", "rendition", name)
    is_shown = found.media_type.startswith(SHOWN)
    if not is_shown:
        record_read(viewer, "rendition.downloaded", "rendition", [found.edition.pk, path[-80:]])
    name = f"{series}-{number}-v{version}-{found.edition.handling}-{path.replace('/', '-')}"
    return FileResponse(
        (partners_folder(series, number, version) / found.path).open("rb"),
        as_attachment=not is_shown,
        filename=name,
        content_type=found.media_type,
    )
