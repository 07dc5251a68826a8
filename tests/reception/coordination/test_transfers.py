"""Two families go to another region: from the question until they are counted on arrival."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.coordination.nation import nation
from tests.reception.places import neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.rules import Refused
from toevlucht.reception.actions import transfers
from toevlucht.reception.models import Transfer
from toevlucht.reception.queries.transfers import list_transfers
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LIST = "/en/desk/transfers/"
ASKED = {"municipality": "GM0344", "families": 2, "people": 7, "term": "long", "reason": "full"}


def asked(by, **values: object) -> Transfer:
    return transfers.ask_for_transfer(viewer(by), transfers.Asked(**(ASKED | values)))


def step(browser: Client, transfer: Transfer, name: str, **values: object) -> int:
    assert f"/{name}/" in browser.get(f"{LIST}{transfer.reference}/").content.decode()
    return browser.post(f"{LIST}{transfer.reference}/{name}/", values).status_code


def test_from_the_question_until_somebody_counted_who_arrived(desk: Desk) -> None:
    sender, country = desk(municipality()), desk(nation())
    receiver = desk(safety_region("vr13", "VR13"))
    answer = sender.post(f"{LIST}new/", ASKED | {"to_region": ""})
    made = Transfer.objects.get()
    assert answer["Location"] == f"{LIST}{made.reference}/"
    assert made.waits_for == "NL"
    assert made.reference in country.get(LIST).content.decode()
    assert made.reference not in sender.get(LIST).content.decode()  # it waits for somebody else
    assert made.reference in sender.get(f"{LIST}?list=open").content.decode()
    assert step(country, made, "offer", to_region="VR13") == 302
    assert made.reference in receiver.get(LIST).content.decode()
    assert step(receiver, made, "accept", municipality="GM0363") == 302
    leaves = timezone.localdate() + datetime.timedelta(days=1)
    assert step(sender, made, "agree", consent="yes", transport="arranged", leaves_on=leaves) == 302
    assert step(sender, made, "depart") == 302
    assert step(receiver, made, "arrive", arrived=5) == 302
    made.refresh_from_db()
    assert (made.state, made.outcome, made.arrived) == ("ended", "some_arrived", 5)
    page = sender.get(f"{LIST}{made.reference}/").content.decode()
    assert "Not everybody arrived" in page
    assert [one.step for one in made.steps.order_by("pk")] == [
        "asked", "offered", "accepted", "agreed", "departed", "ended",
    ]  # fmt: skip
    assert AuditLine.objects.filter(event="transfer.changed", ids=[made.reference]).count() == 5


def test_a_region_refuses_with_a_reason_and_the_country_looks_further(desk: Desk) -> None:
    made = asked(municipality(), to_region="VR13")
    receiver = desk(safety_region("vr13", "VR13"))
    assert step(receiver, made, "refuse", refusal="no_care") == 302
    made.refresh_from_db()
    assert (made.state, made.to_region, made.waits_for) == ("asked", "", "NL")
    assert receiver.get(f"{LIST}{made.reference}/").status_code == 404  # it is not asked any more
    assert step(desk(nation()), made, "refuse", refusal="full") == 302
    made.refresh_from_db()
    assert made.outcome == "refused"


def test_nobody_goes_who_does_not_want_to(desk: Desk) -> None:
    sender = municipality()
    made = asked(sender, to_region="VR13")
    transfers.accept_transfer(viewer(safety_region("vr13", "VR13")), made.reference, "GM0363")
    made.refresh_from_db()
    made.state = "departed"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()
    assert step(desk(sender), made, "agree", consent="no") == 302
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("ended", "people_refused")


def test_each_step_is_for_who_must_take_it_and_in_its_turn(desk: Desk) -> None:
    sender, receiver, outsider = municipality(), safety_region("vr13", "VR13"), neighbour()
    made = asked(sender, to_region="VR13")
    for refused in (sender, outsider, safety_region()):
        with pytest.raises(NotAllowed):
            transfers.accept_transfer(viewer(refused), made.reference, "GM0363")
    with pytest.raises(Refused):
        transfers.confirm_arrival(viewer(receiver), made.reference, 3)
    with pytest.raises(Refused):
        transfers.accept_transfer(viewer(receiver), made.reference, "GM0344")
    assert desk(outsider).get(f"{LIST}{made.reference}/").status_code == 404
    colleague = person("reporter", "gm0344", "reporter")
    assert desk(colleague).get(LIST).status_code == 403
    with pytest.raises(NotAllowed):
        asked(outsider)
    with pytest.raises(Refused):
        asked(sender, families=3, people=2)
    with pytest.raises(Refused):
        asked(sender, to_region="VR09")
    transfers.withdraw_transfer(viewer(sender), made.reference)
    made.refresh_from_db()
    assert made.outcome == "withdrawn"


def test_what_is_overdue_longest_comes_first_a_page_at_a_time(desk: Desk) -> None:
    country, sender = nation(), municipality()
    short = asked(sender, term="short")
    long = asked(sender)
    Transfer.objects.filter(pk=long.pk).update(due_at=timezone.now() - datetime.timedelta(days=1))
    found = list_transfers(viewer(country)).transfers
    assert [one.pk for one in found] == [long.pk, short.pk]
    assert "late" in desk(country).get(LIST).content.decode()
    after = list_transfers(viewer(country), after=long.reference).transfers
    assert [one.pk for one in after] == [short.pk]
