"""The address of a guest: signed, so that nobody makes one up, and kept only as a digest.

It stands in for a session: whoever has the address goes on where they were, on any device, and
nothing is put in their browser. Where they learn travels in it, so that nothing of them is kept
before their first answer.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass

from toevlucht.records.sealed.masters import derived_key, derived_keys

NONCE_BYTES = 12
SIGNATURE_BYTES = 9
PURPOSE = "addresses of guests in courses"


@dataclass(frozen=True)
class Guest:
    """``digests`` under which the learner may be found, that of the key in use first."""

    digests: tuple[str, ...]
    place: str  # the code of a location or municipality, where there is one


def new_token(place: str = "") -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    about = nonce + place.encode()
    signed = _signature(derived_key(PURPOSE), about) + about
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def read_token(token: str) -> Guest | None:
    """None for one that was not made here."""
    try:
        padded = token + "=" * (-len(token) % 4)
        read = base64.b64decode(padded.encode(), altchars=b"-_", validate=True)
        signature, about = read[:SIGNATURE_BYTES], read[SIGNATURE_BYTES:]
        place = about[NONCE_BYTES:].decode()
    except (ValueError, binascii.Error):
        return None
    keys = derived_keys(PURPOSE)
    if not any(hmac.compare_digest(signature, _signature(key, about)) for key in keys):
        return None
    nonce = about[:NONCE_BYTES]
    digests = [hmac.new(key, b"kept" + nonce, "sha256").hexdigest() for key in keys]
    return Guest(tuple(digests), place)


def _signature(key: bytes, about: bytes) -> bytes:
    return hmac.digest(key, b"made here" + about, "sha256")[:SIGNATURE_BYTES]
