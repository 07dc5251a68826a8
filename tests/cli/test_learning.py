"""`toevlucht learning links`: dead links of courses are named; no test goes on the internet."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner, Result

from toevlucht.cli import main
from toevlucht.learning.courses import links
from toevlucht.learning.courses.elsewhere import elsewhere

STATUSES = {"/here": 200, "/moved": 302, "/for-people": 403, "/gone": 404, "/broken": 500}


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(STATUSES[self.path])
        if self.path == "/moved":
            self.send_header("Location", "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test reads what the command says."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def links_named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> Result:
    monkeypatch.setattr(links, "linked", lambda: {one: ["of-others"] for one in addresses})
    return CliRunner().invoke(main, ["learning", "links", "--language", "en"])


@pytest.mark.enable_socket
def test_links_that_answer_are_counted(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    told = links_named(monkeypatch, f"{site}/here", f"{site}/moved", f"{site}/for-people")
    assert (told.exit_code, told.output) == (0, "3 addresses asked for: all of them answer.\n")


@pytest.mark.enable_socket
def test_dead_links_are_named_with_why(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    dead = (f"{site}/gone", f"{site}/broken", "http://127.0.0.1:1/", "file:///etc/hostname")
    told = links_named(monkeypatch, f"{site}/here", *dead)
    lines = told.output.splitlines()
    assert told.exit_code == 1
    assert [line.split(" ")[0] for line in lines] == list(dead)
    assert [line.rpartition(": ")[2] for line in lines[:2]] == ["404", "500"]
    assert all("(of-others) does not answer: " in line for line in lines)


def test_every_course_of_others_and_every_source_is_asked_for_once() -> None:
    named = links.linked()
    assert {one.address for one in elsewhere().values() if not one.until} <= named.keys()
    assert "recognise-at-a-location/labour" in {name for names in named.values() for name in names}
