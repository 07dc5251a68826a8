"""What of the data folder goes into a backup: everything but keys and what a start makes anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from toevlucht.site.backup.problem import BackupProblem

# Keys are kept apart from what they protect; the rest belongs to this machine and this moment.
LEFT_OUT = {
    "keys",
    "keystore",
    "mail",
    "demo",
    "handbooks",  # PDFs, made of the database when somebody asks
    "server.json",
    "server.log",
    "worker.lock",
    "lost+found",
}
DATABASE_FILES = {"toevlucht.sqlite3", "toevlucht.sqlite3-wal", "toevlucht.sqlite3-shm"}
UNFINISHED = "."  # how the names of things begin that are not whole yet

# Copied before the database: a head that it does not know would look like a line cut off.
FIRST = "audit"


def kept_files(folder: Path) -> Iterator[Path]:
    """Every file of the data folder that a backup holds, besides the database."""
    for name in kept_names(folder):
        if name in DATABASE_FILES:
            continue
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield _plain(path)


def kept_names(folder: Path) -> list[str]:
    """What lies at the top of the data folder and matters; none where it is empty or missing."""
    if not folder.exists():
        return []
    names = sorted(path.name for path in folder.iterdir())
    return [name for name in names if name not in LEFT_OUT and not name.startswith(UNFINISHED)]


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith(UNFINISHED))
        for name in folders:
            _plain(Path(place, name))
        for name in sorted(files):
            yield _plain(Path(place, name))


def _plain(path: Path) -> Path:
    """A link would be followed to who knows where, or left out without a word."""
    if path.is_symlink():
        raise BackupProblem("link", path=str(path))
    return path


def _raise(error: OSError) -> None:
    raise error
