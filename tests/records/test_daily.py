"""Daily work is asked for once a day, whoever looks at the clock."""

from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from toevlucht.records import daily, jobs
from toevlucht.records.daily import ask_for_daily_work
from toevlucht.records.models import DailyWork, Job

KIND = "tests.swept"


@pytest.fixture(autouse=True)
def sweeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "_kinds", [])
    monkeypatch.setattr(jobs, "_kinds", {})
    daily.daily(KIND)(lambda report: None)


def asked() -> int:
    return Job.objects.filter(kind=KIND).count()


@pytest.mark.django_db
def test_it_is_asked_for_once_a_day_and_again_on_the_next() -> None:
    assert [ask_for_daily_work(), ask_for_daily_work()] == [1, 0]
    assert jobs.work_all() == 1
    assert ask_for_daily_work() == 0
    DailyWork.objects.update(asked_on=timezone.localdate() - datetime.timedelta(days=3))
    assert ask_for_daily_work() == 1
    assert asked() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("days_ago", [None, 1])
def test_of_workers_that_look_at_once_one_asks(days_ago: int | None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the tests keep SQLite in memory, where threads cannot wait for each other")
    if days_ago:
        day = timezone.localdate() - datetime.timedelta(days=days_ago)
        DailyWork.objects.create(kind=KIND, asked_on=day)
    together = threading.Barrier(4)

    def look() -> None:
        together.wait()
        ask_for_daily_work()
        connections.close_all()

    workers = [threading.Thread(target=look) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert asked() == 1
