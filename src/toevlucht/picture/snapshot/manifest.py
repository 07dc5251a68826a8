"""The manifest of a folder: every file with its size and SHA-256, written the same way always."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

NAME = "manifest.json"
SCHEMA = 1
CHUNK = 1 << 20


class ManifestError(Exception):
    """The folder has no usable manifest."""


def file_entries(folder: Path) -> list[dict[str, Any]]:
    """All files below ``folder`` but its manifest, by path, with size and SHA-256."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        {
            "path": path.relative_to(folder).as_posix(),
            "bytes": path.stat().st_size,
            "sha256": sha256_of(path),
        }
        for path in paths
        if path != folder / NAME
    ]


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write_manifest(folder: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", "utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of ``folder``; raises ManifestError where it is missing or of another schema."""
    try:
        content = json.loads((folder / NAME).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise ManifestError(f"{folder.name} holds no {NAME}") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{NAME} of {folder.name} is not readable: {error}") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ManifestError(f"{NAME} of {folder.name} is not of schema {SCHEMA}")
    if not _lists_files(content.get("files")):
        raise ManifestError(f"{NAME} of {folder.name} does not list its files")
    return content


def _lists_files(entries: Any) -> bool:
    return isinstance(entries, list) and all(
        isinstance(entry, dict) and {"path", "sha256"} <= entry.keys() for entry in entries
    )
