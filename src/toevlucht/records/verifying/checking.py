"""Walk through the whole trail: its segments, the files of heads beside them, and its tail."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db.models import Max
from django.utils import timezone

from toevlucht.records.heads import heads_file
from toevlucht.records.keys import known_keys
from toevlucht.records.macs import moment
from toevlucht.records.models import AuditSegment
from toevlucht.records.sealing import HEARTBEAT
from toevlucht.records.verifying.copies import Copy
from toevlucht.records.verifying.guards import check_guards
from toevlucht.records.verifying.reading import SealedLine, by_segment, segments
from toevlucht.records.verifying.segment import TOLERANCE, check_segment
from toevlucht.records.verifying.tail import check_tail
from toevlucht.records.verifying.verdict import Verdict


class Verification:
    """``steps`` does the work; ``verdict`` is whole when it has ended."""

    def __init__(self, copies: Iterable[Path] = ()) -> None:
        self.verdict = Verdict()
        self._keys = known_keys()
        # What a file holds now was committed before: it is read first, and no further than now.
        self._copies = [Copy(file, self.verdict, self._keys, is_own=False) for file in copies]
        own = heads_file()
        if own.exists():
            self._copies.append(Copy(own, self.verdict, self._keys, is_own=True))
        self._has_own = own.exists()
        self._until = AuditSegment.objects.aggregate(last=Max("number"))["last"] or 0
        self.total = AuditSegment.objects.filter(number__lte=self._until).count()

    def run(self) -> Verdict:
        for _ in self.steps():
            pass
        return self.verdict

    def steps(self) -> Iterator[AuditSegment]:
        """Yields each segment when it is checked."""
        before = None
        groups = _Groups(by_segment(self._until))
        for segment in segments(self._until):
            for number in groups.skip_to(segment.number):
                self.verdict.problem("segment_without_row", segment=number)
            self._check_place(segment, before)
            key = self._keys.get(segment.key)
            sealed = groups.take(segment.number)
            if key is None:
                self.verdict.problem("key_unknown", segment=segment.number, fingerprint=segment.key)
                self.verdict.lines += sum(1 for _ in sealed)
            else:
                check_segment(self.verdict, segment, sealed, before, key)
            for copy in self._copies:
                copy.compare(segment)
            self.verdict.segments += 1
            before = segment
            yield segment
        for number in groups.skip_to(self._until + 1):
            self.verdict.problem("segment_without_row", segment=number)
        self._finish(before)

    def _check_place(self, segment: AuditSegment, before: AuditSegment | None) -> None:
        expected = before.number + 1 if before else 1
        head = before.head if before else ""
        if segment.number > expected:
            # Whoever put a backup back goes on after its last head, under numbers not yet used.
            code = "segments_skipped" if segment.previous == head else "segments_missing"
            self.verdict.problem(code, first=expected, last=segment.number - 1)
        elif segment.previous != head:
            self.verdict.problem("chain_broken", segment=segment.number)
        if before and segment.sealed_at - before.sealed_at > HEARTBEAT + TOLERANCE:
            self._note_silence(before.sealed_at, segment.sealed_at)

    def _finish(self, last: AuditSegment | None) -> None:
        for copy in self._copies:
            copy.finish()
        if last and not self._has_own:
            self.verdict.problem("no_heads_file", file=str(heads_file()))
        now = timezone.now()
        if last and now - last.sealed_at > HEARTBEAT + TOLERANCE:
            self._note_silence(last.sealed_at, now)
        check_tail(self.verdict)
        check_guards(self.verdict)

    def _note_silence(self, since: datetime.datetime, until: datetime.datetime) -> None:
        self.verdict.note("silence", since=moment(since), until=moment(until))


class _Groups:
    """Sealed lines by the number of their segment, taken in order beside the segments."""

    def __init__(self, groups: Iterator[tuple[int, Iterator[SealedLine]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def skip_to(self, number: int) -> Iterator[int]:
        """Numbers of segments that have seals and no row of their own."""
        while self._next and self._next[0] < number:
            yield self._next[0]
            self._next = next(self._groups, None)

    def take(self, number: int) -> Iterator[SealedLine]:
        if self._next and self._next[0] == number:
            yield from self._next[1]
            self._next = next(self._groups, None)
