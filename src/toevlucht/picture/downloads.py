"""The files of a version as a reader looks for them: the edition whole, and table by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from toevlucht.picture.models import EditionVersion, PublishedFile

METADATA = "-metadata.json"


@dataclass(frozen=True)
class Download:
    address: str
    bytes: int
    name: str = ""
    metadata: str = ""  # the address of what describes its columns


@dataclass(frozen=True)
class Downloads:
    pdf: Download | None
    json: Download | None
    page: Download | None
    tables: Sequence[Download]


def downloads(version: EditionVersion, files: Sequence[PublishedFile], language: str) -> Downloads:
    """What of ``files`` is in ``language``; None where a version came without it."""
    found = {file.path: file for file in files}

    def download(path: str) -> Download | None:
        file = found.get(path)
        return Download(file_address(version, path), file.bytes) if file else None

    return Downloads(
        pdf=download(f"{language}/edition.pdf"),
        json=download(f"{language}/edition.json"),
        page=download(f"{language}/index.html"),
        tables=[
            Download(
                file_address(version, path),
                file.bytes,
                name=path.rsplit("/", 1)[-1].removesuffix(".csv"),
                metadata=file_address(version, path + METADATA) if path + METADATA in found else "",
            )
            for path, file in found.items()
            if path.startswith(f"{language}/") and path.endswith(".csv")
        ],
    )


def file_address(version: EditionVersion, path: str) -> str:
    """The address of a file of a version; the address of the folder where ``path`` is empty."""
    edition = version.edition
    return reverse(
        "edition-file",
        kwargs={
            "series": edition.series.slug,
            "number": edition.number,
            "version": version.version,
            "path": path,
        },
    )
