"""Compare a folder with its manifest, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from toevlucht.picture.snapshot.manifest import file_entries, read_manifest


@dataclass(frozen=True)
class Deviation:
    """A file that is not what the manifest says; ``kind`` is changed, missing or unexpected."""

    path: str
    kind: str


def verify(folder: Path) -> list[Deviation]:
    """Every deviation of ``folder`` from its manifest, by path; none when all is as it was."""
    expected = {entry["path"]: entry["sha256"] for entry in read_manifest(folder)["files"]}
    found = {entry["path"]: entry["sha256"] for entry in file_entries(folder)}
    deviations = [
        Deviation(path, _kind(expected.get(path), found.get(path)))
        for path in sorted(expected.keys() | found.keys())
        if expected.get(path) != found.get(path)
    ]
    return deviations


def _kind(expected: str | None, found: str | None) -> str:
    if found is None:
        return "missing"
    return "changed" if expected else "unexpected"
