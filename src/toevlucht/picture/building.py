"""Build an edition: from a frozen folder to web page, PDF, CSV and JSON in every language."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from toevlucht import __version__
from toevlucht.language import LANGUAGES, language
from toevlucht.picture.blocks import Document, Paragraph, plain
from toevlucht.picture.document import document, marks
from toevlucht.picture.earlier import FILE, protected_data, read_versions
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures import FIGURES, Computed, compute_all, find_all
from toevlucht.picture.figures.findings import Findings
from toevlucht.picture.markdown import blocks_from_markdown
from toevlucht.picture.protection import Unprotectable, Version
from toevlucht.picture.rendering.csvw import csv_of, metadata_of
from toevlucht.picture.rendering.html import Links, body, page, page_apart
from toevlucht.picture.rendering.json_document import json_of
from toevlucht.picture.rendering.pdf import pdf as laid_out
from toevlucht.picture.snapshot import Snapshot, open_snapshot, verify
from toevlucht.picture.snapshot.manifest import SCHEMA, file_entries, write_manifest

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
    earlier: Sequence[Path] = (),
    rounded: Collection[str] = (),
    look: Callable[[Edition, Computed], None] | None = None,
) -> Iterator[str]:
    """Build the edition frozen in ``snapshot`` into the new folder ``out``, step by step.

    ``earlier`` are the built folders of all versions of the series that are public already: what
    they tell is reckoned with, so that nobody finds a small count by subtracting. ``rounded``
    names figures whose counts are rounded to fives instead of hidden. ``look`` is called once with
    the edition and its figures, for checks that only warn.

    Yields the name of each step when it is done. The same frozen folder, the same earlier
    versions and the same release give the same bytes. Nothing is left behind when it fails.
    Raises BuildError (also where a small count could be found), EarlierError, ManifestError,
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
        edition = _as_handled(frozen.edition, public)
        versions = read_versions(earlier, frozen.edition) if public else []
        findings: dict[str, Findings] = {}
        for kind, found in find_all(frozen):
            if found.table.rows or not kind.is_left_out:
                findings[kind.id] = found
            yield kind.id
        computed = _computed(frozen, findings, public, versions, rounded)
        if look is not None:
            look(frozen.edition, computed)
        figures = computed.figures
        for tag in tags:
            made = document(edition, figures, tag)
            site = _links_on_site(edition, tag, public, pdf)
            _write_language(folder / tag, made, site, tags)
            yield tag
            if pdf:
                (folder / tag / "edition.pdf").write_bytes(laid_out(made))
                yield f"{tag}/edition.pdf"
        _write_stylesheet(folder)
        if computed.outcome is not None:
            text = json.dumps(protected_data(computed), ensure_ascii=False, indent=None)
            _write(folder / FILE, text + "\n")
        manifest = _manifest(folder, edition, tags, public)
        manifest |= _disclosure(computed, versions)
        write_manifest(folder, manifest)
        folder.rename(out)


def _computed(
    frozen: Snapshot,
    findings: Mapping[str, Findings],
    public: bool,
    versions: Sequence[Version],
    rounded: Collection[str],
) -> Computed:
    if unknown := sorted(set(rounded) - findings.keys()):
        raise BuildError(f"there is no figure {', '.join(unknown)} to round")
    try:
        return compute_all(frozen, findings, public=public, earlier=versions, rounded=rounded)
    except Unprotectable as refusal:
        names = ", ".join(refusal.tables)
        raise BuildError(
            f"a small number would follow from what is published in: {names}. Leave a partner's "
            "rows out, or add the earlier versions of this series if some are missing."
        ) from None


def _disclosure(computed: Computed, versions: Sequence[Version]) -> dict[str, Any]:
    """That the attack was run, over how much, and what was done; no value, and no cell."""
    outcome = computed.outcome
    if outcome is None:
        return {}
    return {
        "earlier": [{"version": one.name, "manifest_sha256": one.sha256} for one in versions],
        "disclosure": {
            "attacked": True,
            "cells": outcome.attacked,
            "ranges": outcome.hidden,
            "earlier_versions": outcome.earlier,
            "merged": list(outcome.merged),
            "withheld": list(outcome.withheld),
            "rounded": list(outcome.rounded),
        },
    }


def _as_handled(edition: Edition, public: bool) -> Edition:
    """The edition's mark says how partners handle every number; what is public is for everybody."""
    return replace(edition, handling="clear") if public else edition


def _write_language(folder: Path, made: Document, site: Links, tags: Sequence[str]) -> None:
    (folder / "figures").mkdir(parents=True)
    others = {tag: f"../{tag}/index.html" for tag in tags if tag != made.language}
    alone = Links(languages=others, pdf=Links.pdf if site.pdf else "")
    _write(folder / "index.html", page(made, alone))
    _write(folder / "body.html", body(made, site))
    elsewhere = {tag: f"../{tag}/{Links.apart}" for tag in others}
    if apart := page_apart(made, replace(alone, languages=elsewhere)):
        _write(folder / Links.apart, apart)
    (folder / "edition.json").write_bytes(json_of(made))
    for figure in made.figures():
        csv = folder / "figures" / f"{figure.id}.csv"
        csv.write_bytes(csv_of(figure, made.language))
        csv.with_name(f"{csv.name}-metadata.json").write_bytes(metadata_of(figure, made))


def _links_on_site(edition: Edition, tag: str, public: bool, pdf: bool) -> Links:
    room = "picture" if public else "desk/editions"
    place = f"/{tag}/{room}/{edition.series}/{edition.number}/v{edition.version}/files/{tag}"
    return Links(
        pdf=f"{place}/edition.pdf" if pdf else "",
        json=f"{place}/edition.json",
        figures=f"{place}/figures/",
        apart=f"{place}/{Links.apart}",
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="")


def _write_stylesheet(folder: Path) -> None:
    with (
        files("toevlucht.picture.rendering").joinpath("edition.css").open("rb") as source,
        (folder / "edition.css").open("wb") as target,
    ):
        shutil.copyfileobj(source, target)


def _manifest(folder: Path, edition: Edition, tags: Sequence[str], public: bool) -> dict[str, Any]:
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
