"""A file of exported heads beside the segments: what was exported must still be there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from toevlucht.records.heads import ExportedHead, read_head
from toevlucht.records.keys import Key
from toevlucht.records.models import AuditSegment
from toevlucht.records.verifying.verdict import Verdict


class Copy:
    """Read beside the segments, in order of their numbers; heads after ``size`` are too new."""

    def __init__(self, file: Path, verdict: Verdict, keys: dict[str, Key], is_own: bool) -> None:
        self.name = str(file)
        self._verdict = verdict
        self._keys = keys
        self._is_own = is_own
        self._heads = self._read(file, file.stat().st_size)
        self._next = next(self._heads, None)
        self._not_exported = 0

    def compare(self, segment: AuditSegment) -> None:
        self._skip_missing(segment.number)
        if self._next is None or self._next.segment > segment.number:
            self._not_exported += self._is_own and self._next is None
            if self._is_own and self._next is not None:
                self._verdict.problem("head_not_exported", file=self.name, segment=segment.number)
            return
        while self._next and self._next.segment == segment.number:  # a copy may hold it twice
            if self._next.head != segment.head:
                self._verdict.problem("head_differs", file=self.name, segment=segment.number)
            self._next = next(self._heads, None)

    def finish(self) -> None:
        """Say what was exported after the last segment that is still here."""
        first = last = self._next.segment if self._next else 0
        while self._next:
            last = self._next.segment
            self._next = next(self._heads, None)
        if last:
            self._verdict.problem("cut_off", file=self.name, first=first, last=last)
        if self._not_exported:
            self._verdict.note("waits_for_export", file=self.name, n=self._not_exported)

    def _skip_missing(self, number: int) -> None:
        first = last = 0
        while self._next and self._next.segment < number:
            first, last = first or self._next.segment, self._next.segment
            self._next = next(self._heads, None)
        if first:
            self._verdict.problem("exported_and_gone", file=self.name, first=first, last=last)

    def _read(self, file: Path, size: int) -> Iterator[ExportedHead]:
        read = last = 0
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                read += len(line)
                if read > size:
                    return
                head = read_head(line.decode("utf-8", "replace"))
                if head is None:
                    self._verdict.note("copy_unreadable", file=self.name, number=number)
                elif head.segment < last:
                    self._verdict.problem("copy_order", file=self.name, number=number)
                else:
                    last = head.segment
                    key = self._keys.get(head.key)
                    if key and not head.is_genuine(key):
                        self._verdict.problem("copy_changed", file=self.name, number=number)
                    yield head
