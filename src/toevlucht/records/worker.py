"""The worker: does jobs, and seals the audit trail every few seconds, until it is told to stop."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connections

from toevlucht.records.jobs import work_once
from toevlucht.records.sealing import seal

SEAL_EVERY = 5.0  # seconds; a line waits at most twice as long
LOOK_EVERY = 1.0

_log = logging.getLogger("toevlucht.worker")


def work(stop: threading.Event) -> None:
    """Work until ``stop`` is set; a long job does not hold up the sealing."""
    sealer = threading.Thread(target=_seal_until, args=(stop,), name="sealer", daemon=True)
    sealer.start()
    while not stop.is_set():
        try:
            busy = work_once()
        except DatabaseError as error:
            _log.error("the worker cannot reach the database: %s", type(error).__name__)
            connections.close_all()
            busy = False
        if not busy:
            stop.wait(LOOK_EVERY)
    sealer.join()
    connections.close_all()


def _seal_until(stop: threading.Event) -> None:
    """Seal now and then, and once more at the end, so that an orderly stop leaves no tail."""
    while True:
        try:
            seal()
        except (DatabaseError, OSError) as error:
            _log.error("the audit trail was not sealed: %s", type(error).__name__)
            connections.close_all()
        if stop.is_set():
            break
        stop.wait(SEAL_EVERY)
    connections.close_all()
