"""Put a contribution together from what a sender has: files, and facts for its manifest."""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from toevlucht.dictionary import dictionary
from toevlucht.dictionary.checking.archives import ZIP_ERRORS, directory_size
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.narrative import FILES as NARRATIVE_FILES
from toevlucht.dictionary.checking.sources import MANIFEST

# The same files give the same bytes, so that what was sent before is recognised.
ALWAYS = (1980, 1, 1, 0, 0, 0)
PACKED_ALREADY = (".xlsx", ".parquet")
NARRATIVE = {Path(name).name: name for name in NARRATIVE_FILES}

Fact = str | int | datetime.date | Sequence[str]


def manifest_text(facts: Mapping[str, Fact]) -> str:
    """``contribution.toml`` with these facts; what is empty is left out."""
    lines = [f"schema = {dictionary().contribution_schema}", "", "[contribution]"]
    lines += [f"{key} = {_toml(fact)}" for key, fact in facts.items() if fact not in ("", None)]
    return "\n".join(lines) + "\n"


def nil_facts(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The same facts for: we looked in every table, and there is nothing to report."""
    return {**facts, "nil": tuple(dictionary().tables)}


def pack(files: Sequence[tuple[str, IO[bytes]]], manifest: str | None, out: Path) -> Path:
    """A zip at ``out`` of files by their names; a narrative by its language alone finds its place.

    A single zip is taken over as it is. Names must differ.
    """
    if len(files) == 1 and manifest is None and files[0][0].lower().endswith(".zip"):
        with out.open("wb") as target:
            shutil.copyfileobj(files[0][1], target)
        return out
    with ZipFile(out, "w") as archive:
        if manifest is not None:
            archive.writestr(_entry(MANIFEST), manifest.encode())
        for name, source in sorted(files, key=lambda one: one[0]):
            with archive.open(_entry(NARRATIVE.get(name, name)), "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
    return out


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, ALWAYS)
    entry.compress_type = ZIP_STORED if name.lower().endswith(PACKED_ALREADY) else ZIP_DEFLATED
    return entry


def _toml(fact: Fact) -> str:
    match fact:
        case str():
            return _text(fact)
        case bool():
            raise TypeError("a fact of a manifest is no yes or no")
        case int():
            return str(fact)
        case datetime.date():
            return fact.isoformat()
    return f"[{', '.join(_text(part) for part in fact)}]"


def _text(text: str) -> str:
    """JSON's escapes are TOML's too, but for one character that only JSON allows as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def unpacked_size(package: Path) -> int:
    """How much a zip says that it holds; what cannot be read as one is judged soon enough."""
    if directory_size(package) > Limits().directory:
        return 0
    try:
        with ZipFile(package) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except ZIP_ERRORS:
        return 0
