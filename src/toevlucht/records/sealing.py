"""Seal the lines that were committed: one sealer at a time, each line once, in segments.

Lines that commit late have lower ids than ones that were sealed before them, so a line is not
found by its id: each waits in a table of its own until its seal is there.
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from toevlucht.records.heads import export_heads, last_exported_number
from toevlucht.records.keys import current_key
from toevlucht.records.macs import Head, line_mac
from toevlucht.records.models import AuditLine, AuditSeal, AuditSegment, AuditUnsealed

# The worker seals at least this often (in seconds) when there is something to seal.
EVERY = 10

# An empty segment where nothing happened for so long: who cuts off the end leaves a silence.
HEARTBEAT = datetime.timedelta(hours=1)

LINES_A_SEGMENT = 5_000
LOCK = 0x70EF10C4  # the advisory lock of the sealer on PostgreSQL


def seal() -> AuditSegment | None:
    """Seal everything that is committed, and export the heads. The last new segment, if any.

    None also where another process is sealing now.
    """
    last = None
    while segment := _next_segment():
        last = segment
        if segment.lines < LINES_A_SEGMENT:
            break
    export_heads()
    return last


def _next_segment() -> AuditSegment | None:
    with transaction.atomic(durable=True):
        if not _is_alone():
            return None
        before = AuditSegment.objects.order_by("-number").first()
        waiting = AuditUnsealed.objects.order_by("line").values("line")[:LINES_A_SEGMENT]
        lines = list(AuditLine.objects.filter(pk__in=waiting).order_by("pk"))
        now = timezone.now()
        if not lines and before and now - before.sealed_at < HEARTBEAT:
            return None
        return _sealed(lines, before, now)


def _sealed(
    lines: list[AuditLine], before: AuditSegment | None, now: datetime.datetime
) -> AuditSegment:
    key = current_key()
    previous = before.head if before else ""
    # A number that was exported is never used again, also when a backup was put back.
    number = max(before.number if before else 0, last_exported_number()) + 1
    head = Head(key, number, previous)
    seals = []
    for position, line in enumerate(lines, start=1):
        mac = line_mac(key, number, previous, line)
        head.add(mac)
        seals.append(AuditSeal(line=line.pk, segment=number, position=position, mac=mac))
    times = [line.at for line in lines]
    first, last = (min(times), max(times)) if times else (None, None)
    segment = AuditSegment.objects.create(
        number=number,
        sealed_at=now,
        lines=len(lines),
        first_at=first,
        last_at=last,
        key=key.name,
        previous=previous,
        head=head.close(now, first, last),
    )
    AuditSeal.objects.bulk_create(seals, batch_size=1_000)
    AuditUnsealed.objects.filter(line__in=[line.pk for line in lines]).delete()
    return segment


def _is_alone() -> bool:
    """On SQLite the transaction itself is the lock: it is the only one that writes."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
