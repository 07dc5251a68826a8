"""The exported heads: a file outside the database to which lines are only added."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

from toevlucht.records.keys import Key, known_keys
from toevlucht.records.macs import canonical, moment
from toevlucht.records.models import AuditSegment

AT_ONCE = 64 * 1024  # more than one head, far less than all


@dataclass(frozen=True)
class ExportedHead:
    """A segment as it was when it was exported. Numbers, times and seals; nothing of a person."""

    segment: int
    lines: int
    first: str | None
    last: str | None
    sealed: str
    previous: str
    key: str
    head: str
    mac: str

    def is_genuine(self, key: Key) -> bool:
        return self.mac == key.mac(canonical({**asdict(self), "mac": ""}))


def heads_file() -> Path:
    named = settings.TOEVLUCHT_AUDIT_HEADS
    return Path(named) if named else settings.TOEVLUCHT_DATA / "audit" / "heads.jsonl"


def exported(segment: AuditSegment) -> ExportedHead | None:
    """The head to give away; none where the key of the segment is not known here any more."""
    key = known_keys().get(segment.key)
    if key is None:
        return None
    values: dict[str, Any] = {
        "segment": segment.number,
        "lines": segment.lines,
        "first": segment.first_at and moment(segment.first_at),
        "last": segment.last_at and moment(segment.last_at),
        "sealed": moment(segment.sealed_at),
        "previous": segment.previous,
        "key": segment.key,
        "head": segment.head,
        "mac": "",
    }
    return ExportedHead(**{**values, "mac": key.mac(canonical(values))})


def written(head: ExportedHead) -> str:
    return json.dumps(asdict(head))


def read_head(line: str) -> ExportedHead | None:
    """A line of a file of heads; None for anything else."""
    try:
        head = ExportedHead(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return head if type(head.segment) is int and isinstance(head.head, str) else None


def export_heads() -> None:
    """Add every segment that the file does not hold yet, and wait until it is on the disk."""
    file = heads_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file.open("ab+") as heads:
        fcntl.flock(heads.fileno(), fcntl.LOCK_EX)  # two processes would add the same segment
        last = _last_number(heads)
        for segment in AuditSegment.objects.filter(number__gt=last).order_by("number").iterator():
            if head := exported(segment):
                heads.write(_after_a_torn_line(heads) + written(head).encode() + b"\n")
        heads.flush()
        os.fsync(heads.fileno())


def last_exported_number() -> int:
    """The number of the last segment in the file; 0 where there is none."""
    try:
        with heads_file().open("rb") as heads:
            return _last_number(heads)
    except FileNotFoundError:
        return 0


def read_heads(file: Path) -> Iterator[tuple[int, ExportedHead | None]]:
    """The lines of a file with their numbers; None for a line that is no head."""
    with file.open(encoding="utf-8", errors="replace") as heads:
        for number, line in enumerate(heads, start=1):
            yield number, read_head(line)


def _last_number(heads: BinaryIO) -> int:
    size = heads.seek(0, os.SEEK_END)
    heads.seek(max(0, size - AT_ONCE))
    for line in reversed(heads.read().decode("utf-8", "replace").splitlines()):
        if head := read_head(line):
            return head.segment
    return 0


def _after_a_torn_line(heads: BinaryIO) -> bytes:
    """A line that a power cut left half stays, and ours begins on a line of its own."""
    heads.flush()
    size = heads.seek(0, os.SEEK_END)
    if size == 0:
        return b""
    heads.seek(size - 1)
    return b"" if heads.read(1) == b"\n" else b"\n"
