"""Ask a virus scanner about bytes: clamd, on this machine, through its command INSTREAM."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from contextlib import closing

from django.conf import settings

AT_ONCE = 1 << 16
PATIENCE = 60.0  # seconds
LONGEST_ANSWER = 4096


class ScannerFailed(OSError):
    """A scanner is configured and did not answer: nothing can be said of the file."""


def is_infected(content: bytes) -> bool:
    """False where no scanner is configured. Raises `ScannerFailed`."""
    address: str = settings.TOEVLUCHT_CLAMD
    if not address:
        return False
    try:
        with closing(_connected(address)) as scanner:
            answer = _asked(scanner.sendall, scanner.recv, content)
    except OSError as error:
        raise ScannerFailed("the virus scanner does not answer") from error
    if answer.endswith(b" FOUND"):
        return True
    if not answer.endswith(b"OK"):
        raise ScannerFailed("the virus scanner could not look at a file")
    return False


def _connected(address: str) -> socket.socket:
    """``unix:/path`` or ``tcp:127.0.0.1:3310``; the settings let no other machine be named."""
    way, _, place = address.partition(":")
    if way == "unix":
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(PATIENCE)
        try:
            scanner.connect(place)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)


def _asked(send: Callable[[bytes], None], receive: Callable[[int], bytes], content: bytes) -> bytes:
    send(b"zINSTREAM\0")
    for place in range(0, len(content), AT_ONCE):
        part = content[place : place + AT_ONCE]
        send(struct.pack("!L", len(part)) + part)
    send(struct.pack("!L", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = receive(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0")
