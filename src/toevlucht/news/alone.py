"""One sender at a time on a data folder: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

LOCK = "sender.lock"


class AnotherSends(Exception):
    """A sender is at work already; nothing was done."""


@contextmanager
def alone() -> Iterator[None]:
    """Raises `AnotherSends`. Whoever holds this knows that who claimed anything before is dead."""
    folder = settings.TOEVLUCHT_DATA
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherSends from error
        yield
