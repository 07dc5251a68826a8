"""Of two who decide at the same moment one pays, and the last share of the year goes to one."""

from __future__ import annotations

import datetime
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from tests.picture.releases import sheltering as world
from tests.picture.releases.sheltering import MONTHS, TABLE

from toevlucht.partners.models import Person
from toevlucht.picture.actions import releasing
from toevlucht.picture.actions.releasing import NotReleased
from toevlucht.picture.models import PrivacyLedger, PrivacyPayment, TableRelease
from toevlucht.picture.releasing.catalogue import IN_RECEPTION


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it lets one writer in at a time")
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_who_decide_at_once_pay_once_and_the_last_share_goes_to_one() -> None:
    world.sheltering({"GM0344": (30, 6)})
    team = world.people()
    account = PrivacyLedger.objects.create(subject=IN_RECEPTION.code, year=2025, limit="3/50")
    PrivacyPayment.objects.create(ledger=account, name="earlier", cost="1/20")
    for month in MONTHS[:2]:
        world.proposed(team.editor, "public", month)
    together = threading.Barrier(4)

    def decide(work: tuple[Person, datetime.date]) -> str:
        by, month = work
        try:
            seen = world.mark(by, month)
            together.wait(10)
            releasing.decide(world.viewer(by), TABLE, month, "public", seen)
        except NotReleased as no:
            return str(no)
        finally:
            connections.close_all()
        return "done"

    approvers = (team.approver, team.second_approver)
    with ThreadPoolExecutor(4) as threads:
        outcomes = Counter(
            threads.map(decide, [(by, month) for by in approvers for month in MONTHS[:2]])
        )
    assert outcomes["done"] == 1
    assert set(outcomes) <= {"done", "budget", "once"}
    assert TableRelease.objects.count() == 1
    assert PrivacyPayment.objects.count() == 2
