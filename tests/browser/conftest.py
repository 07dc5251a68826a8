"""The demo's own site, as ``toevlucht demo`` serves it, in Debian's chromium."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, StorageState, sync_playwright
from tests.browser.desk import Desk
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


# Who is who in the tests, by the first part of the address that the demo prints.
ACCOUNTS = {
    "reader": "reader.red_cross",
    "contributor": "contributor.red_cross",
    "approver": "approver.red_cross",
    # These two get second steps; nobody else logs in as them.
    "who_adds_an_app": "administrator.red_cross",
    "who_adds_a_passkey": "administrator.gm0344",
    "contributor_police": "contributor.police",
    "editor": "editor.emm",
    "approver_centre": "approver.emm",
    "administrator": "administrator.emm",
    "coordinator": "coordinator.gm0344",
    "outsider": "reader.vluchtelingenwerk",
    "coordinator_municipality": "coordinator.gm0344",
    "reporter_municipality": "reporter.gm0344",
    "coordinator_inspectorate": "coordinator.nla",
    "coordinator_nation": "coordinator.veiligheidsberaad",
    "coordinator_amsterdam": "coordinator.amsterdam",
    "coordinator_region": "coordinator.vr09",
}


@dataclass(frozen=True)
class Demo:
    """A demo that runs: its address, where its mails lie, and how to log in with each account."""

    site: str
    accounts: dict[str, tuple[str, str]]
    mail: Path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, on a folder of its own; its folder and its server are gone afterwards."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "TOEVLUCHT_DATABASE_URL"}
    }
    environment["TOEVLUCHT_DATA"] = str(tmp_path_factory.mktemp("site"))
    start = [*COMMAND, "demo", "--background", "--port", _free_port(), "--stop-after", "20"]
    done = subprocess.run(start, env=environment, capture_output=True, text=True, timeout=600)
    address = re.search(r"http://127\.0\.0\.1:\d+/", done.stdout)
    assert address, done.stdout + done.stderr
    printed = re.findall(r"(\S+)@(demo\.toevlucht\.example)\s+(\S+)$", done.stdout, re.MULTILINE)
    known = {name: (f"{name}@{host}", password) for name, host, password in printed}
    mail = Path(environment["TOEVLUCHT_DATA"]) / "demo" / "mail"
    yield Demo(address[0], {name: known[local] for name, local in ACCOUNTS.items()}, mail)
    subprocess.run([*COMMAND, "stop"], env=environment, check=True, capture_output=True)


def _free_port() -> str:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return str(asked.getsockname()[1])


@pytest.fixture(scope="session")
def site(demo: Demo) -> str:
    return demo.site


@pytest.fixture(scope="session")
def accounts(demo: Demo) -> dict[str, tuple[str, str]]:
    return demo.accounts


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=find_or_install(), args=QUIET)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def logged_in(
    browser: Browser, site: str, accounts: dict[str, tuple[str, str]]
) -> dict[str, StorageState]:
    """Coordinators of reception log in once for all walks."""
    people = {}
    for who in ("coordinator_amsterdam", "coordinator_region", "coordinator"):
        desk = Desk(browser, site, *accounts[who])
        people[who] = desk.page.context.storage_state()
        desk.page.context.close()
    return people
