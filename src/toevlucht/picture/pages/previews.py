"""Look at a draft as it would be published, in both renditions, and get its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.picture.actions import drafting
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.draft_folders import build_folder
from toevlucht.picture.models import Draft, DraftBuild
from toevlucht.picture.pages.drafts import editors, find, makers, refused
from toevlucht.picture.queries.drafts.reading import newest_build
from toevlucht.picture.snapshot.manifest import ManifestError, read_manifest
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

RENDITIONS = {"partners": "desk/editions", "public": "picture"}
SHOWN = ("text/css",)
ANY = "x"


@require_POST
@editors
def ask(request: HttpRequest, viewer: Viewer, draft: int) -> HttpResponse:
    found = find(viewer, draft, "draft.previewed")
    try:
        drafting.preview(viewer, found)
    except NotPossible as refusal:
        refused(request, refusal)
    return redirect("draft", draft=found.pk)


@require_safe
@makers
def preview(request: HttpRequest, viewer: Viewer, draft: int, rendition: str) -> HttpResponse:
    found = find(viewer, draft, "draft.previewed")
    build = newest_build(found)
    if rendition not in RENDITIONS or build is None:
        raise Http404
    record_read(viewer, "draft.previewed", "draft", [found.pk, rendition, f"r{build.revision}"])
    files = reverse("draft-file", kwargs={"draft": draft, "rendition": rendition, "path": ANY})
    context = {
        "draft": found,
        "build": build,
        "rendition": rendition,
        "handling": found.handling if rendition == "partners" else "clear",
        "is_stale": build.revision != found.revision,
        **shown(found, build, rendition, files),
    }
    return render(request, "picture/drafts/preview.html", context)


def shown(draft: Draft, build: DraftBuild, rendition: str, files: str) -> dict[str, Any]:
    """The body as it would be published; only its files are looked for beside the draft.

    Our own renderer wrote it and escaped every text in it. It lies in a folder that no upload
    reaches, and is as its manifest says.
    """
    tag = reader_language().tag
    folder = build_folder(draft.pk, build.folder) / rendition
    try:
        body = (folder / tag / "body.html").read_text("utf-8")
    except FileNotFoundError:
        raise Http404 from None
    room = RENDITIONS[rendition]
    place = f"/{tag}/{room}/{draft.series.slug}/{draft.number}/v{draft.version}/files/"
    files = files.removesuffix(ANY)
    return {"body": mark_safe(body.replace(place, files)), "style": f"{files}edition.css"}


@require_safe
@makers
def file(
    request: HttpRequest, viewer: Viewer, draft: int, rendition: str, path: str
) -> HttpResponseBase:
    found = find(viewer, draft, "draft.exported")
    if rendition not in RENDITIONS:
        raise Http404
    return answer(viewer, found, rendition, path)


def answer(viewer: Viewer, draft: Draft, rendition: str, path: str) -> HttpResponseBase:
    """A file that the manifest lists under exactly this path, and nothing else."""
    build = newest_build(draft)
    if build is None:
        raise Http404
    folder = build_folder(draft.pk, build.folder) / rendition
    media_type = _media_type(folder, path)
    if media_type is None:
        raise Http404
    if not media_type.startswith(SHOWN):
        record_read(viewer, "draft.exported", "draft", [draft.pk, rendition, path[-80:]])
    name = f"{draft.series.slug}-{draft.number}-v{draft.version}-draft-{path.replace('/', '-')}"
    return FileResponse(
        (folder / path).open("rb"),
        as_attachment=not media_type.startswith(SHOWN),
        filename=name,
        content_type=media_type,
    )


def _media_type(folder: Path, path: str) -> str | None:
    try:
        listed = {entry["path"]: entry["media_type"] for entry in read_manifest(folder)["files"]}
    except ManifestError:
        return None
    return listed.get(path)
