"""Open a contribution safely: a folder, or a zip unpacked file by file into a temporary folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from toevlucht.dictionary.checking.archives import unpack
from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.sources import MANIFEST, Source, is_noise
from toevlucht.language import Message


@contextmanager
def opened(path: Path, limits: Limits, findings: Findings) -> Iterator[tuple[Source, ...]]:
    """The files of the contribution at ``path``; what is wrong with them goes to ``findings``."""
    with TemporaryDirectory(prefix="toevlucht-check-") as temporary:
        if path.is_dir():
            found = _listed(path, limits, findings)
        elif _is_zip(path):
            found = unpack(path, Path(temporary), limits, findings)
        else:
            findings.add(ProblemCode.NOT_A_CONTRIBUTION, path.name)
            found = []
        sources = _without_shared_folder(found)
        yield tuple(_within_depth(sources, limits, findings))


def _is_zip(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"} or path.suffix.lower() == ".zip"
    except OSError:
        return False


@dataclass
class _Walk:
    """Where the walk through a folder stands: what it found and what it read so far."""

    limits: Limits
    findings: Findings
    found: list[Source]
    total: int = 0

    def full(self) -> bool:
        return len(self.found) > self.limits.files


def _listed(folder: Path, limits: Limits, findings: Findings) -> list[Source]:
    walk = _Walk(limits, findings, [])
    _walk(folder, PurePosixPath(), walk)
    if walk.full():
        findings.add(ProblemCode.TOO_MANY_FILES, limit=limits.files)
        return []
    if walk.total > limits.total:
        findings.add(ProblemCode.TOTAL_TOO_LARGE, limit=limits.total >> 20)
        return []
    return walk.found


def _walk(folder: Path, below: PurePosixPath, walk: _Walk) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        walk.findings.add(ProblemCode.UNREADABLE_FILE, str(below))
        return
    for entry in entries:
        if not is_noise(entry.name) and not walk.full():
            _take(entry, below / entry.name, walk)


def _take(entry: os.DirEntry[str], name: PurePosixPath, walk: _Walk) -> None:
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(status.st_mode):
        walk.findings.add(ProblemCode.LINK, str(name))
    elif stat.S_ISDIR(status.st_mode):
        if len(name.parts) > walk.limits.depth:
            walk.findings.add(ProblemCode.TOO_DEEP, str(name))
        else:
            _walk(Path(entry.path), name, walk)
    elif not stat.S_ISREG(status.st_mode):
        hint = Message("checking.hint.see_dictionary")
        walk.findings.add(ProblemCode.UNKNOWN_FILE, str(name), hint=hint)
    elif status.st_size > walk.limits.file:
        walk.findings.add(ProblemCode.FILE_TOO_LARGE, str(name), limit=walk.limits.file >> 20)
    else:
        walk.total += status.st_size
        walk.found.append(Source(name, Path(entry.path), status.st_size))


def _without_shared_folder(sources: list[Source]) -> list[Source]:
    """People zip the folder itself; its name is then no part of the contribution."""
    tops = {source.name.parts[0] for source in sources}
    shared = len(tops) == 1 and all(len(source.name.parts) > 1 for source in sources)
    if not shared or not any(source.name.parts[1:] == (MANIFEST,) for source in sources):
        return sources
    return [Source(PurePosixPath(*s.name.parts[1:]), s.path, s.size) for s in sources]


def _within_depth(sources: list[Source], limits: Limits, findings: Findings) -> Iterator[Source]:
    for source in sources:
        if len(source.name.parts) > limits.depth:
            findings.add(ProblemCode.TOO_DEEP, str(source.name))
        else:
            yield source
