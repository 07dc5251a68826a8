"""People who report at once over HTTP, and remember what they were told."""

from __future__ import annotations

import http.client
import random
import re
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

OLD_ENOUGH = 3.2  # seconds that a form must have been read for
LONG = 600  # times the same sentence: what is written must need room on the disk
TRIES = 25  # of one form, while the site is in trouble
TOKEN = re.compile(r'name="token" value="([^"]+)"')
RECEIPT = re.compile(r'<ol class="receipt"[^>]*>(.*?)</ol>', re.DOTALL)
WORD = re.compile(r"<li>([^<]+)</li>")
FORM = {
    "situation": "recruiting",
    "place_kind": "station",
    "first_hand": "seen",
    "concerns": "nobody",
}


@dataclass
class Told:
    """What reporters were answered: the words of receipts by what they wrote, and the rest."""

    receipts: dict[str, str] = field(default_factory=dict)
    given_back: int = 0  # honest errors that held the text
    cut_off: int = 0  # no answer at all: the form is still there to send again
    wrong: list[str] = field(default_factory=list)  # answers that were neither
    lock: threading.Lock = field(default_factory=threading.Lock)


def crowd(host: str, port: int, people: int, seconds: float, told: Told) -> list[threading.Thread]:
    """Each reports again and again until the time is over, from an address of their own."""
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_report_until, args=(host, port, number, until, told))
        for number in range(people)
    ]
    for thread in threads:
        thread.start()
    return threads


def _report_until(host: str, port: int, number: int, until: float, told: Told) -> None:
    time.sleep(random.random() * 3)
    address = f"127.{number // 250}.{number % 250}.9"
    while time.monotonic() < until:
        written = f"What {secrets.token_hex(12)} saw at the station. " + "It was late. " * LONG
        written = written.strip()
        form = _form(host, port, address, until, told)
        if form is None:
            return
        time.sleep(OLD_ENOUGH)
        for status, page in _send(host, port, address, {**FORM, "facts": written, "token": form}):
            with told.lock:
                if status is None:
                    told.cut_off += 1
                elif words := _words(page):
                    told.receipts[written] = words
                    break
                elif status in (429, 503) and written in unescape(page):
                    told.given_back += 1
                else:
                    told.wrong.append(f"{status}: {page[:2000]}")
                    break


def _form(host: str, port: int, address: str, until: float, told: Told) -> str | None:
    while time.monotonic() < until:
        status, page = _ask(host, port, address, "GET", "")
        if status == 200 and (found := TOKEN.search(page)):
            return found[1]
        with told.lock:
            told.cut_off += 1
        time.sleep(0.5)
    return None


def _send(
    host: str, port: int, address: str, form: dict[str, str]
) -> Iterator[tuple[int | None, str]]:
    """The same form until it is answered well; whoever takes the answer decides when that is."""
    for _ in range(TRIES):
        yield _ask(host, port, address, "POST", urlencode(form))
        time.sleep(0.5 + random.random())


def _ask(host: str, port: int, address: str, method: str, body: str) -> tuple[int | None, str]:
    connection = http.client.HTTPConnection(host, port, timeout=60, source_address=(address, 0))
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, "/en/report/", body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except (OSError, http.client.HTTPException):
        return None, ""
    finally:
        connection.close()


def _words(page: str) -> str:
    found = RECEIPT.search(page)
    return " ".join(WORD.findall(found[1])) if found else ""
