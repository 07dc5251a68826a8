"""A mail server on this machine that takes every mail, and remembers what it took."""

from __future__ import annotations

import contextlib
import random
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes

SLOWEST = 0.004  # seconds between taking a mail and saying so: room for somebody to die in


@dataclass(frozen=True)
class Taken:
    to: str
    message_id: str
    may_repeat: bool
    at: float


class Sink(socketserver.ThreadingTCPServer):
    """Once it took a mail it has it, whether or not anybody is left to hear its answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[Taken] = []
        self.lock = threading.Lock()


class Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        with contextlib.suppress(OSError):  # whoever sent is dead
            self._talk()

    def _talk(self) -> None:
        self._say("220 sink")
        to = ""
        while line := self.rfile.readline():
            command = line.decode().strip()
            verb = command[:4].upper()
            if verb == "DATA":
                self._say("354 go on")
                if not self._take(to):
                    return
            elif verb == "QUIT":
                self._say("221 bye")
                return
            elif verb == "RCPT":
                to = command.partition("<")[2].partition(">")[0]
                self._say("250 yes")
            else:
                self._say("250 yes")

    def _take(self, to: str) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False  # it broke off in the middle: nothing was taken
            lines.append(line)
        mail = message_from_bytes(b"".join(lines))
        with self.server.lock:
            repeat = mail["X-Toevlucht-Possible-Repeat"] == "yes"
            self.server.taken.append(Taken(to, mail["Message-ID"], repeat, time.monotonic()))
        time.sleep(random.uniform(0, SLOWEST))
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_sink() -> Iterator[Sink]:
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        yield sink
        sink.shutdown()
