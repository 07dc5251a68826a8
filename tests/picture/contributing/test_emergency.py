"""Under a break-glass the centre reads the contributions of one organisation, and nothing else."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.picture.contributing.conftest import Send
from tests.picture.contributing.people import Desks
from tests.picture.contributing.test_contributions_desk import LIST, refusals, status
from tests.picture.desk import observation

from toevlucht.picture.models import Contribution
from toevlucht.records.break_glass import open_break_glass
from toevlucht.records.models import AuditLine, BreakGlass

GLASS = "/en/desk/break-glass/"
RESCUERS = ("approver", "centre_administrator")
PARTNERS = ("owner", "colleague", "administrator", "outsider")
NO_RESCUERS = ("editor", "centre_reader")


def under_glass(one: Contribution, code: str = "kmar") -> list[str]:
    here = f"{GLASS}{code}/contributions/"
    return [
        here,
        f"{here}{one.pk}/",
        f"{here}{one.pk}/file/",
        f"{here}{one.pk}/rows/observations/",
    ]


def opened(desks: Desks, name: str, code: str = "kmar") -> None:
    open_break_glass(desks.viewer(name), code, "danger_to_life")


@pytest.mark.parametrize("name", RESCUERS)
def test_whoever_opened_it_reads_the_contributions_and_each_read_has_the_reason(
    send: Send, desks: Desks, name: str
) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, name)
    client = desks.client(name)
    assert [status(client, page) for page in under_glass(one)] == [200] * 4
    lines = AuditLine.objects.filter(event="break_glass.read", person=desks.people[name].pk)
    found = list(lines.values_list("kind", "ids", "ground", "outcome"))
    assert found == [("contribution", [str(one.pk)], "danger_to_life", "done")] * 4


def test_each_page_says_that_it_is_emergency_access_and_offers_no_more(
    send: Send, desks: Desks
) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    client = desks.client("approver")
    for page in (one_page for one_page in under_glass(one) if "/file/" not in one_page):
        shown = client.get(page).content.decode()
        assert "Every page that you open goes on record." in shown
        assert "/withdraw/" not in shown
        assert "/into/" not in shown
    assert "K-1" in client.get(under_glass(one)[3]).content.decode()
    assert under_glass(one)[0] in client.get(GLASS).content.decode()


@pytest.mark.parametrize("name", RESCUERS)
def test_until_it_is_opened_there_is_nothing_and_that_somebody_tried_is_on_record(
    send: Send, desks: Desks, name: str
) -> None:
    one = send(observations=[observation("K-1")])
    client = desks.client(name)
    assert [status(client, page) for page in under_glass(one)] == [404] * 4
    assert refusals() == [("break_glass.read", ["kmar"])] * 4


def test_after_the_hour_it_is_closed(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    earlier = timezone.now() - datetime.timedelta(hours=1, seconds=1)
    BreakGlass.objects.update(opened_at=earlier, until=earlier + datetime.timedelta(hours=1))
    client = desks.client("approver")
    assert [status(client, page) for page in under_glass(one)] == [404] * 4
    assert under_glass(one)[0] not in client.get(GLASS).content.decode()


def test_it_opens_one_organisation_only(send: Send, desks: Desks) -> None:
    police = send("outsider", "police", observations=[observation("P-1")])
    opened(desks, "approver")
    client = desks.client("approver")
    assert [status(client, page) for page in under_glass(police, "police")] == [404] * 4
    # Nor by naming the organisation that is open beside a number of another.
    assert [status(client, page) for page in under_glass(police)[1:]] == [404] * 3
    assert "P-1" not in client.get(under_glass(police)[0]).content.decode()


def test_it_opens_nothing_beside_these_pages(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    client = desks.client("approver")
    for rest in ("", "file/", "rows/observations/", "readers/", "into/1/"):
        assert client.get(f"{LIST}{one.pk}/{rest}").status_code == 404
    assert client.post(f"{LIST}{one.pk}/into/1/follow/").status_code == 404
    assert client.post(f"{LIST}{one.pk}/withdraw/").status_code == 403
    assert client.post(under_glass(one)[1]).status_code == 405


@pytest.mark.parametrize("name", [*PARTNERS, *NO_RESCUERS])
def test_it_is_for_the_one_who_opened_it(send: Send, desks: Desks, name: str) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    client = desks.client(name)
    assert [status(client, page) for page in under_glass(one)] == [403] * 4


def test_another_of_the_centre_opens_one_of_their_own(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    client = desks.client("centre_administrator")
    assert [status(client, page) for page in under_glass(one)] == [404] * 4
    assert under_glass(one)[0] not in client.get(GLASS).content.decode()


def test_without_logging_in_there_is_only_the_way_in(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    client = desks.client(None)
    assert [status(client, page) for page in under_glass(one)] == [302] * 4


def test_the_owner_sees_that_it_was_read_under_it(send: Send, desks: Desks) -> None:
    one = send(observations=[observation("K-1")])
    opened(desks, "approver")
    desks.client("approver").get(under_glass(one)[1])
    readers = desks.client("owner").get(f"{LIST}{one.pk}/readers/").content.decode()
    assert "Read under emergency access" in readers


@pytest.mark.parametrize("asked", ["9" * 30, "9" * 5000, "-1", "x", "²", ""])
def test_a_place_that_is_none_of_ours_is_answered(send: Send, desks: Desks, asked: str) -> None:
    one = send(observations=[observation("K-1")])
    client = desks.client("owner")
    assert client.get(LIST, {"before": asked}).status_code == 200
    assert client.get(f"{LIST}{one.pk}/rows/observations/", {"in": asked}).status_code == 200
    assert client.get(f"{LIST}{one.pk}/rows/observations/", {"page": asked}).status_code in (
        200,
        404,
    )
