"""Put a backup back onto an empty machine: all of it is verified first, and all of it goes or none.

Everything is unpacked into a folder beside its place and compared with its manifest. Then files are
moved in, and the database comes last. Who is killed in between leaves that folder behind: until the
restore is called again, the site does not start, and the next call begins anew.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from toevlucht.site.backup import databases
from toevlucht.site.backup.archive import DATA, DATABASE, Opening, Reader
from toevlucht.site.backup.folders import kept_names
from toevlucht.site.backup.problem import BackupProblem, disk_problems_told

WORKPLACE = ".restore"
MOVED = "moved.json"


def unfinished_restore(folder: Path) -> bool:
    return (folder / WORKPLACE).exists()


class Restoring:
    """``steps`` does the work; where ``only_check`` is set nothing is put anywhere."""

    def __init__(self, file: Path, secret: str, only_check: bool = False) -> None:
        self._file = file
        self._secret = secret
        self._only_check = only_check
        self._data: Path = settings.TOEVLUCHT_DATA
        self._workplace = self._data / WORKPLACE
        self.opening: Opening | None = None
        self.files = 0

    def steps(self) -> Iterator[str]:
        """Yields each part that was read and found right."""
        if self._only_check:
            yield from self._read(None)
            return
        self._data.mkdir(parents=True, exist_ok=True)
        self._clear_unfinished()
        self._refuse_unless_empty()
        try:
            with disk_problems_told():
                self._workplace.mkdir(mode=0o700)
                yield from self._read(self._workplace / "unpacked")
                self._put_in_place()
        except BaseException:
            self._clear_unfinished()
            raise
        shutil.rmtree(self._workplace)

    def _read(self, target: Path | None) -> Iterator[str]:
        with self._file.open("rb") as source:
            reader = Reader(source, self._secret)
            self.opening = reader.opening
            if target:
                databases.refuse_unfit(reader.opening)
            for name in reader.unpack(target):
                self.files += 1
                yield name

    def _refuse_unless_empty(self) -> None:
        if names := kept_names(self._data):
            listed = ", ".join(names[:5])
            raise BackupProblem("folder_not_empty", path=str(self._data), names=listed)
        if not databases.is_empty():
            raise BackupProblem("database_not_empty")

    def _put_in_place(self) -> None:
        unpacked = self._workplace / "unpacked"
        databases.check_dump(unpacked / DATABASE)
        (unpacked / DATA).mkdir(exist_ok=True)
        moving = sorted(path.name for path in (unpacked / DATA).iterdir())
        (self._workplace / "moving").write_text(json.dumps(moving), "utf-8")
        os.sync()  # everything that was unpacked, before the first of it is in place
        (self._workplace / "moving").rename(self._workplace / MOVED)
        for name in moving:
            (unpacked / DATA / name).rename(self._data / name)
        os.sync()
        databases.load(unpacked / DATABASE)

    def _clear_unfinished(self) -> None:
        """Take back what an earlier call, or this one, moved in before it came to its end."""
        moved = self._workplace / MOVED
        # A database that is there came last: then all is, and only this folder was left.
        if moved.exists() and databases.is_empty():
            for name in json.loads(moved.read_text("utf-8")):
                shutil.rmtree(self._data / name, ignore_errors=True)
                (self._data / name).unlink(missing_ok=True)
        shutil.rmtree(self._workplace, ignore_errors=True)
