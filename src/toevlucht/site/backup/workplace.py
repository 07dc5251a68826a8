"""Where a backup keeps the unencrypted copy of the database while it works, and not longer."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = ".backup-"
LOCK = "lock"  # held while the backup lives; a killed one lets go


@contextmanager
def workplace_in(data: Path) -> Iterator[Path]:
    """A folder in the data folder; what a killed backup left there is removed first."""
    for left in data.glob(f"{PREFIX}*"):
        _remove_if_left(left)
    folder = Path(tempfile.mkdtemp(dir=data, prefix=PREFIX))
    try:
        with (folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_if_left(folder: Path) -> None:
    try:
        with (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return  # another backup is at work
    except FileNotFoundError:
        pass  # killed before it began
    shutil.rmtree(folder, ignore_errors=True)
