"""The demo's own site, as ``toevlucht demo`` serves it, in Debian's chromium."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tools.debian_chromium import find_or_install

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMAND = [sys.executable, "-c", "from toevlucht.cli import main; main()"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo's site; its folder and its server are gone afterwards."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "TOEVLUCHT_DATABASE_URL"}
    }
    environment["TOEVLUCHT_DATA"] = str(tmp_path_factory.mktemp("site"))
    demo = [*COMMAND, "demo", "--background", "--port", "8765", "--stop-after", "20"]
    done = subprocess.run(demo, env=environment, capture_output=True, text=True, timeout=300)
    address = re.search(r"http://127\.0\.0\.1:\d+/", done.stdout)
    assert address, done.stdout + done.stderr
    yield address[0]
    subprocess.run([*COMMAND, "stop"], env=environment, check=True, capture_output=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_or_install(), args=QUIET)
        yield chromium
        chromium.close()
