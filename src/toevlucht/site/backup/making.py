"""Make a backup: heads of the trail, then the database at one moment, then the files.

Files that the database knows are there before it does, and stay. So files are read after it: later
ones do no harm, missing ones would. The heads are read before it, for the same reason.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from toevlucht import __version__
from toevlucht.site.backup import databases
from toevlucht.site.backup.archive import DATA, DATABASE, Opening, Writer
from toevlucht.site.backup.folders import FIRST, kept_files
from toevlucht.site.backup.problem import BackupProblem, disk_problems_told
from toevlucht.site.backup.stream import SealingStream
from toevlucht.site.backup.workplace import workplace_in


class Making:
    """``steps`` does the work; afterwards the file is there under its name, or not at all."""

    def __init__(self, file: Path, secret: str) -> None:
        if file.exists():
            raise BackupProblem("file_exists", path=str(file))
        self._file = file
        self._secret = secret
        self._data: Path = settings.TOEVLUCHT_DATA
        self.name = secrets.token_hex(8)
        self.files = 0
        self.removed = 0  # by somebody, while we went through them
        self.total = sum(1 for _ in kept_files(self._data)) + 1

    def steps(self) -> Iterator[str]:
        """Yields the name of each part that is in the backup."""
        part = self._file.with_name(f".{self._file.name}.{self.name}")
        try:
            with disk_problems_told(), workplace_in(self._data) as workplace:
                part.touch(mode=0o600)
                with part.open("wb") as target:
                    sealing = SealingStream(target, self._secret)
                    yield from self._write(Writer(sealing, self._opening()), workplace)
                    target.flush()
                    os.fsync(target.fileno())
                os.link(part, self._file)  # refuses where somebody made one meanwhile
        except FileExistsError:
            raise BackupProblem("file_exists", path=str(self._file)) from None
        finally:
            part.unlink(missing_ok=True)

    def _write(self, writer: Writer, workplace: Path) -> Iterator[str]:
        heads = self._data / FIRST
        if heads.exists():
            shutil.copytree(heads, workplace / FIRST)
        databases.dump(workplace / DATABASE)
        writer.add(DATABASE, workplace / DATABASE)
        yield DATABASE
        for path in self._files(workplace):
            name = f"{DATA}/{path[0]}"
            try:
                writer.add(name, path[1])
            except FileNotFoundError:
                self.removed += 1
                continue
            self.files += 1
            yield name
        writer.finish()

    def _files(self, workplace: Path) -> Iterator[tuple[str, Path]]:
        """Each with its name below the data folder; the heads as they were before the database."""
        if (workplace / FIRST).exists():
            for path in sorted((workplace / FIRST).rglob("*")):
                if path.is_file():
                    yield path.relative_to(workplace).as_posix(), path
        for path in kept_files(self._data):
            name = path.relative_to(self._data)
            if name.parts[0] != FIRST:
                yield name.as_posix(), path

    def _opening(self) -> Opening:
        return Opening(
            format=1,
            name=self.name,
            software=__version__,
            made=timezone.now().isoformat(timespec="seconds"),
            engine=databases.engine(),
            engine_version=databases.engine_version(),
        )
