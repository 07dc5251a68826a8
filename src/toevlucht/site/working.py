"""The worker that a server brings along: a process of its own that ends with the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from toevlucht.layout.log_lines import log_uncaught
from toevlucht.site.preparing import prepare
from toevlucht.site.presence import at_work

PATIENCE = 15.0  # seconds in which a worker ends what it is doing


@contextmanager
def worker_beside() -> Iterator[None]:
    """Start a worker; it ends with this block, and also when this process is killed.

    It reads a pipe whose other end only this process holds: when that closes, the worker stops.
    """
    reading, writing = os.pipe()
    process = subprocess.Popen([sys.executable, "-m", __name__], stdin=reading)
    os.close(reading)
    try:
        yield
    finally:
        os.close(writing)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()  # its job is taken again by the next worker


def main() -> None:
    stop = threading.Event()
    # A key press in the terminal reaches every process; the server decides when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: stop.set())
    threading.Thread(target=_wait_for_the_end, args=(stop,), daemon=True).start()
    folder = prepare()
    sys.excepthook = log_uncaught
    from toevlucht.records.worker import work

    with at_work(folder):
        work(stop)


def _wait_for_the_end(stop: threading.Event) -> None:
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    main()
