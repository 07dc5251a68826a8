"""What stands in the links of mails: who it is for, under a seal that only this site makes."""

from __future__ import annotations

import hmac

from toevlucht.records.references import LENGTH, PATTERN
from toevlucht.records.sealed.masters import derived_key, derived_keys

CONFIRM, END = "confirm", "end"
MAC_LENGTH = 32  # hexadecimal digits


def token_for(purpose: str, reference: str) -> str:
    """Short, so that a header with it stays on one line; it tells nothing of the address."""
    return reference + _mac(derived_key("newsletter links"), purpose, reference)


def reference_in(purpose: str, token: str) -> str:
    """Empty where this site made no such token for this purpose."""
    reference, mac = token[:LENGTH], token[LENGTH:]
    if not PATTERN.fullmatch(reference):
        return ""
    known = derived_keys("newsletter links")
    made = any(hmac.compare_digest(_mac(key, purpose, reference), mac) for key in known)
    return reference if made else ""


def _mac(key: bytes, purpose: str, reference: str) -> str:
    return hmac.new(key, f"{purpose}:{reference}".encode(), "sha256").hexdigest()[:MAC_LENGTH]
