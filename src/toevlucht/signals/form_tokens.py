"""The token of the public form: signed, not too young and not too old, and it works once.

It stands in for a session: nothing is kept of whoever opens the form, and nothing is put in their
browser. Its nonce makes the receipt of the report, so that one form makes one report.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hmac
import secrets
from dataclasses import dataclass

from toevlucht.records.sealed.masters import derived_key
from toevlucht.signals.actions.receiving import Token
from toevlucht.signals.models import UsedToken

YOUNGEST = datetime.timedelta(seconds=3)  # nobody fills in the form faster
OLDEST = datetime.timedelta(hours=6)

NONCE_BYTES = 16
TIME_BYTES = 6
SIGNED_BYTES = NONCE_BYTES + TIME_BYTES


class TooYoung(Exception):
    """Sent faster than a person can; a moment later it works."""


class Unusable(Exception):
    """Too old, or not made here: the form needs a new one."""


@dataclass(frozen=True)
class FormToken:
    """A token that may be used."""

    nonce: str
    made_at: datetime.datetime

    @property
    def once(self) -> Token:
        """What is kept so that it works once; the nonce cannot be found from it."""
        digest = hmac.new(derived_key("used form tokens"), self.nonce.encode(), "sha256")
        return Token(digest.hexdigest(), self.made_at + OLDEST)


def new_token(now: datetime.datetime) -> str:
    signed = secrets.token_bytes(NONCE_BYTES) + int(now.timestamp()).to_bytes(TIME_BYTES, "big")
    return base64.urlsafe_b64encode(signed + _signature(signed)).decode()


def read_token(text: str, now: datetime.datetime) -> FormToken:
    """Raises `TooYoung` or `Unusable`."""
    try:
        read = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise Unusable from error
    signed, signature = read[:SIGNED_BYTES], read[SIGNED_BYTES:]
    if not hmac.compare_digest(signature, _signature(signed)):
        raise Unusable
    seconds = int.from_bytes(signed[NONCE_BYTES:], "big")
    made_at = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    if now - made_at > OLDEST:
        raise Unusable
    if now - made_at < YOUNGEST:
        raise TooYoung
    return FormToken(signed[:NONCE_BYTES].hex(), made_at)


def forget_expired_tokens(now: datetime.datetime) -> int:
    """A token that is too old is refused for its age, so that it was used need not be kept."""
    gone, _ = UsedToken.objects.filter(expires_at__lt=now).delete()
    return gone


def _signature(signed: bytes) -> bytes:
    return hmac.digest(derived_key("form tokens"), signed, "sha256")
