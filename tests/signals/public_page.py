"""The public form as a browser without scripts sends it."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from toevlucht.signals.form_tokens import YOUNGEST, new_token

FACTS = "A white van without a name stood at the gate three mornings."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WORD = re.compile(r"<li>([^<]+)</li>")


def browser(address: str = "192.0.2.1") -> Client:
    return Client(REMOTE_ADDR=address, enforce_csrf_checks=True)


def token(age: datetime.timedelta = YOUNGEST) -> str:
    """Of a form that was opened so long ago."""
    return new_token(timezone.now() - age)


def send(client: Client, tag: str = "nl", **given: Any) -> Any:
    return client.post(f"/{tag}/report/", {"facts": FACTS, "token": token(), **given})


def photo(name: str = "gate.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PIXEL, "image/png")


def words_in(page: Any) -> str:
    """The seven words that a page shows."""
    shown = re.search(r'<ol class="receipt"[^>]*>(.*?)</ol>', page.content.decode(), re.DOTALL)
    return " ".join(unescape(word) for word in WORD.findall(shown[1])) if shown else ""


def come_back(client: Client, words: str, tag: str = "nl", **given: Any) -> Any:
    return client.post(f"/{tag}/report/return/", {"words": words, **given})


def text_of(page: Any) -> str:
    return unescape(page.content.decode())


def queries_of(act: Callable[[], Any]) -> list[str]:
    """What both databases are asked, but for savepoints and the lines of the audit trail."""
    captures = [CaptureQueriesContext(connections[alias]) for alias in ("default", "keys")]
    with captures[0], captures[1]:
        act()
    found = [query["sql"] for capture in captures for query in capture.captured_queries]
    return [sql for sql in found if "SAVEPOINT" not in sql and "auditline" not in sql]
