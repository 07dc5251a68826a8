"""A small built edition, made up for tests: the shape that ``toevlucht picture build`` leaves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from toevlucht.language import LANGUAGES
from toevlucht.picture.snapshot.manifest import file_entries, write_manifest

MEDIA_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".csv": "text/csv",
    ".json": "application/json",
    ".pdf": "application/pdf",
}

EXAMPLES: list[dict[str, Any]] = [
    {"number": 1},
    {"number": 2, "cut_off": "2022-04-24"},
    {"series": "exercise-2022", "kind": "exercise", "cut_off": "2022-06-07"},
    {"series": "exercise-2022", "kind": "exercise", "cut_off": "2022-06-08", "version": 2},
    {"series": "generated-example", "kind": "generated", "number": 4, "cut_off": "2025-03-31"},
]


def fabricate(
    folder: Path,
    series: str = "ukraine-2022",
    kind: str = "reconstruction",
    number: int = 1,
    version: int = 1,
    cut_off: str = "2022-03-24",
    words: str = "",
) -> Path:
    """A built folder; ``words`` changes its text, so that its content differs."""
    for tag in LANGUAGES:
        _write_rendition(folder, tag, f"{words} {number}.{version}".strip())
    (folder / "edition.css").write_text("article { max-width: 60rem }\n", "utf-8")
    edition = {
        "number": number,
        "version": version,
        "period_from": "2022-02-24",
        "period_to": cut_off,
        "cut_off": cut_off,
        "published_on": cut_off,
        "counting_mode": "cumulative",
        "title": _texts("Edition"),
        "correction": _correction(version),
    }
    content = {
        "schema": 1,
        "series": {"id": series, "kind": kind, "title": _texts(f"Series {series}")},
        "edition": edition,
        "rendition": "public",
        "software": "0.1.0",
        "languages": {tag: _language(tag, number) for tag in LANGUAGES},
    }
    sign(folder, content)
    return folder


def publish_examples(workplace: Path, frozen: Path) -> None:
    from toevlucht.picture.actions import publish_edition

    for index, edition in enumerate(EXAMPLES):
        publish_edition(fabricate(workplace / f"built-{index}", **edition), frozen)


def sign(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest anew for the files that now lie in ``folder``."""
    files = file_entries(folder)
    for entry in files:
        entry["media_type"] = MEDIA_TYPES[Path(entry["path"]).suffix]
    write_manifest(folder, {**content, "files": files})


def resign(folder: Path, **changes: Any) -> None:
    """The manifest of ``folder`` with some parts changed, and true to its files again."""
    content = json.loads((folder / "manifest.json").read_text("utf-8"))
    sign(folder, {**content, **changes})


def fabricate_frozen(folder: Path) -> Path:
    (folder / "tables").mkdir(parents=True)
    (folder / "tables" / "observations.parquet").write_bytes(b"what only partners may see")
    write_manifest(folder, {"schema": 1, "files": file_entries(folder)})
    return folder


def _write_rendition(folder: Path, tag: str, words: str) -> None:
    (folder / tag / "figures").mkdir(parents=True)
    body = (
        f'<article lang="{tag}"><h1>Edition {tag} {words}</h1>'
        '<section id="ladder"><h2>Ladder</h2><p>One &lt;b&gt; signal.</p></section></article>\n'
    )
    page = f'<!doctype html><html lang="{tag}"><title>Edition</title><body>{body}</body></html>\n'
    (folder / tag / "body.html").write_text(body, "utf-8")
    (folder / tag / "index.html").write_text(page, "utf-8")
    (folder / tag / "edition.pdf").write_bytes(b"%PDF-1.7 " + words.encode())
    (folder / tag / "edition.json").write_text(json.dumps({"words": words}), "utf-8")
    (folder / tag / "figures" / "ladder.csv").write_text("row,value\nsignal,1\n", "utf-8")
    (folder / tag / "figures" / "ladder.csv-metadata.json").write_text("{}\n", "utf-8")


def _language(tag: str, number: int) -> dict[str, Any]:
    return {"title": f"Edition {number} ({tag})", "summary": f"Summary in {tag}.", "marks": []}


def _texts(words: str) -> dict[str, str]:
    return {tag: f"{words} ({tag})" for tag in LANGUAGES}


def _correction(version: int) -> dict[str, Any] | None:
    if version == 1:
        return None
    return {"of_version": version - 1, "reason": _texts("The police found no indications")}
