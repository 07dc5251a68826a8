"""What a seal covers: every column of a line, its segment, and the head before that.

These are the bytes that are signed. They may never change: old seals are made of them too.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
from typing import Any

from toevlucht.records.keys import Key
from toevlucht.records.models import AuditLine

COLUMNS = (
    "id",
    "at",
    "request",
    "person",
    "organisation",
    "roles",
    "channel",
    "on_behalf_of",
    "event",
    "kind",
    "ids",
    "purpose",
    "ground",
    "outcome",
)


def line_mac(key: Key, segment: int, previous: str, line: AuditLine) -> str:
    values = {name: getattr(line, name) for name in COLUMNS}
    values["at"] = moment(line.at)
    return key.mac(canonical({"segment": segment, "previous": previous, "line": values}))


class Head:
    """The head of a segment, from the seals on its lines in order; needs no memory for them."""

    def __init__(self, key: Key, segment: int, previous: str) -> None:
        self.count = 0
        start = canonical({"segment": segment, "previous": previous, "key": key.name})
        self._mac = hmac.new(key.secret, start, hashlib.sha256)

    def add(self, mac: str) -> None:
        self.count += 1
        self._mac.update(b"\n" + mac.encode())

    def close(
        self,
        sealed: datetime.datetime,
        first: datetime.datetime | None,
        last: datetime.datetime | None,
    ) -> str:
        end = {
            "lines": self.count,
            "first": first and moment(first),
            "last": last and moment(last),
            "sealed": moment(sealed),
        }
        self._mac.update(b"\n" + canonical(end))
        return self._mac.hexdigest()


def canonical(content: dict[str, Any]) -> bytes:
    """One way to write it: sorted names, no spaces, UTF-8."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.encode()


def moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
