"""The worker: does jobs, the daily ones too, and seals the audit trail, until told to stop."""

from __future__ import annotations

import logging
import threading
import time

from django.db import DatabaseError, connections

from toevlucht.records.daily import ask_for_daily_work
from toevlucht.records.jobs import work_once
from toevlucht.records.sealing import seal

SEAL_EVERY = 5.0  # seconds; a line waits at most twice as long
LOOK_EVERY = 1.0
LOOK_AT_CLOCK = 60.0

_log = logging.getLogger("toevlucht.worker")


def work(stop: threading.Event) -> None:
    """Work until ``stop`` is set; a long job does not hold up the sealing."""
    sealer = threading.Thread(target=_seal_until, args=(stop,), name="sealer", daemon=True)
    sealer.start()
    looked_at = float("-inf")
    while not stop.is_set():
        try:
            if time.monotonic() - looked_at >= LOOK_AT_CLOCK:
                looked_at = time.monotonic()
                ask_for_daily_work()
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
