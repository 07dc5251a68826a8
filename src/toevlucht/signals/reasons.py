"""Reasons that people write down: sealed with the key of the report that they are about."""

from __future__ import annotations

from toevlucht.records.sealed.envelope import seal, unseal


def seal_reason(key: bytes, record: str, reason: str) -> bytes:
    return seal(key, reason.encode(), _about(record))


def unseal_reason(key: bytes, record: str, sealed: bytes | memoryview) -> str:
    """Raises `CannotOpen`."""
    return unseal(key, sealed, _about(record)).decode()


def _about(record: str) -> str:
    return f"reason of {record}"
