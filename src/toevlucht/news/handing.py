"""Hand one mail to the server, and say what is known of it afterwards."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection

TAKEN, LATER, NEVER, UNKNOWN, DOWN = "taken", "later", "never", "unknown", "down"


@dataclass(frozen=True)
class Outcome:
    """Of a mail to one recipient.

    ``later``: the server asks to try again, and has nothing. ``unknown``: its answer was lost.
    ``down``: no server answered, so nothing was sent.
    """

    kind: str
    code: int = 0
    status: str = ""  # as in RFC 3463, where the server says it


class Post:
    """A connection that is opened when it is needed, and again after it broke."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()
        self._is_open = False

    def hand_over(self, mail: EmailMultiAlternatives) -> Outcome:
        try:
            self._open()
        except OSError:  # smtplib's errors are OSErrors too
            return Outcome(DOWN)
        try:
            self._connection.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as refused:
            return self._answered(*next(iter(refused.recipients.values())))
        except smtplib.SMTPResponseException as refused:
            self.close()
            return self._answered(refused.smtp_code, refused.smtp_error)
        except OSError:
            self.close()
            return Outcome(UNKNOWN)
        return Outcome(TAKEN, 250)

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            try:
                self._connection.close()
            except OSError:
                self._connection.connection = None

    def _open(self) -> None:
        if not self._is_open:
            self._connection.open()
            self._is_open = True

    def _answered(self, code: int, words: bytes | str) -> Outcome:
        """Of what the server says only its codes are kept: its words may name the recipient."""
        said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        first = said.split(" ", 1)[0]
        is_status = first.count(".") == 2 and first.replace(".", "").isdecimal()
        status = first if is_status and len(first) <= 12 else ""
        return Outcome(NEVER if code >= 500 else LATER, code, status)
