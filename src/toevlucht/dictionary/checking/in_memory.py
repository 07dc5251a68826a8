"""A file that was sent: it has a path, as reading a table asks for, and stands on no disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_memory(content: bytes) -> Iterator[Path]:
    """The path of ``content``, until the end of the block."""
    number = os.memfd_create("table")
    try:
        with open(number, "wb", closefd=False) as file:
            file.write(content)
        yield Path(f"/proc/self/fd/{number}")
    finally:
        os.close(number)
