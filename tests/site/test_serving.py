"""The web server: it starts on a free port, says where, and stops by itself or when asked."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from toevlucht.site.running import AlreadyRunning, Running, announced, running, stop
from toevlucht.site.serving import first_page, free_port

START = """
from toevlucht.site.serving import serve_in_background
print(serve_in_background(port={port}, stop_after={minutes}).address)
"""


@pytest.fixture
def folder(tmp_path: Path, prepared: Path) -> Iterator[Path]:
    yield shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    stop(tmp_path)


def start(folder: Path, port: int = 0, minutes: float = 2) -> str:
    """Start a server as the command does, from a process that ends at once; gives its address."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("DJANGO")},
        "TOEVLUCHT_DATA": str(folder),
        "TOEVLUCHT_DATABASE_URL": "",
    }
    command = [sys.executable, "-c", START.format(port=port, minutes=minutes)]
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=90
    ).stdout.strip()


@pytest.mark.enable_socket
def test_a_server_in_the_background_answers_and_can_be_stopped(folder: Path) -> None:
    address = start(folder)
    with urlopen(address) as response:
        assert response.status == 200
        assert response.url.endswith("/nl/")
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    with urlopen(f"{address}static/toevlucht/site.css") as style:
        assert style.headers["Content-Type"].startswith("text/css")
        assert "default-src 'none'" in style.headers["Content-Security-Policy"]
    assert start(folder) == address, "a second start finds the first"
    assert stop(folder)
    assert not running(folder)
    assert not stop(folder)


@pytest.mark.enable_socket
def test_no_file_beside_the_static_ones_is_served(folder: Path) -> None:
    address = start(folder)
    for path in ("static/../../settings/base.py", "static/%2e%2e/apps.py", "static//etc/passwd"):
        with pytest.raises(HTTPError) as missing:
            urlopen(address + path)
        missing.value.close()
        assert missing.value.code == 404


@pytest.mark.enable_socket
def test_a_server_stops_by_itself(folder: Path) -> None:
    start(folder, minutes=12 / 60)
    assert running(folder)
    deadline = time.monotonic() + 60
    while running(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not running(folder)


@pytest.mark.enable_socket
def test_another_port_is_taken_where_the_wanted_one_is_in_use() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) not in {0, port}
    assert free_port("127.0.0.1", port) == port


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://127.0.0.1:8000/"),
        ("::1", "http://[::1]:8000/"),
        ("::", "http://[::1]:8000/"),
    ],
)
def test_the_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    assert first_page(host, 8000) == address


def test_a_folder_is_served_once(tmp_path: Path) -> None:
    server = Running(1, "http://127.0.0.1:8000/")
    with announced(tmp_path, server):
        assert running(tmp_path) == server
        with pytest.raises(AlreadyRunning) as refused, announced(tmp_path, server):
            pass
        assert refused.value.server == server
    assert running(tmp_path) is None


def test_what_a_crashed_server_left_behind_is_no_server(tmp_path: Path) -> None:
    (tmp_path / "server.json").write_text('{"pid": 1, "address": "http://127.0.0.1:1/"}')
    assert running(tmp_path) is None
    assert not stop(tmp_path)
