"""Keep the folders of a version in the data folder, the public one and that of the partners."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from toevlucht.language import LANGUAGES
from toevlucht.picture.built import Built, PublishingRefused
from toevlucht.picture.models import (
    EditionVersion,
    PartnersFile,
    PartnersRendition,
    PartnersVersion,
    Recipient,
)
from toevlucht.picture.publications import partners_folder
from toevlucht.picture.snapshot.manifest import NAME, sha256_of
from toevlucht.picture.snapshot.verification import verify

UNFINISHED = ".incoming-"


@dataclass(frozen=True)
class ForPartners:
    """The partners' rendition of an edition, and the organisations to which it goes by name."""

    built: Built
    handling: str
    recipients: tuple[str, ...]


def keep_for_partners(version: EditionVersion, given: ForPartners) -> None:
    """Rows and folder of the partners' rendition, in the transaction of the version's own."""
    built = given.built
    edition = PartnersVersion.objects.create(
        version=version, handling=given.handling, manifest_sha256=built.sha256
    )
    Recipient.objects.bulk_create(
        Recipient(edition=edition, organisation=organisation) for organisation in given.recipients
    )
    PartnersRendition.objects.bulk_create(
        PartnersRendition(
            edition=edition,
            language=language,
            title=words["title"],
            marks=words["marks"],
            body_html=built.body(language),
        )
        for language, words in built.manifest["languages"].items()
    )
    PartnersFile.objects.bulk_create(
        PartnersFile(
            edition=edition,
            path=entry["path"],
            language=language_of(entry["path"]),
            media_type=entry["media_type"],
            bytes=entry["bytes"],
            sha256=entry["sha256"],
        )
        for entry in built.manifest["files"]
    )
    place = (built.series["id"], built.number, built.version)
    copy_whole(built.folder, partners_folder(*place), built.sha256)


def language_of(path: str) -> str:
    first = path.split("/", 1)[0]
    return first if first in LANGUAGES else ""


def copy_whole(folder: Path, target: Path, manifest_sha256: str) -> None:
    """Copy ``folder`` to ``target`` at one stroke, after checking that the copy is the same.

    The row of the version is written already, so nobody else copies beside it: what lies there
    unfinished is of a process that was killed, and may hold partners' rows.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=UNFINISHED) as workplace:
        copy = Path(workplace) / "copy"
        shutil.copytree(folder, copy)
        if verify(copy) or sha256_of(copy / NAME) != manifest_sha256:
            raise PublishingRefused("changed_meanwhile", folder=folder.name)
        if target.exists():
            shutil.rmtree(target)
        _wait_until_on_disk(copy)
        copy.rename(target)
        _synchronise(target.parent)


def _wait_until_on_disk(folder: Path) -> None:
    """Rows that outlive a power cut would speak of files that do not."""
    for path in (*folder.rglob("*"), folder):
        _synchronise(path)


def _synchronise(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
