"""What sender and receiver of a referral say to each other, sealed under its key."""

from __future__ import annotations

from toevlucht.records.sealed.envelope import seal, unseal
from toevlucht.signals.models import Referral


def seal_words(key: bytes, referral: Referral, words: str) -> bytes:
    return seal(key, words.encode(), _about(referral))


def unseal_words(key: bytes, referral: Referral, sealed: bytes | memoryview) -> str:
    """Raises `CannotOpen`."""
    return unseal(key, sealed, _about(referral)).decode()


def _about(referral: Referral) -> str:
    return f"words of {referral.record}"
