"""Which files are taken along with a record, judged by what is in them and never by their name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from toevlucht.language import Message

MOST_FILES = 5
MOST_BYTES = 10 << 20  # of one file

JPEG, PNG, WEBP, GIF, HEIC = "image/jpeg", "image/png", "image/webp", "image/gif", "image/heic"
PDF, TEXT = "application/pdf", "text/plain"
ENDINGS = {
    JPEG: "jpg",
    PNG: "png",
    WEBP: "webp",
    GIF: "gif",
    HEIC: "heic",
    PDF: "pdf",
    TEXT: "txt",
}

BEGINNINGS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
)
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
PDF_WITHIN = 1024  # bytes from the beginning in which its mark has to stand
NOT_IN_TEXT = {*range(0x20), 0x7F} - {0x09, 0x0A, 0x0C, 0x0D}


class Upload(Protocol):
    """A file of a form, as the web framework hands it over."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


@dataclass(frozen=True)
class GivenFile:
    """A file as somebody sent it; the name is theirs, and may tell who they are."""

    name: str
    content: bytes


class FilesRefused(Exception):
    """These files are not taken; ``message`` says why, without repeating a name."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def given_files(uploads: Iterable[Upload], already: int = 0) -> list[GivenFile]:
    """What a form sent, read and judged; raises `FilesRefused`. Empty ones are left out.

    ``already`` counts the files that the record has.
    """
    found = [upload for upload in uploads if upload.size]
    if len(found) + already > MOST_FILES:
        raise FilesRefused(Message("keeping.files.too_many", {"most": MOST_FILES}))
    if any((upload.size or 0) > MOST_BYTES for upload in found):
        raise FilesRefused(Message("keeping.files.too_large", {"most": MOST_BYTES >> 20}))
    files = [GivenFile(upload.name or "", upload.read()) for upload in found]
    for number, file in enumerate(files, start=1):
        if kind_of(file.content) is None:
            raise FilesRefused(Message("keeping.files.unknown_kind", {"number": str(number)}))
    return files


def kind_of(content: bytes) -> str | None:
    """The media type that the bytes themselves show; None where it is none that we take."""
    for beginning, kind in BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return HEIC
    if b"%PDF-" in content[:PDF_WITHIN]:
        return PDF
    return TEXT if as_text(content) is not None else None


def as_text(content: bytes) -> str | None:
    """Text in UTF-8, or in UTF-16 with its mark; None where it is not plain text."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if any(ord(sign) in NOT_IN_TEXT for sign in text) else text
