"""What a backup holds: an opening, the files one by one, and a manifest of them at the end."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from toevlucht.site.backup.problem import BackupProblem, disk_problems_told
from toevlucht.site.backup.stream import OpeningStream, SealingStream

OPENING = "opening.json"
MANIFEST = "manifest.json"
DATABASE = "database"
DATA = "data"
AT_ONCE = 1 << 18
LARGEST_LIST = 1 << 28  # the manifest is read into memory


@dataclass(frozen=True)
class Opening:
    """What can be told about a backup before it is read any further."""

    format: int
    name: str
    software: str
    made: str
    engine: str  # sqlite or postgresql
    engine_version: int


class Writer:
    """Adds files to a sealed stream; each is copied at the length that it has now."""

    def __init__(self, stream: SealingStream, opening: Opening) -> None:
        self._stream = stream
        self._tar = tarfile.open(mode="w|", fileobj=stream, bufsize=AT_ONCE)  # noqa: SIM115
        self._digests: dict[str, str] = {}
        self._add_text(OPENING, asdict(opening))

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            now = os.fstat(source.fileno())
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = now.st_size, int(now.st_mtime), now.st_mode & 0o777
            hashing = _Hashing(source)
            self._tar.addfile(info, hashing)  # type: ignore[arg-type]
        self._digests[name] = hashing.digest

    def finish(self) -> None:
        self._add_text(MANIFEST, self._digests)
        self._tar.close()
        self._stream.finish()

    def _add_text(self, name: str, content: dict[str, Any]) -> None:
        text = json.dumps(content).encode()
        info = tarfile.TarInfo(name)
        info.size = len(text)
        self._tar.addfile(info, io.BytesIO(text))


class Reader:
    """Reads a sealed stream once, from the beginning to its authenticated end."""

    def __init__(self, source: IO[bytes], secret: str) -> None:
        self._stream = OpeningStream(source, secret)  # type: ignore[arg-type]
        self._tar = tarfile.open(mode="r|", fileobj=self._stream, bufsize=AT_ONCE)  # noqa: SIM115
        self._members = iter(self._tar)
        self.opening = Opening(**self._text(next(self._members), OPENING))

    def unpack(self, target: Path | None) -> Iterator[str]:
        """Put the files below ``target``, or nowhere; yields their names. Raises BackupProblem
        where one is not what the manifest at the end says."""
        found: dict[str, str] = {}
        for member in self._members:
            if member.name == MANIFEST:
                listed = self._text(member, MANIFEST)
                self._stream.read_to_the_end()
                if listed != found:
                    raise BackupProblem("damaged")
                return
            found[member.name] = self._unpack_one(member, target)
            yield member.name
        raise BackupProblem("damaged")

    def _unpack_one(self, member: tarfile.TarInfo, target: Path | None) -> str:
        content = self._content(member)
        if not target:
            return _copied(content, None)
        path = target / _safe(member.name)
        with disk_problems_told():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                digest = _copied(content, file)
            path.chmod(member.mode & 0o777)
        return digest

    def _content(self, member: tarfile.TarInfo) -> IO[bytes]:
        content = self._tar.extractfile(member) if member.isreg() else None
        if content is None:
            raise BackupProblem("damaged")
        return content

    def _text(self, member: tarfile.TarInfo, name: str) -> dict[str, Any]:
        if member.name != name or member.size > LARGEST_LIST:
            raise BackupProblem("damaged")
        content: dict[str, Any] = json.loads(self._content(member).read())
        return content


class _Hashing:
    """A file that remembers the digest of what was read of it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._sum = hashlib.sha256()

    def read(self, size: int) -> bytes:
        part = self._source.read(size)
        self._sum.update(part)
        return part

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()


def _copied(source: IO[bytes], target: IO[bytes] | None) -> str:
    hashing = _Hashing(source)
    while part := hashing.read(AT_ONCE):
        if target:
            target.write(part)
    return hashing.digest


def _safe(name: str) -> PurePosixPath:
    """Only we can have written it, but a name that leads elsewhere is never followed."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in {DATABASE, DATA}:
        raise BackupProblem("damaged")
    return path
