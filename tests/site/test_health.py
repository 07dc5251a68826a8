"""Health: well or unwell for everybody, the reasons for the machine itself only."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from toevlucht import __version__
from toevlucht.records.models import AuditLine, Job
from toevlucht.records.sealing import seal
from toevlucht.site.presence import at_work, somebody_is_at_work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def working(data_folder: Path) -> Any:
    data_folder.mkdir(parents=True)
    with at_work(data_folder):
        yield data_folder


def test_all_is_well_with_a_worker_and_room(client: Client, working: Path) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("max-age=0")
    told = answer.json()
    assert (told["status"], told["release"]) == ("well", __version__)
    assert told["worker_alive"] == {"value": True, "status": "well"}
    assert told["free_bytes"]["value"] > 0


@pytest.mark.parametrize(
    "client",
    [
        Client(REMOTE_ADDR="198.51.100.7"),
        Client(headers={"x-forwarded-for": "198.51.100.7"}),
        Client(headers={"forwarded": "for=198.51.100.7"}),
        Client(REMOTE_ADDR=""),
    ],
)
def test_somebody_elsewhere_hears_one_word(client: Client, working: Path) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "well"})
    assert not answer.cookies


def test_without_a_worker_it_is_not_well(client: Client, data_folder: Path) -> None:
    data_folder.mkdir(parents=True)
    assert not somebody_is_at_work(data_folder)
    with at_work(data_folder), at_work(data_folder):
        assert somebody_is_at_work(data_folder)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["worker_alive"]["status"]) == (503, "unwell")


def test_a_job_that_nobody_takes_is_not_well(client: Client, working: Path) -> None:
    job = Job.objects.create(kind="picture.build")
    Job.objects.filter(pk=job.pk).update(asked_at=timezone.now() - datetime.timedelta(hours=1))
    told = client.get("/health")
    assert told.status_code == 503
    assert 3600 <= told.json()["oldest_waiting_job_seconds"]["value"] < 3700


def test_lines_that_nobody_seals_are_not_well(client: Client, working: Path) -> None:
    AuditLine.objects.create(
        at=timezone.now() - datetime.timedelta(minutes=5),
        request="0" * 16,
        roles=[],
        channel="page",
        event="page.opened",
        ids=[],
        purpose="access",
        ground="security",
        outcome="done",
    )
    told = client.get("/health")
    assert (told.status_code, told.json()["oldest_unsealed_seconds"]["value"] >= 300) == (503, True)


def test_a_full_disk_is_not_well(
    client: Client, working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1 << 20))
    assert client.get("/health").json()["free_bytes"] == {"value": 1 << 20, "status": "unwell"}


def test_a_database_that_does_not_answer_is_said_and_not_an_error_page(
    client: Client, working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*args: Any, **more: Any) -> None:
        raise OperationalError("connection to db.example as toevlucht failed")

    monkeypatch.setattr(connection, "cursor", silent)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["database_answers"] == {"value": None, "status": "unwell"}
    assert b"db.example" not in answer.content


def test_it_may_only_be_read(client: Client, working: Path) -> None:
    assert client.post("/health").status_code == 405


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_sealing_makes_it_well_again(client: Client, working: Path) -> None:
    client.post("/nl/account/login/", {"login": "nobody@example.org", "password": "x"})
    assert seal()
    assert client.get("/health").json()["oldest_unsealed_seconds"]["value"] == 0
