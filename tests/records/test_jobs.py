"""Work that somebody asked for is done once, told about, and taken up again after a death."""

from __future__ import annotations

import datetime
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.records import jobs
from toevlucht.records.jobs import JobProblem, Report, ask, find_job, work_all, work_once
from toevlucht.records.models import Job
from toevlucht.records.viewer import Viewer

EDITOR = Viewer(person=7, organisation="emm", roles=frozenset({"editor"}), is_centre=True)

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Registers ``test.work``; what it does is put into the list, in the order of the attempts."""
    plan: list[Any] = []

    def do(report: Report, **arguments: Any) -> dict[str, Any] | None:
        step = plan.pop(0)
        if isinstance(step, Exception):
            raise step
        report(1, 2, "operation.job.running")
        return {"got": arguments}

    monkeypatch.setitem(jobs._kinds, "test.work", do)
    return plan


def test_work_is_done_and_its_result_kept(kind: list[Any]) -> None:
    kind.append("well")
    asked = ask(EDITOR, "test.work", draft=3)
    assert work_all() == 1
    done = find_job(asked.pk)
    assert done is not None
    assert (done.state, done.result) == ("done", {"got": {"draft": 3}})
    assert done.percent == 100
    assert done.ended_at is not None
    assert (done.person, done.organisation) == (7, "emm")


def test_work_waits_in_the_order_in_which_it_was_asked_for(kind: list[Any]) -> None:
    kind.extend(["well"] * 3)
    numbers = [ask(EDITOR, "test.work", draft=n).pk for n in range(3)]
    work_once()
    states = dict(Job.objects.values_list("pk", "state"))
    assert [states[number] for number in numbers] == ["done", "waiting", "waiting"]


def test_work_that_waits_already_is_asked_for_once(kind: list[Any]) -> None:
    first = ask(EDITOR, "test.work", draft=3, part="a")
    assert ask(EDITOR, "test.work", part="a", draft=3).pk == first.pk
    assert ask(EDITOR, "test.work", draft=4, part="a").pk != first.pk
    Job.objects.filter(pk=first.pk).update(state="running")
    assert ask(EDITOR, "test.work", draft=3, part="a").pk != first.pk  # it may have read old rows


def test_nobody_can_ask_for_work_that_nothing_does() -> None:
    with pytest.raises(ValueError, match="nothing does"):
        ask(EDITOR, "test.unknown")


def test_work_asked_for_in_a_transaction_that_is_taken_back_is_not_done(kind: list[Any]) -> None:
    with transaction.atomic():
        ask(EDITOR, "test.work")
        transaction.set_rollback(True)
    assert work_all() == 0


def test_a_problem_is_said_in_words_and_not_tried_again(kind: list[Any]) -> None:
    kind.append(JobProblem(Message("operation.job.gave_up", {"n": 3})))
    asked = ask(EDITOR, "test.work")
    assert work_all() == 1
    failed = find_job(asked.pk)
    assert failed is not None
    assert failed.state == "failed"
    assert failed.message == Message("operation.job.gave_up", {"n": 3})


def test_a_database_that_fails_once_is_tried_again(kind: list[Any]) -> None:
    kind.extend([DatabaseError("gone"), "well"])
    asked = ask(EDITOR, "test.work")
    assert work_all() == 2
    done = find_job(asked.pk)
    assert done is not None
    assert (done.state, done.attempts) == ("done", 2)


def test_an_error_in_our_own_code_ends_the_work_and_logs_no_text(
    kind: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    kind.append(KeyError("Olena Kovalenko"))
    asked = ask(EDITOR, "test.work")
    with caplog.at_level(logging.ERROR, "toevlucht.jobs"):
        work_all()
    failed = find_job(asked.pk)
    assert failed is not None
    assert failed.message == Message("operation.job.broke", {})
    assert "KeyError" in caplog.text
    assert "Olena" not in caplog.text


def test_work_of_a_worker_that_died_is_taken_up_again(kind: list[Any]) -> None:
    kind.append("well")
    asked = ask(EDITOR, "test.work")
    long_ago = timezone.now() - datetime.timedelta(minutes=2)
    Job.objects.filter(pk=asked.pk).update(
        state="running", worker="dead", beat_at=long_ago, attempts=1
    )
    assert work_all() == 1
    done = find_job(asked.pk)
    assert done is not None
    assert (done.state, done.attempts) == ("done", 2)


def test_work_of_a_worker_that_lives_is_left_alone(kind: list[Any]) -> None:
    asked = ask(EDITOR, "test.work")
    Job.objects.filter(pk=asked.pk).update(
        state="running", worker="alive", beat_at=timezone.now(), attempts=1
    )
    assert work_all() == 0


def test_work_that_kills_its_worker_each_time_is_given_up(kind: list[Any]) -> None:
    asked = ask(EDITOR, "test.work")
    long_ago = timezone.now() - datetime.timedelta(minutes=2)
    Job.objects.filter(pk=asked.pk).update(state="running", beat_at=long_ago, attempts=3)
    assert work_all() == 1
    failed = find_job(asked.pk)
    assert failed is not None
    assert failed.message == Message("operation.job.gave_up", {"n": 3})


WORKER = """
import threading, time
from toevlucht.site.preparing import prepare
prepare()
from toevlucht.records.jobs import ask, find_job, job
from toevlucht.records.models import AuditSegment
from toevlucht.records.viewer import OPERATOR
from toevlucht.records.worker import work

@job("test.work")
def do(report):
    report(1, 1, "operation.job.running")

asked = ask(OPERATOR, "test.work")
stop = threading.Event()
worker = threading.Thread(target=work, args=(stop,))
worker.start()
until = time.monotonic() + 30
while not find_job(asked.pk).is_over and time.monotonic() < until:
    time.sleep(0.1)
stop.set()
worker.join(30)
print(find_job(asked.pk).state, worker.is_alive(), AuditSegment.objects.exists())
"""


def test_the_worker_does_what_waits_and_seals_the_trail_before_it_stops(
    tmp_path: Path, prepared: Path
) -> None:
    """On a file of its own: the tests keep SQLite in memory, where threads cannot wait."""
    environment = {
        name: value for name, value in os.environ.items() if name != "TOEVLUCHT_DATABASE_URL"
    }
    environment |= {
        "TOEVLUCHT_DATA": str(shutil.copytree(prepared, tmp_path / "work")),
        "DJANGO_SETTINGS_MODULE": "toevlucht.settings.default",
    }
    done = subprocess.run(
        [sys.executable, "-c", WORKER], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["done", "False", "True"], done.stderr
