"""Names under which reports stand in the picture: always the same, and without the key nobody's."""

from __future__ import annotations

import hashlib
import hmac

from toevlucht.records.sealed import custody

_RECORD, _HOLDER = "names in the picture", "picture-names"  # no organisation can have this code
_DIGITS = 20


def picture_names_key() -> bytes:
    """Kept apart from the keys of reports, so that a name outlives what it was given to.

    It is wrapped as they are: a new master key does not change it.
    """
    try:
        return custody.open_key(_RECORD, _HOLDER)
    except custody.NoKey:
        return custody.make_key(_RECORD, [_HOLDER])


def picture_name(key: bytes, kind: str, *about: str) -> str:
    """Eighty bits: enough that no two of all reports ever share a name."""
    told = "\n".join((kind, *about)).encode()
    return f"{kind}-{hmac.new(key, told, hashlib.sha256).hexdigest()[:_DIGITS]}"
