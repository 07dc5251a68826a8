"""Which server runs on a data folder: a small file that the server keeps locked while it lives."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "server.json"
PATIENCE = 20.0  # seconds in which a server finishes what it is sending


@dataclass(frozen=True)
class Running:
    """A server and the address of its first page."""

    pid: int
    address: str


class AlreadyRunning(Exception):
    """Another server runs on this data folder already."""

    def __init__(self, server: Running | None) -> None:
        self.server = server
        super().__init__(server.address if server else "")


@contextmanager
def announced(folder: Path, server: Running) -> Iterator[None]:
    """Hold the file of ``folder`` while the server runs; the lock goes with the process."""
    with (folder / NAME).open("a+", encoding="utf-8") as file:
        if not _lock_soon(file.fileno()):
            raise AlreadyRunning(running(folder))
        file.truncate(0)
        file.write(json.dumps(asdict(server)))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def running(folder: Path) -> Running | None:
    """The server that runs on ``folder`` now, if any."""
    try:
        with (folder / NAME).open("r+", encoding="utf-8") as file:
            if _lock(file.fileno()):
                return None
            return Running(**json.loads(file.read()))
    except (FileNotFoundError, json.JSONDecodeError):
        return None


def stop(folder: Path) -> bool:
    """Stop the server on ``folder`` and wait for its end; False where none was running."""
    server = running(folder)
    if not server:
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    while running(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def _lock_soon(descriptor: int) -> bool:
    """Whoever asks whether a server runs holds the lock for a moment; wait that moment out."""
    for _ in range(20):
        if _lock(descriptor):
            return True
        time.sleep(0.02)
    return False


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
