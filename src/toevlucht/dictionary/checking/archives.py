"""Unpack a zip that may be hostile: every entry is judged by its directory line before a byte."""

from __future__ import annotations

import re
import stat
import struct
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.sources import Source, is_noise

ZIP_ERRORS = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    ValueError,
    struct.error,
)
ARCHIVES = frozenset({".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".zst"})
DRIVE = re.compile(r"[A-Za-z]:")
CHUNK = 1 << 20
END_OF_DIRECTORY = b"PK\x05\x06"
END_LENGTH = 22
LONGEST_COMMENT = 1 << 16
LOCATOR = b"PK\x06\x07"
LOCATOR_LENGTH = 20
LARGE_END = b"PK\x06\x06"
LARGE_END_LENGTH = 56


def unpack(path: Path, into: Path, limits: Limits, findings: Findings) -> list[Source]:
    """The files of the zip at ``path``, written below ``into`` under names of our own."""
    if path.stat().st_size > limits.file:
        findings.add(ProblemCode.FILE_TOO_LARGE, path.name, limit=limits.file >> 20)
        return []
    if directory_size(path) > limits.directory:
        findings.add(ProblemCode.TOO_MANY_FILES, path.name, limit=limits.files)
        return []
    try:
        with ZipFile(path) as archive:
            entries = _judged(archive, path.name, limits, findings)
            return _written(archive, entries, into, findings)
    except ZIP_ERRORS:
        findings.add(ProblemCode.ZIP_UNREADABLE, path.name)
        return []


def directory_size(path: Path) -> int:
    """Bytes of the list of entries, as its end states them: a huge list is a bomb of its own."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - END_LENGTH - LONGEST_COMMENT)
        file.seek(start)
        tail = file.read()
        # Python takes an end without a comment before any other that may be found.
        found = {tail.rfind(END_OF_DIRECTORY, 0, 4 - END_LENGTH), len(tail) - END_LENGTH}
        ends = [at for at in found if at >= 0 and tail.startswith(END_OF_DIRECTORY, at)]
        return max((_stated_size(file, tail, at, start + at) for at in ends), default=0)


def _stated_size(file: BinaryIO, tail: bytes, at: int, end: int) -> int:
    """What one end of the directory states, or the larger form of it (zip64) that it points to."""
    size = int(struct.unpack_from("<I", tail, at + 12)[0])
    locator = _read_at(file, end - LOCATOR_LENGTH, LOCATOR_LENGTH)
    if not locator.startswith(LOCATOR):
        return size
    # One version of Python looks just before the locator, another where the locator points.
    places = (end - LOCATOR_LENGTH - LARGE_END_LENGTH, struct.unpack_from("<Q", locator, 8)[0])
    records = [_read_at(file, place, LARGE_END_LENGTH) for place in places]
    large = [record for record in records if record.startswith(LARGE_END)]
    return max([size, *(int(struct.unpack_from("<Q", record, 40)[0]) for record in large)])


def _read_at(file: BinaryIO, place: int, length: int) -> bytes:
    """So many bytes from a place, or none where the file does not hold them."""
    if not 0 <= place < 1 << 62:
        return b""
    file.seek(place)
    found = file.read(length)
    return found if len(found) == length else b""


def is_bomb(entries: list[ZipInfo], limits: Limits, total: int) -> bool:
    """Whether entries unpack to more than ``total``, or one of them grows out of proportion."""
    return sum(entry.file_size for entry in entries) > total or any(
        entry.file_size > limits.ratio_from
        and entry.file_size > limits.ratio * max(1, entry.compress_size)
        for entry in entries
    )


def _judged(archive: ZipFile, label: str, limits: Limits, findings: Findings) -> list[ZipInfo]:
    entries = [e for e in archive.infolist() if not e.is_dir() and not _all_noise(e.filename)]
    if len(entries) > limits.files:
        findings.add(ProblemCode.TOO_MANY_FILES, label, limit=limits.files)
        return []
    if is_bomb(entries, limits, limits.total):
        findings.add(ProblemCode.ZIP_BOMB, label, limit=limits.total >> 20, ratio=limits.ratio)
        return []
    before = findings.count
    seen: set[str] = set()
    for entry in entries:
        if code := _fault(entry, seen):
            findings.add(code, entry.filename)
        seen.add(entry.filename.casefold())
    return entries if findings.count == before else []


def _all_noise(name: str) -> bool:
    return any(is_noise(part) for part in name.split("/") if part)


def _fault(entry: ZipInfo, seen: set[str]) -> ProblemCode | None:
    name = entry.filename
    if not _is_plain_name(name):
        return ProblemCode.ZIP_UNSAFE_PATH
    if stat.S_ISLNK(entry.external_attr >> 16):
        return ProblemCode.LINK
    if entry.flag_bits & 0x1:
        return ProblemCode.ZIP_ENCRYPTED
    if name.casefold() in seen:
        return ProblemCode.ZIP_DUPLICATE_NAME
    return None


def _is_plain_name(name: str) -> bool:
    """Whether a name stays inside the zip and is written in the one way that names its file."""
    path = PurePosixPath(name)
    inside = not (path.is_absolute() or "\\" in name or DRIVE.match(name) or ".." in path.parts)
    return inside and bool(path.parts) and str(path) == name


def _written(
    archive: ZipFile, entries: list[ZipInfo], into: Path, findings: Findings
) -> list[Source]:
    sources = []
    for position, entry in enumerate(entries):
        name = PurePosixPath(entry.filename)
        if name.suffix.lower() in ARCHIVES:
            findings.add(ProblemCode.NESTED_ARCHIVE, entry.filename)
            continue
        path = into / f"{position}"
        try:
            _write(archive, entry, path)
        except ZIP_ERRORS:
            findings.add(ProblemCode.ZIP_UNREADABLE, entry.filename)
            continue
        sources.append(Source(name, path, entry.file_size))
    return sources


def _write(archive: ZipFile, entry: ZipInfo, path: Path) -> None:
    with archive.open(entry) as packed, path.open("wb") as file:
        while chunk := packed.read(CHUNK):
            file.write(chunk)
