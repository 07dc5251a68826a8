"""Seal bytes under a key and open them again: AES-256-GCM, bound to what they belong to."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The key is another one, or the bytes are not those that were sealed."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, about: str) -> bytes:
    """``about`` names where the bytes belong; moved to another place they cannot be opened."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unseal(key: bytes, sealed: bytes | memoryview, about: str) -> bytes:
    """Raises `CannotOpen`."""
    sealed = bytes(sealed)  # a database may answer with a view
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen(about) from error
