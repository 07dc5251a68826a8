"""Build an edition: from a frozen folder to web page, PDF, CSV and JSON in every language."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from toevlucht import __version__
from toevlucht.language import LANGUAGES, language
from toevlucht.picture.blocks import Document, Paragraph, plain
from toevlucht.picture.document import document, marks
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures import FIGURES, compute
from toevlucht.picture.markdown import blocks_from_markdown
from toevlucht.picture.rendering.csvw import csv_of, metadata_of
from toevlucht.picture.rendering.html import Links, body, page
from toevlucht.picture.rendering.json_document import json_of
from toevlucht.picture.rendering.pdf import pdf as laid_out
from toevlucht.picture.snapshot import Snapshot, open_snapshot, verify
from toevlucht.picture.snapshot.manifest import SCHEMA, file_entries, write_manifest
from toevlucht.picture.tables import Figure

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
}
METADATA_TYPE = "application/csvm+json"
JSON_TYPE = "application/json"


class BuildError(Exception):
    """The frozen edition is not what its manifest says; nothing was built."""


def steps(tags: Sequence[str], pdf: bool) -> int:
    """How many steps ``build`` takes, for a progress bar."""
    return len(FIGURES) + len(tags) * (2 if pdf else 1)


def build(
    snapshot: Path,
    out: Path,
    tags: Sequence[str] = LANGUAGES,
    *,
    public: bool = True,
    pdf: bool = True,
) -> Iterator[str]:
    """Build the edition frozen in ``snapshot`` into the new folder ``out``, step by step.

    Yields the name of each step when it is done. The same frozen folder and the same release
    give the same bytes. Nothing is left behind when it fails. Raises BuildError, ManifestError,
    EditorialError, MarkdownError, FileExistsError.
    """
    if out.exists():
        raise FileExistsError(f"{out.name} exists already; a built edition is never overwritten")
    if deviations := verify(snapshot):
        names = ", ".join(f"{d.path} ({d.kind})" for d in deviations)
        raise BuildError(f"{snapshot.name} is not as it was frozen: {names}")
    out.parent.mkdir(parents=True, exist_ok=True)
    with (
        open_snapshot(snapshot) as frozen,
        tempfile.TemporaryDirectory(dir=out.parent, prefix=".building-") as temporary,
    ):
        folder = Path(temporary) / "edition"
        folder.mkdir()
        figures: dict[str, Figure] = {}
        for kind in FIGURES:
            figures[kind.id] = compute(kind, frozen, public=public)
            yield kind.id
        for tag in tags:
            made = document(frozen.edition, figures, tag)
            _write_language(folder / tag, made, frozen.edition, tags)
            yield tag
            if pdf:
                (folder / tag / "edition.pdf").write_bytes(laid_out(made))
                yield f"{tag}/edition.pdf"
        _write_stylesheet(folder)
        write_manifest(folder, _manifest(folder, frozen, tags, public))
        folder.rename(out)


def _write_language(folder: Path, made: Document, edition: Edition, tags: Sequence[str]) -> None:
    (folder / "figures").mkdir(parents=True)
    others = {tag: f"../{tag}/index.html" for tag in tags if tag != made.language}
    _write(folder / "index.html", page(made, Links(languages=others)))
    _write(folder / "body.html", body(made, _links_on_site(edition, made.language)))
    (folder / "edition.json").write_bytes(json_of(made))
    for figure in made.figures():
        csv = folder / "figures" / f"{figure.id}.csv"
        csv.write_bytes(csv_of(figure, made.language))
        csv.with_name(f"{csv.name}-metadata.json").write_bytes(metadata_of(figure, made))


def _links_on_site(edition: Edition, tag: str) -> Links:
    place = f"/{tag}/picture/{edition.series}/{edition.number}/v{edition.version}/files/{tag}"
    return Links(
        pdf=f"{place}/edition.pdf", json=f"{place}/edition.json", figures=f"{place}/figures/"
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="")


def _write_stylesheet(folder: Path) -> None:
    with (
        files("toevlucht.picture.rendering").joinpath("edition.css").open("rb") as source,
        (folder / "edition.css").open("wb") as target,
    ):
        shutil.copyfileobj(source, target)


def _manifest(
    folder: Path, snapshot: Snapshot, tags: Sequence[str], public: bool
) -> dict[str, Any]:
    edition = snapshot.edition
    entries = file_entries(folder)
    return {
        "schema": SCHEMA,
        "software": __version__,
        "rendition": "public" if public else "partners",
        "series": {
            "id": edition.series,
            "kind": edition.series_kind,
            "title": edition.series_title,
        },
        "edition": _edition(edition),
        "languages": {tag: _language(edition, tag) for tag in tags},
        "files": [entry | {"media_type": _media_type(entry["path"])} for entry in entries],
    }


def _edition(edition: Edition) -> dict[str, Any]:
    correction = edition.correction
    return {
        "number": edition.number,
        "version": edition.version,
        "period_from": edition.period.start.isoformat(),
        "period_to": edition.period.end.isoformat(),
        "cut_off": edition.period.cut_off.isoformat(),
        "published_on": edition.published_on.isoformat(),
        "counting_mode": edition.period.counting_mode,
        "title": edition.title,
        "correction": correction
        and {"of_version": correction.of_version, "reason": correction.reason},
    }


def _language(edition: Edition, tag: str) -> dict[str, Any]:
    written = blocks_from_markdown(edition.narrative[tag]["summary"], f"narrative/{tag}/summary.md")
    summary = "\n".join(plain(b.inlines) for b in written if isinstance(b, Paragraph))
    return {
        "title": edition.title[tag],
        "summary": summary,
        "marks": [mark.text for mark in marks(edition, language(tag))],
    }


def _media_type(path: str) -> str:
    if path.endswith("-metadata.json"):
        return METADATA_TYPE
    return MEDIA_TYPES.get(Path(path).suffix, JSON_TYPE)
