"""Why a backup cannot be made or put back, as a message for whoever runs the site."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from toevlucht.language import Message
from toevlucht.language.messages import Value


class BackupProblem(Exception):
    def __init__(self, reason: str, **values: Value) -> None:
        super().__init__(reason)
        self.message = Message(f"operation.backup.{reason}", values)


@contextmanager
def disk_problems_told() -> Iterator[None]:
    """A full disk is the likeliest end of a large copy, and no fault of the backup."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise BackupProblem("disk_full") from error
        raise
