"""What is known of an original: sealed, since a name may tell who somebody is."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from toevlucht.records.attachments.taking import ENDINGS, GivenFile, kind_of
from toevlucht.records.sealed.envelope import seal, unseal


@dataclass(frozen=True)
class Facts:
    """``sha256`` shows later that the evidence is still what was sent."""

    name: str
    kind: str
    size: int
    sha256: str

    @property
    def ending(self) -> str:
        return ENDINGS.get(self.kind, "")


def seal_facts(key: bytes, record: str, number: int, file: GivenFile) -> bytes:
    digest = hashlib.sha256(file.content).hexdigest()
    facts = Facts(file.name[:200], kind_of(file.content) or "", len(file.content), digest)
    return seal(key, json.dumps(asdict(facts), ensure_ascii=False).encode(), _about(record, number))


def unseal_facts(key: bytes, record: str, number: int, sealed: bytes | memoryview) -> Facts:
    """Raises `CannotOpen`."""
    return Facts(**json.loads(unseal(key, sealed, _about(record, number))))


def _about(record: str, number: int) -> str:
    return f"facts of file {number} of {record}"
