"""One segment: is every line as it was sealed, and are they all there, in the same order?"""

from __future__ import annotations

import datetime
import hmac
from collections.abc import Iterable

from toevlucht.records.keys import Key
from toevlucht.records.macs import Head, line_mac
from toevlucht.records.models import AuditLine, AuditSegment
from toevlucht.records.verifying.reading import SealedLine
from toevlucht.records.verifying.verdict import NAMED_AT_MOST, Verdict

# A line may be older than the segment before its own by as long as a transaction may last, and
# clocks of two machines may differ by some seconds.
TOLERANCE = datetime.timedelta(minutes=1)


def check_segment(
    verdict: Verdict,
    segment: AuditSegment,
    sealed: Iterable[SealedLine],
    before: AuditSegment | None,
    key: Key,
) -> None:
    """Add to the verdict what is not as it was sealed."""
    head = Head(key, segment.number, segment.previous)
    ids, wrong, missing = [], [], 0
    position = 0
    for one in sealed:
        if one.seal.position != position + 1:
            missing += 1
            verdict.problem("seal_gone", segment=segment.number, position=position + 1)
        position = one.seal.position
        head.add(one.seal.mac)
        ids.append(one.seal.line)
        if not one.is_there:
            verdict.problem("line_removed", line=one.seal.line, segment=segment.number)
            continue
        if one.line is None:
            wrong.append(one.seal.line)
            continue
        mac = line_mac(key, segment.number, segment.previous, one.line)
        if not _same(mac, one.seal.mac):
            wrong.append(one.seal.line)
        _check_index(verdict, one.line, one.found_by)
        _check_time(verdict, one.line, segment, before)
    verdict.lines += head.count
    inserted = max(0, head.count - segment.lines)
    for position, line in enumerate(wrong[:NAMED_AT_MOST]):
        code = "line_inserted" if position >= len(wrong) - inserted else "line_changed"
        verdict.problem(code, line=line, segment=segment.number)
    verdict.problem_count += len(wrong[NAMED_AT_MOST:])
    is_whole = head.count == segment.lines
    if not is_whole and not missing:
        verdict.problem(
            "count_differs", segment=segment.number, sealed=segment.lines, found=head.count
        )
    closed = head.close(segment.sealed_at, segment.first_at, segment.last_at)
    if is_whole and not wrong and not _same(closed, segment.head):
        in_order = ids == sorted(ids)
        verdict.problem("segment_changed" if in_order else "reordered", segment=segment.number)


def _same(ours: str, stored: str) -> bool:
    return hmac.compare_digest(ours.encode(), stored.encode())


def _check_index(verdict: Verdict, line: AuditLine, found_by: frozenset[tuple[str, str]]) -> None:
    if found_by != {(line.kind, one) for one in line.ids}:
        verdict.problem("index_changed", line=line.pk)


def _check_time(
    verdict: Verdict, line: AuditLine, segment: AuditSegment, before: AuditSegment | None
) -> None:
    if before and line.at < before.sealed_at - TOLERANCE:
        verdict.note("line_late", line=line.pk, segment=segment.number)
    if line.at > segment.sealed_at + TOLERANCE:
        verdict.note("line_early", line=line.pk, segment=segment.number)
