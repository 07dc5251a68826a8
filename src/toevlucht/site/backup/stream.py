"""Encrypt a stream of any length in constant memory; read it back whole and unchanged, or not.

Chunks of a fixed size are sealed with AES-256-GCM. The nonce of each holds its number and
whether it is the last, so that none can be changed, moved, left out or added (the construction
STREAM of Hoang, Reyhanitabar, Rogaway and Vizár). Each file has a key of its own, derived from the
secret and a random salt, so no nonce is used twice with one key.
"""

from __future__ import annotations

import hmac
import io
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from toevlucht.site.backup.problem import BackupProblem

MAGIC = b"toevlucht backup 1\n"
SALT = 16
KEY_NAME = 16
HEADER = len(MAGIC) + SALT + KEY_NAME
CHUNK = 1 << 18
TAG = 16


class SealingStream(io.RawIOBase):
    """Write to this; ``close`` writes the last chunk, without which nothing can be read."""

    def __init__(self, target: BinaryIO, secret: str) -> None:
        salt = secrets.token_bytes(SALT)
        key, name = _derived(secret, salt)
        self._header = MAGIC + salt + name
        self._cipher = AESGCM(key)
        self._target = target
        self._waiting = bytearray()
        self._number = 0
        target.write(self._header)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self._waiting += content
        # A full chunk waits until more comes: the last one has to know that it is the last.
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def finish(self) -> None:
        """Not on ``close``: what an error broke off must stay unreadable."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, chunk: bytes, is_last: bool) -> None:
        nonce = _nonce(self._number, is_last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class OpeningStream(io.RawIOBase):
    """Read from this; bytes come out only after the chunk they are in was authenticated."""

    def __init__(self, source: BinaryIO, secret: str) -> None:
        self._source = source
        self._header = source.read(HEADER)
        if not self._header.startswith(MAGIC) or len(self._header) < HEADER:
            raise BackupProblem("not_a_backup")
        salt = self._header[len(MAGIC) : len(MAGIC) + SALT]
        key, name = _derived(secret, salt)
        if not hmac.compare_digest(name, self._header[-KEY_NAME:]):
            raise BackupProblem("other_key")
        self._cipher = AESGCM(key)
        self._next = source.read(CHUNK + TAG)
        self._open = b""
        self._number = 0
        self._is_over = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise ValueError("a backup is read in parts")
        parts, wanted = [], size
        while wanted and (self._open or not self._is_over):
            if not self._open:
                self._open = self._authenticated()
            part, self._open = self._open[:wanted], self._open[wanted:]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def read_to_the_end(self) -> None:
        """Nothing may be left out after what was read, and nothing added."""
        while self.read(CHUNK):
            pass

    def _authenticated(self) -> bytes:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        is_last = not self._next
        try:
            chunk = self._cipher.decrypt(_nonce(self._number, is_last), sealed, self._header)
        except InvalidTag:
            raise BackupProblem("damaged") from None
        self._number += 1
        self._is_over = is_last
        return chunk


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derived(secret: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key of this file, and a name of it that tells a wrong secret from a damaged file."""
    made = HKDF(SHA256(), length=32 + KEY_NAME, salt=salt, info=MAGIC).derive(secret.encode())
    return made[:32], made[32:]
