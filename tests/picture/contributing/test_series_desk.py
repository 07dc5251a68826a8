"""A series rests, everybody may know why and until when, and the centre watches the counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.picture.contributing.conftest import Published, Send
from tests.picture.contributing.people import Desks
from tests.picture.desk import observation

from toevlucht.picture.models import Look, Suspension
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine

WATCH = "/en/desk/watching/"
HERE = f"{WATCH}ukraine-2022/"
RULE: dict[str, Any] = {
    "reason_nl": "Er gebeurt weinig nieuws.",
    "reason_en": "Little new happens.",
    "reason_uk": "Мало нового.",
    "rungs": ["signal", "investigation"],
    "factor": "1",
    "minimum": "3",
    "chance": "0.05",
}
CASE = {"rung": "investigation", "counting_unit": "investigation"}


@pytest.fixture
def resting(send: Send, desks: Desks, publish: Published) -> Client:
    """An edition with one investigation; then an editor lets the series rest."""
    send(observations=[observation("K-1", **CASE)])
    publish()
    client = desks.client("editor")
    assert client.post(f"{HERE}suspend/", RULE).status_code == 302
    return client


@pytest.mark.django_db(transaction=True)
def test_a_sharp_rise_is_seen_when_the_contribution_that_brings_it_is_taken(
    resting: Client, send: Send
) -> None:
    assert work_all() == 1
    assert not Look.objects.get().met
    more = [observation(f"K-{n}", known_on="2022-05-20", **CASE) for n in range(2, 14)]
    one = send(cut_off="2022-05-24", observations=more)
    assert work_all() == 1
    look = Look.objects.order_by("-pk")[0]
    assert (look.met, look.because_id) == (True, one.pk)
    (line,) = look.lines
    assert (line["before"], line["new"], line["days_before"], line["days"]) == (1, 12, 60, 30)
    page = resting.get(HERE).content.decode()
    assert "this is a sharp rise" in page
    assert "12 in 30 days" in page
    assert "The rule is met" in resting.get(WATCH).content.decode()
    assert f'href="{HERE}"' in resting.get("/en/desk/").content.decode()
    assert Look.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_more_is_no_alarm(resting: Client, send: Send) -> None:
    send(cut_off="2022-05-24", observations=[observation("K-2", known_on="2022-05-20", **CASE)])
    assert work_all() == 2
    assert not Look.objects.filter(met=True).exists()
    assert f'href="{HERE}"' not in resting.get("/en/desk/").content.decode()


def test_everybody_reads_that_it_rests_why_and_until_when(resting: Client) -> None:
    page = Client().get("/en/picture/ukraine-2022/").content.decode()
    assert "This series rests since" in page
    assert "Little new happens." in page
    assert "Under this rule it resumes" in page
    assert "at least 3 new ones" in page
    series = Client().get("/api/v1/series").json()
    assert series[0]["suspended_since"]


def test_an_editor_resumes_and_it_is_on_record(resting: Client, desks: Desks) -> None:
    resting.post(f"{HERE}resume/")
    suspension = Suspension.objects.get()
    assert suspension.resumed_by == desks.people["editor"]
    assert "rests since" not in Client().get("/en/picture/ukraine-2022/").content.decode()
    events = AuditLine.objects.filter(event__startswith="series.").order_by("pk")
    assert list(events.values_list("event", flat=True)) == ["series.suspended", "series.resumed"]
    resting.post(f"{HERE}suspend/", RULE)
    assert Suspension.objects.count() == 2
    assert "Earlier rests" in resting.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("factor", "0.5"), ("chance", "0"), ("minimum", "-1"), ("rungs", "rumour"), ("reason_uk", "")],
)
def test_a_rule_that_cannot_be_is_a_clear_mistake(
    send: Send, desks: Desks, publish: Published, field: str, value: str
) -> None:
    send(observations=[observation("K-1")])
    publish()
    response = desks.client("editor").post(f"{HERE}suspend/", RULE | {field: value})
    assert response.status_code == 400
    assert f"#id_{field}" in response.content.decode()
    assert not Suspension.objects.exists()


@pytest.mark.parametrize("name", ["centre_reader", "editor", "approver"])
def test_the_centre_watches(resting: Client, desks: Desks, name: str) -> None:
    client = desks.client(name)
    assert client.get(WATCH).status_code == 200
    assert client.get(HERE).status_code == 200
    read = AuditLine.objects.filter(person=desks.people[name].pk, event="trigger.read")
    assert read.count() == 2


@pytest.mark.parametrize("name", ["owner", "colleague", "outsider", "centre_administrator"])
def test_nobody_else_sees_counts_that_are_not_published(
    resting: Client, desks: Desks, name: str
) -> None:
    client = desks.client(name)
    assert client.get(WATCH).status_code == 403
    assert client.get(HERE).status_code == 403


@pytest.mark.parametrize("name", ["centre_reader", "approver", "owner"])
def test_only_an_editor_decides(resting: Client, desks: Desks, name: str) -> None:
    client = desks.client(name)
    assert client.post(f"{HERE}resume/").status_code == 403
    assert client.post(f"{HERE}suspend/", RULE).status_code == 403
    assert Suspension.objects.get().until is None


def test_what_is_no_series_is_not_found(resting: Client) -> None:
    assert resting.get(f"{WATCH}nothing/").status_code == 404
    assert resting.post(f"{WATCH}nothing/suspend/", RULE).status_code == 404
