"""A crowd reports while a process is killed and the disk is full: no receipt without its report.

Asked for by name: ``make test-load``. It mounts a small disk of its own, so it needs root.
``TOEVLUCHT_LOAD`` says how many people and for how many seconds, 40x20 unless given.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.load.reporters import Told, crowd

SPACE = "96m"  # of the disk that gets full
FULL_FOR = 5.0  # seconds
PATIENCE = 120.0
PEOPLE, SECONDS = (int(part) for part in os.environ.get("TOEVLUCHT_LOAD", "40x20").split("x"))

# In a process of its own, because a process has one data folder and one set of settings.
SERVE = """
import sys
from toevlucht.site.serving import serve
serve(lambda server: None, "127.0.0.1", int(sys.argv[1]))
"""
LOOK = """
import json, sys
from toevlucht.site.preparing import prepare
prepare()
from toevlucht.records.sealed import custody
from toevlucht.signals.models import Receipt, Report
from toevlucht.signals.receipts import keys_of
from toevlucht.signals.telling import unseal_content

def facts(report, key):
    return unseal_content(key, report.record, report.sealed.content).words.facts

every = [
    facts(report, custody.open_key(report.record, report.handler))
    for report in Report.objects.select_related("sealed")
]
opened = {}
for written, words in json.load(sys.stdin).items():
    receipt = keys_of(words)
    report = Receipt.objects.select_related("report__sealed").get(lookup=receipt.lookup).report
    opened[written] = facts(report, custody.open_key_with_receipt(report.record, receipt.key))
print(json.dumps({"every": every, "opened": opened}))
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SPACE}", "tmpfs", str(folder)], check=False
    )
    if made.returncode:
        pytest.fail("this test mounts a disk of its own: run it as root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def environment(small_disk: Path) -> dict[str, str]:
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **keep,
        "TOEVLUCHT_DATA": str(small_disk / "data"),
        "DJANGO_SETTINGS_MODULE": "toevlucht.settings.default",
    }


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str, int]]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "0"], env=environment, stderr=subprocess.DEVNULL
    )
    announced = Path(environment["TOEVLUCHT_DATA"]) / "server.json"
    deadline = time.monotonic() + 120
    while not announced.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.2)
    address = urlsplit(json.loads(announced.read_text("utf-8"))["address"])
    assert address.hostname
    assert address.port
    yield process, address.hostname, address.port
    process.terminate()
    process.wait(30)


@pytest.mark.enable_socket
def test_every_receipt_has_its_report_whole_and_once(
    server: tuple[subprocess.Popen[bytes], str, int], environment: dict[str, str], small_disk: Path
) -> None:
    process, host, port = server
    told = Told()
    threads = crowd(host, port, PEOPLE, SECONDS, told)
    wait_until(lambda: len(told.receipts) >= PEOPLE // 4)
    kill_a_process_that_answers(process.pid)
    before = len(told.receipts)
    wait_until(lambda: len(told.receipts) >= before + PEOPLE // 4)
    fill(small_disk, lambda: told.given_back > 0)
    for thread in threads:
        thread.join()
    assert told.wrong == []
    assert len(told.receipts) >= PEOPLE
    found = json.loads(
        subprocess.run(
            [sys.executable, "-c", LOOK],
            env=environment,
            input=json.dumps(told.receipts),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    assert found["opened"] == {written: written for written in told.receipts}
    assert [facts for facts, count in Counter(found["every"]).items() if count > 1] == []
    print(
        f"\n{PEOPLE} people, {SECONDS} s: {len(told.receipts)} receipts, "
        f"{len(found['every'])} reports, {told.given_back} errors that gave the text back, "
        f"{told.cut_off} answers cut off"
    )


def kill_a_process_that_answers(server: int) -> None:
    """One of gunicorn's; the server starts another. Its worker for jobs is left alone."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    for child in children:
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"toevlucht.site.working" not in command:
            os.kill(int(child), signal.SIGKILL)
            return
    raise AssertionError("no process that answers was found")


def fill(disk: Path, is_felt: Callable[[], bool]) -> None:
    """For some seconds, and until somebody felt it: files that are there have some room left."""
    file = disk / secrets.token_hex(4)
    begun = time.monotonic()
    with file.open("wb", buffering=0) as target:
        while time.monotonic() < begun + FULL_FOR or not is_felt():
            assert time.monotonic() < begun + PATIENCE, "nobody felt that the disk was full"
            try:
                target.write(bytes(1 << 16))
            except OSError:
                time.sleep(0.05)
    file.unlink()


def wait_until(is_so: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() < begun + PATIENCE, "nothing happened"
        time.sleep(0.1)
