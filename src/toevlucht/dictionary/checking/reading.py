"""What every reader of a table needs: where its rows go and whom it tells what is wrong."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from toevlucht.dictionary.checking.findings import Findings
from toevlucht.dictionary.checking.limits import Limits
from toevlucht.dictionary.model import Dictionary

# Called with a file's name and the part of it that was read, 0 to 1.
Progress = Callable[[str, float], None]

PIECE = 4_096


@dataclass(frozen=True)
class Reading:
    dictionary: Dictionary
    limits: Limits
    findings: Findings
    progress: Progress | None = None

    def report(self, file: str, part: float) -> None:
        if self.progress:
            self.progress(file, min(1.0, part))


@contextmanager
def without_collection() -> Iterator[None]:
    """Millions of short-lived rows set off the garbage collector, and it never finds any."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
