"""The keys that seal the audit trail. They never lie in the database; a segment names its key."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True)
class Key:
    """A secret, and the name under which segments refer to it."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return self.mac(b"the name of this key")[:16]

    def mac(self, content: bytes) -> str:
        return hmac.new(self.secret, content, hashlib.sha256).hexdigest()


def current_key() -> Key:
    return Key(settings.TOEVLUCHT_AUDIT_KEY.encode())


def known_keys() -> dict[str, Key]:
    """The key in use and the ones before it, by their names."""
    old = [Key(secret.encode()) for secret in settings.TOEVLUCHT_AUDIT_OLD_KEYS]
    return {key.name: key for key in [*old, current_key()]}
