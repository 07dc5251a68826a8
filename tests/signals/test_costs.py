"""What a page asks the databases: at most eight queries, however long its lists are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings
from tests.signals.busy import Busy, busy, fill

from toevlucht.partners.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MOST = 8
AROUND = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
Where = Callable[[Busy], str]


def _of_report(name: str, **values: str | int) -> Where:
    return lambda desk: reverse(name, kwargs={"reference": desk.report.reference, **values})


def _at(name: str, query: str = "", **values: str) -> Where:
    return lambda desk: reverse(name, kwargs=values) + query


PAGES: dict[str, Where] = {
    "desk": _at("desk"),
    "open reports": _at("reports"),
    "my reports": _at("reports", "?name=mine"),
    "closed reports": _at("reports", "?name=closed"),
    "held reports": _at("reports", "?name=held"),
    "a filter": _at("reports", "?rung=established"),
    "filters": _at("reports", "?rung=report&situation=recruiting&assignee=nobody"),
    "search": _at("reports-find", "?reference=abcd"),
    "report": _of_report("report"),
    "keeping from": _of_report("report-keep-from-organisation"),
    "readers": _of_report("report-readers"),
    "history": _of_report("report-history"),
    "assessing": _of_report("report-assess"),
    "alike": _of_report("report-alike"),
    "original": _of_report("report-original", number=1),
    "passing on": _of_report("pass-on"),
    "handing over": _of_report("hand-over"),
    "signal": lambda desk: reverse("signal", kwargs={"reference": desk.signal.reference}),
    "referrals": _at("referrals"),
    "sent referrals": _at("sent-referrals"),
    "sent referral": lambda desk: reverse("referral", kwargs={"reference": desk.sent[0].reference}),
    "received referral": lambda desk: reverse(
        "referral", kwargs={"reference": desk.received[0].reference}
    ),
    "received report": lambda desk: reverse(
        "report", kwargs={"reference": desk.received[0].report.reference}
    ),
    "agreements": _at("sharing-agreements"),
    "corrections": _at("corrections"),
    "emergencies": _at("emergency-reports"),
    "follow-up": _at("follow-up"),
    "reporting": _at("report-at-desk"),
    "file to report with": _at("report-file-send"),
    "own reports": _at("my-reports"),
    "own report": _of_report("my-report"),
    "rumours": _at("rumours"),
    "rumour": lambda desk: reverse("rumour", kwargs={"reference": desk.rumour.reference}),
    "retention": _at("retention"),
    "destroyed reports": _at("destroyed-csv"),
}
OF_RESCUER: dict[str, Where] = {
    "emergencies of others": _at("emergency-reports"),
    "reports in an emergency": _at("emergency-reports-of", code="gm0344"),
    "report in an emergency": _of_report("emergency-report-of", code="gm0344"),
}


@contextmanager
def counted() -> Iterator[list[str]]:
    """What both databases are asked inside."""
    found: list[str] = []
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        yield found
    both = [query["sql"] for query in (*asked.captured_queries, *keys.captured_queries)]
    found.extend(sql for sql in both if not sql.startswith(AROUND))


def _costs(browser: Client, pages: dict[str, Where], desk: Busy) -> dict[str, int]:
    costs = {}
    for name, where in pages.items():
        with counted() as asked:
            answer = browser.get(where(desk))
        assert answer.status_code == 200, name
        assert len(asked) <= MOST, (name, asked)
        costs[name] = len(asked)
    return costs


def _browser(somebody: Person) -> Client:
    browser = Client()
    browser.force_login(somebody)
    return browser


def _all_costs(desk: Busy) -> dict[str, int]:
    owner, rescuer = _browser(desk.owner), _browser(desk.rescuer)
    costs = _costs(owner, PAGES, desk) | _costs(rescuer, OF_RESCUER, desk)
    with counted() as asked:
        answer = owner.post(PAGES["report"](desk) + "assign/", {"colleague": "0"})
    assert answer.status_code == 400
    assert len(asked) <= MOST, asked
    return costs | {"a form that was wrong": len(asked)}


def test_every_page_costs_few_queries_and_as_many_when_all_on_it_is_thirty_times_as_long(
    settings: Settings,
) -> None:
    settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED = True
    desk = busy()
    one = _all_costs(desk)
    fill(desk, range(2, 31))
    assert _all_costs(desk) == one
