"""Whether a worker is there: each holds a lock on a file in the data folder while it lives."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = "worker.lock"


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Several workers hold it together; the lock goes with the process, however that ends."""
    with (folder / NAME).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def somebody_is_at_work(folder: Path) -> bool:
    try:
        with (folder / NAME).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
