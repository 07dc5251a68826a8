"""Read a built edition's folder and refuse one that is not what its manifest says."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toevlucht.language import LANGUAGES, Message
from toevlucht.picture.snapshot.manifest import (
    NAME,
    ManifestError,
    read_manifest,
    sha256_of,
)
from toevlucht.picture.snapshot.verification import verify

# What a reader's browser is told about a file; nothing else can be published.
MEDIA_TYPES = frozenset(
    {"text/html", "text/css", "text/csv", "application/json", "application/csvm+json"}
    | {"application/ld+json", "application/pdf"}
)
PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PublishingRefused(Exception):
    """This folder cannot be published; ``message`` says why, in any of the languages."""

    def __init__(self, key: str, **values: str | int) -> None:
        self.message = Message(f"publishing.{key}", values)
        super().__init__(f"{key} {values}")


@dataclass(frozen=True)
class Built:
    """A built edition whose every file was found to be as its manifest says."""

    folder: Path
    manifest: Mapping[str, Any]
    sha256: str

    @property
    def series(self) -> Mapping[str, Any]:
        return self.manifest["series"]  # type: ignore[no-any-return]

    @property
    def edition(self) -> Mapping[str, Any]:
        return self.manifest["edition"]  # type: ignore[no-any-return]

    @property
    def number(self) -> int:
        return int(self.edition["number"])

    @property
    def version(self) -> int:
        return int(self.edition["version"])

    def day(self, name: str) -> datetime.date:
        return datetime.date.fromisoformat(self.edition[name])

    def body(self, language: str) -> str:
        return (self.folder / language / "body.html").read_text("utf-8")


def read_built(folder: Path, rendition: str = "public") -> Built:
    """The built edition in ``folder``; raises PublishingRefused when it is not whole."""
    manifest = _verified(folder)
    try:
        return _checked(Built(folder, manifest, sha256_of(folder / NAME)), rendition)
    except (KeyError, TypeError, ValueError) as error:
        raise PublishingRefused("manifest", folder=folder.name, problem=repr(error)) from None


def _verified(folder: Path) -> Mapping[str, Any]:
    if any(path.is_symlink() for path in folder.rglob("*")):
        raise PublishingRefused("links", folder=folder.name)
    try:
        manifest, deviations = read_manifest(folder), verify(folder)
    except (ManifestError, KeyError, TypeError) as error:
        raise PublishingRefused("manifest", folder=folder.name, problem=str(error)) from None
    if deviations:
        first = deviations[0]
        raise PublishingRefused(
            f"deviation_{first.kind}", path=first.path, others=len(deviations) - 1
        )
    return manifest


def _checked(built: Built, rendition: str) -> Built:
    if built.manifest.get("rendition") != rendition:
        raise PublishingRefused("not_public", folder=built.folder.name)
    if not SLUG.fullmatch(built.series["id"]) or built.number < 1 or built.version < 1:
        raise ValueError("series id, number or version")
    for entry in built.manifest["files"]:
        _check_file(entry["path"], entry["media_type"])
    for language in LANGUAGES:
        if language not in built.manifest["languages"]:
            raise PublishingRefused("language_missing", language=language)
    return built


def _check_file(path: str, media_type: str) -> None:
    if media_type.split(";")[0] not in MEDIA_TYPES:
        raise ValueError(f"media type {media_type!r}")
    if not PATH.fullmatch(path) or len(path) > 200:
        raise ValueError(f"path {path!r}")
