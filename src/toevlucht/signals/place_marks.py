"""Marks by which a report is found at the place it is about, and by nothing else.

Under a key that is held apart, over the place and the reference together: of two reports about one
place the marks differ, and a report about none has marks that look the same as any.
"""

from __future__ import annotations

import hmac
from functools import cache

from django.db import IntegrityError

from toevlucht.records.sealed import custody
from toevlucht.signals.telling import Content

_RECORD, _HOLDER = "marks of places", "place-marks"  # no organisation can have this code


@cache  # it never changes, and receiving a report may ask few queries
def place_marks_key() -> bytes:
    """Wrapped as the keys of reports are, so that a new master key does not change it."""
    try:
        return custody.open_key(_RECORD, _HOLDER)
    except custody.NoKey:
        try:
            return custody.make_key(_RECORD, [_HOLDER])
        except IntegrityError:  # made at the same moment by somebody else
            return custody.open_key(_RECORD, _HOLDER)


def place_mark(key: bytes, kind: str, code: str, reference: str) -> str:
    told = "\n".join(("place of a report", kind, code, reference)).encode()
    return hmac.new(key, told, "sha256").hexdigest()


def marks_of(key: bytes, reference: str, content: Content) -> dict[str, str]:
    """By the name of their column."""
    places = {"location": content.location, "household": content.household}
    return {f"{kind}_mark": place_mark(key, kind, code, reference) for kind, code in places.items()}
