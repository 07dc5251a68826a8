"""From one machine to another: what was on the first is on the second, or nothing is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.site.backup.machines import SECRET, Machine, machine

pytestmark = pytest.mark.enable_socket

FILL = """
import json, sys
from pathlib import Path
from toevlucht.site.preparing import prepare
prepare()
from django.db import transaction
from tests.picture.publishing.fabricated import fabricate, fabricate_frozen
from toevlucht.picture.actions import publish_edition
from toevlucht.records.actions import record_change
from toevlucht.records.sealing import seal
from toevlucht.records.viewer import OPERATOR
work = Path(sys.argv[1])
publish_edition(fabricate(work / "built"), fabricate_frozen(work / "frozen"))
with transaction.atomic():
    record_change(OPERATOR, "draft.published", kind="edition", ids=["1"])
print(json.dumps(seal().number))
"""
LOOK = """
import hashlib, json
from toevlucht.site.preparing import prepare
folder = prepare()
from django.test import Client
from toevlucht.picture.models import EditionVersion, PublishedFile
from toevlucht.records.models import AuditLine
page = Client().get("/nl/picture/ukraine-2022/1/", headers={"host": "localhost"})
print(json.dumps({
    "page": [page.status_code, hashlib.sha256(page.content).hexdigest()],
    "versions": list(EditionVersion.objects.values_list("manifest_sha256", flat=True)),
    "files": PublishedFile.objects.count(),
    "on_disk": {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for top in ("publications", "frozen") for path in sorted((folder / top).rglob("*"))
        if path.is_file()
    },
    "lines": sorted(AuditLine.objects.values_list("event", flat=True)),
}))
"""
# Dies where everything but the database is in its place.
KILLED = """
import os, signal, sys
from toevlucht.site.backup import databases
databases.load = lambda dumped: os.kill(os.getpid(), signal.SIGKILL)
from toevlucht.cli import main
main(["restore", sys.argv[1]])
"""
# One attempt after another in one process; what is in the data folder after each.
ATTEMPTS = """
import errno, json, sys
from pathlib import Path
from toevlucht.site.preparing import configure
folder = configure()
from toevlucht.site.backup import BackupProblem, Restoring, archive, databases
def attempt(file, secret):
    try:
        list(Restoring(Path(file), secret).steps())
        reason = "done"
    except BackupProblem as problem:
        reason = problem.message.key.rpartition(".")[2]
    except OSError as error:
        reason = str(error.errno)
    left = sorted(path.name for path in folder.iterdir() if path.name != "keys")
    found.append([reason, left, databases.is_empty()])
found = []
whole, secret, *damaged = sys.argv[1:]
attempt(whole, "another secret")
for file in damaged:
    attempt(file, secret)
copied = archive._copied
def full(source, target):
    if target and "frozen" in target.name:
        raise OSError(errno.ENOSPC, "No space left on device")
    return copied(source, target)
archive._copied = full
attempt(whole, secret)
archive._copied = copied
load = databases.load
def refused(dumped):
    raise BackupProblem("program_failed", program="pg_restore", said="")
databases.load = refused
attempt(whole, secret)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("first")
    with machine(folder / "data") as here:
        here.script(FILL, str(folder))
        yield here


@pytest.fixture(scope="module")
def backup(first: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "monday.backup"
    done = first.toevlucht("backup", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] > 5
    return file


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Machine]:
    with machine(tmp_path / "second") as there:
        yield there


def test_a_restore_that_was_killed_is_begun_anew_and_brings_everything_back(
    first: Machine, backup: Path, second: Machine
) -> None:
    assert second.run("-c", KILLED, str(backup)).returncode == -9
    assert "frozen" in second.kept()
    refused = second.toevlucht("migrate")
    assert (refused.returncode, "restore" in refused.stderr) == (1, True)
    done = second.toevlucht("restore", str(backup), "--language", "en")
    assert done.returncode == 0, done.stderr
    assert "toevlucht audit verify" in done.stdout
    assert ".restore" not in second.kept()
    there, here = second.script(LOOK), first.script(LOOK)
    assert there["lines"] == sorted([*here["lines"], "backup.restored"])
    for same in ("page", "versions", "files", "on_disk"):
        assert there[same] == here[same]
    assert there["page"][0] == 200
    verified = second.toevlucht("audit", "verify", "--language", "en")
    assert verified.returncode == 0, verified.stderr
    again = second.toevlucht("restore", str(backup), "--language", "en")
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_no_backup_that_is_not_whole_leaves_anything_behind(
    backup: Path, second: Machine, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 8
    damaged = {
        "flipped": bytes(flipped),
        "short": whole[:-1],
        "half": whole[: len(whole) // 2],
        "long": whole + b"\0",
        "other": b"something else",
    }
    for name, content in damaged.items():
        (tmp_path / name).write_bytes(content)
    files = [str(tmp_path / name) for name in damaged]
    found = second.script(ATTEMPTS, str(backup), SECRET, *files)
    assert [reason for reason, _, _ in found] == [
        "other_key",
        "damaged",
        "damaged",
        "damaged",
        "damaged",
        "not_a_backup",
        "disk_full",
        "program_failed",
    ]
    assert [(left, empty) for _, left, empty in found] == [([], True)] * len(found)


def test_nothing_is_ever_overwritten(backup: Path, second: Machine) -> None:
    assert second.toevlucht("migrate").returncode == 0
    for name in second.kept():
        if second.database:
            shutil.rmtree(second.folder / name, ignore_errors=True)
    refused = second.toevlucht("restore", str(backup), "--json")
    assert refused.returncode == 1
    assert len(json.loads(refused.stdout)["problems"]) == 1
    assert "frozen" not in second.kept()


def test_a_backup_can_be_checked_without_putting_it_anywhere(
    backup: Path, second: Machine, tmp_path: Path
) -> None:
    key = tmp_path / "key"
    key.write_text(f"{SECRET}\n", "utf-8")
    no_key = {"TOEVLUCHT_BACKUP_KEY": ""}
    words = ("restore", str(backup), "--check", "--language", "en")
    without = second.toevlucht(*words, **no_key)
    assert (without.returncode, "no key" in without.stderr) == (1, True)
    done = second.toevlucht(*words, "--key-file", str(key), **no_key)
    assert done.returncode == 0, done.stderr
    assert second.kept() == []
