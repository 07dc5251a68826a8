"""Look into a workbook's parts before a spreadsheet library does: sizes, entities, merged cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from toevlucht.dictionary.checking.archives import ZIP_ERRORS, directory_size, is_bomb
from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.sources import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]+(\d+)[A-Z0-9:]*)[\"']")
BLOCK = 1 << 20
OVERLAP = 256
MOST_PARTS = 2_000


@dataclass
class WorkbookParts:
    """What the look inside found: for each part of the workbook its merged cells, as (ref, row)."""

    merged: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


def inspect_workbook(source: Source, limits: Limits, findings: Findings) -> WorkbookParts | None:
    """The workbook's parts, or None where it is refused."""
    with source.path.open("rb") as file:
        if file.read(len(OLE)) == OLE:
            findings.add(ProblemCode.PROTECTED_OR_LEGACY_WORKBOOK, source.label)
            return None
    if source.size > limits.workbook:
        findings.add(ProblemCode.FILE_TOO_LARGE, source.label, limit=limits.workbook >> 20)
        return None
    if directory_size(source.path) > limits.directory:
        findings.add(ProblemCode.UNSAFE_WORKBOOK, source.label)
        return None
    try:
        with ZipFile(source.path) as archive:
            return _inspect(archive, source.label, limits, findings)
    except ZIP_ERRORS:
        findings.add(ProblemCode.CORRUPT_WORKBOOK, source.label)
        return None


def _inspect(
    archive: ZipFile, label: str, limits: Limits, findings: Findings
) -> WorkbookParts | None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    unusual = len(entries) > MOST_PARTS or len(names) < len(entries)
    if unusual or is_bomb(entries, limits, limits.workbook_unpacked):
        findings.add(ProblemCode.UNSAFE_WORKBOOK, label)
        return None
    parts = WorkbookParts()
    written = [e for e in entries if e.filename.lower().endswith((".xml", ".rels", ".vml"))]
    if not all(_is_plain(archive, entry, parts) for entry in written):
        findings.add(ProblemCode.UNSAFE_WORKBOOK, label)
        return None
    return parts


def _is_plain(archive: ZipFile, entry: ZipInfo, parts: WorkbookParts) -> bool:
    """Whether an XML part is UTF-8 without declarations of its own; notes its merged cells."""
    with archive.open(entry) as file:
        if file.read(4)[:2] in {b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0"}:
            return False
    with archive.open(entry) as file:
        return _scan(file, parts.merged.setdefault(entry.filename, []))  # type: ignore[arg-type]


def _scan(file: BinaryIO, merged: list[tuple[str, int]]) -> bool:
    seen: set[bytes] = set()
    tail = b""
    while block := file.read(BLOCK):
        window = tail + block
        if b"\0" in block or DECLARATION.search(window):
            return False
        for found in MERGED.finditer(window):
            if found[1] not in seen:
                seen.add(found[1])
                merged.append((found[1].decode("ascii"), int(found[2])))
        tail = window[-OVERLAP:]
    return True
