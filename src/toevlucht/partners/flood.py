"""How many come from one address within the hour, counted without keeping who they are.

An address is counted under a digest with a random key that lives in this process for one hour and
then is gone. A shelter or an office behind one address stays far below the limits.
"""

from __future__ import annotations

import datetime
import hmac
import secrets
import threading
from collections import Counter

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

RENEWED_AFTER = datetime.timedelta(hours=1)


class Flood:
    """Counts by address; each process has its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._renew(datetime.datetime.min.replace(tzinfo=datetime.UTC))

    def count(self, address: str, now: datetime.datetime) -> int:
        """How many there were of this address in this hour, this one included."""
        with self._lock:
            if now - self._since >= RENEWED_AFTER:
                self._renew(now)
            digest = hmac.digest(self._key, address.encode(), "sha256")
            self._counts[digest] += 1
            return self._counts[digest]

    def _renew(self, now: datetime.datetime) -> None:
        self._since = now
        self._key = secrets.token_bytes(32)
        self._counts: Counter[bytes] = Counter()


def address_of(request: HttpRequest) -> str:
    """Where it came from; one for all where the proxy does not say."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
