"""Serve the site with gunicorn, here or in the background, for as long as it is asked to."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from gunicorn.app.base import BaseApplication

from toevlucht.site.preparing import prepare
from toevlucht.site.running import Running, announced, running
from toevlucht.site.server_log import ServerLog
from toevlucht.site.working import worker_beside

HOST = "127.0.0.1"
PORT = 8000
STOP_AFTER = 120.0  # minutes that a server in the background lives
START_WITHIN = 60.0  # seconds
THREADS = 4

Announce = Callable[[Running], None]


class ServerFailed(Exception):
    """The server in the background did not start; the message ends with what it wrote."""


def serve(
    announce: Announce,
    host: str = HOST,
    port: int = PORT,
    stop_after: float | None = None,
) -> None:
    """Serve until stopped, or for ``stop_after`` minutes; ``announce`` is told the address.

    Takes a free port where ``port`` is taken. Raises AlreadyRunning where the data folder is
    served already. Ends with SystemExit, as gunicorn does.
    """
    folder = prepare()
    server = Running(os.getpid(), first_page(host, free_port(host, port)))

    def when_ready() -> None:
        if stop_after is not None:
            _stop_in(stop_after * 60)
        announce(server)

    with announced(folder, server), worker_beside():
        Site(server, host, when_ready).run()


def serve_in_background(
    host: str = HOST, port: int = PORT, stop_after: float = STOP_AFTER
) -> Running:
    """Start a server that outlives this process and stops by itself; returns when it answers.

    A server that runs on the data folder already is left as it is and returned.
    """
    folder = prepare()
    if server := running(folder):
        return server
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, host, str(port), str(stop_after)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env={**os.environ, "TOEVLUCHT_DATA": str(folder)},
        )
    return _wait_until_it_answers(process, folder, log)


def free_port(host: str, wanted: int) -> int:
    """``wanted`` where nobody listens on it, else any port that is free."""
    for port in (wanted, 0):
        with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no port can be opened on {host}")


def first_page(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    name = {"0.0.0.0": HOST, "::": "::1"}.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


class Site(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our few settings: one process with threads, and no list of who read what."""

    def __init__(self, server: Running, host: str, when_ready: Callable[[], None]) -> None:
        port = server.address.rstrip("/").rsplit(":", 1)[1]
        self.options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "threads": THREADS,
            "preload_app": True,  # so that being ready means that the pages are
            "accesslog": None,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "graceful_timeout": 5,
            "control_socket_disable": True,
            "when_ready": lambda arbiter: when_ready(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from toevlucht.site.wsgi import application

        return application


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _stop_in(seconds: float) -> None:
    """A timer of the process, not a thread: gunicorn forks, and timers stay with the parent."""
    signal.signal(signal.SIGALRM, lambda number, frame: os.kill(os.getpid(), signal.SIGTERM))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _wait_until_it_answers(process: subprocess.Popen[bytes], folder: Path, log: Path) -> Running:
    deadline = time.monotonic() + START_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        server = running(folder)
        if server and _answers(server.address):
            return server
        time.sleep(0.1)
    process.terminate()
    raise ServerFailed(log.read_text("utf-8", errors="replace")[-2000:])


def _answers(address: str) -> bool:
    try:
        urlopen(f"{address}health", timeout=5).close()
    except HTTPError as error:
        error.close()  # it does answer, if only that its worker is not there yet
    except (URLError, OSError):
        return False
    return True


def main() -> None:
    """What ``serve_in_background`` starts in a process of its own."""
    parser = argparse.ArgumentParser(prog="toevlucht serve", description=__doc__)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("stop_after", type=float)
    wanted = parser.parse_args()
    serve(lambda server: None, wanted.host, wanted.port, wanted.stop_after)


if __name__ == "__main__":
    main()
