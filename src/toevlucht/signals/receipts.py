"""The receipt of a report: seven words, where they lead to, and the key that they give.

The words are made from the form's own number under a key of the site, so that the same form, sent
twice, has the same receipt. They are kept nowhere: found by a keyed hash, opened by a slow one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from functools import cache
from importlib.resources import files

from toevlucht.records.sealed.masters import derived_key, derived_keys
from toevlucht.signals.actions.receiving import ReceiptKeys

WORDS = 7  # of ten bits each
BITS = 10
NOT_A_LETTER = re.compile(r"[\W\d_]+")
APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))

# About a tenth of a second and 32 MB; Python lets other threads work in the meantime.
SLOWNESS = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 << 20, "dklen": 32}


@cache
def words_of(language: str) -> tuple[str, ...]:
    """The 1,024 words from which receipts in this language are made."""
    folder = files("toevlucht.content").joinpath("receipt_words")
    return tuple(folder.joinpath(f"{language}.txt").read_text("utf-8").split())


def receipt_for(nonce: str, language: str) -> str:
    """The words of the report that was sent with this form; the same each time."""
    made = hmac.digest(derived_key("words of receipts"), f"{language} {nonce}".encode(), "sha256")
    number = int.from_bytes(made, "big")
    chosen = words_of(language)
    return " ".join(chosen[number >> place * BITS & 2**BITS - 1] for place in range(WORDS))


def keys_of(words: str) -> ReceiptKeys:
    """What a new report is kept under."""
    lookup = lookups_of(words)[0]
    return ReceiptKeys(lookup, key_of(words, lookup))


def lookups_of(words: str) -> list[str]:
    """Where a report with these words may be found: one for each master key, the newest first."""
    return [_keyed(key, normalised(words)).hex() for key in derived_keys("lookup of receipts")]


def key_of(words: str, lookup: str) -> bytes:
    """Slow, so that nobody who steals both databases and the master key can try all words."""
    salt = f"toevlucht receipt {lookup}".encode()
    return hashlib.scrypt(normalised(words).encode(), salt=salt, **SLOWNESS)


def normalised(words: str) -> str:
    """As typed by hand: capitals, spaces, lines, dashes, commas and apostrophes do not matter."""
    plain = unicodedata.normalize("NFC", words).lower().translate(APOSTROPHES)
    return NOT_A_LETTER.sub(" ", plain).strip()


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
