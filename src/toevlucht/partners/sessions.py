"""A session ends eight hours after logging in, and after half an hour without a request.

Django alone counts from the last change of a session, so that somebody active never has to log
in again. Only pages that look at the session come here; public pages never do.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

BEGAN = "began"
SEEN = "seen"
WRITE_AFTER = 60  # seconds; a session is not written at every request


class SessionStore(db.SessionStore):
    """A session in the database that knows when it began and when it was last seen."""

    def load(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().load()
        if SESSION_KEY not in kept:
            return kept
        now = time.time()
        if is_over(kept, now):
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - kept[SEEN] > WRITE_AFTER:
            kept[SEEN] = now
            self.modified = True
        return kept


def begin(session: Any) -> None:
    """Somebody logged in now."""
    session[BEGAN] = session[SEEN] = time.time()


def is_over(kept: dict[str, Any], now: float) -> bool:
    """A session that does not say when it began is over as well."""
    began, seen = kept.get(BEGAN, 0), kept.get(SEEN, 0)
    return bool(
        now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.TOEVLUCHT_SESSION_IDLE
    )
