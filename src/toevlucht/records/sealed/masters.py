"""The master keys, which wrap the keys of organisations and lie in no database."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from toevlucht.records.sealed.envelope import KEY_BYTES


@dataclass(frozen=True)
class MasterKey:
    """``name`` stands beside what it wrapped and tells nothing of the key."""

    name: str
    key: bytes = field(repr=False)


def current_master() -> MasterKey:
    return _master(settings.TOEVLUCHT_CONTENT_KEY)


def known_masters() -> dict[str, MasterKey]:
    """The master key in use and those before it, by name."""
    found = [_master(secret) for secret in settings.TOEVLUCHT_CONTENT_OLD_KEYS]
    return {master.name: master for master in [*found, current_master()]}


def derived_key(purpose: str) -> bytes:
    """A key for one purpose, made from the master key in use."""
    return _derive(settings.TOEVLUCHT_CONTENT_KEY, purpose)


def derived_keys(purpose: str) -> list[bytes]:
    """The same from each master key that is known, the one in use first."""
    old = reversed(settings.TOEVLUCHT_CONTENT_OLD_KEYS)
    return [derived_key(purpose), *(_derive(secret, purpose) for secret in old)]


@lru_cache(maxsize=16)
def _master(secret: str) -> MasterKey:
    key = _derive(secret, "master key")
    name = hmac.new(key, b"the name of this key", hashlib.sha256).hexdigest()[:16]
    return MasterKey(name, key)


@lru_cache(maxsize=64)
def _derive(secret: str, purpose: str) -> bytes:
    hkdf = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"toevlucht {purpose}".encode())
    return hkdf.derive(secret.encode())
