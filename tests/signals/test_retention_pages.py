"""The pages about keeping: terms, what was destroyed, and holding one report longer."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.signals.telling import municipality, report, safety_region

from toevlucht.partners.models import Person
from toevlucht.signals.actions.destroying import destroy_due
from toevlucht.signals.models import Destruction, Report, RetentionRule

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PAGE = "/en/desk/retention/"


@pytest.fixture
def coordinator() -> Person:
    return municipality()


@pytest.fixture
def desk(client: Client, coordinator: Person) -> Client:
    client.force_login(coordinator)
    return client


def destroyed() -> Report:
    found = report()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Report.objects.filter(pk=found.pk).update(keep_until=yesterday)
    assert destroy_due(10) == 1
    return found


def test_a_coordinator_sees_the_terms_and_sets_one(desk: Client) -> None:
    assert "default of this software" in desk.get(PAGE).content.decode()
    given = {"origin": "public", "outcome": "unclosed", "months": "24"}
    assert desk.post(PAGE, given, follow=True).status_code == 200
    assert "your organisation, since" in desk.get(PAGE).content.decode()
    rule = RetentionRule.objects.get()
    assert (rule.organisation, rule.outcome, rule.months) == ("gm0344", "", 24)


def test_a_wrong_term_comes_back_with_what_is_wrong(desk: Client) -> None:
    given = {"origin": "police", "outcome": "unclosed", "months": "0"}
    answer = desk.post(PAGE, given)
    assert answer.status_code == 400
    assert 'value="0"' in answer.content.decode()
    assert not RetentionRule.objects.exists()


def test_what_was_destroyed_is_requested_first_and_final_later(desk: Client) -> None:
    found = destroyed()
    page = desk.get(PAGE).content.decode()
    assert "requested; final on" in page
    assert found.reference in page
    sheet = desk.get(f"{PAGE}destroyed.csv").content.decode().splitlines()
    assert sheet[1].split(",")[1:4:2] == [found.reference, "requested"]
    Destruction.objects.update(final_on=timezone.localdate())
    assert "final since" in desk.get(PAGE).content.decode()


def test_an_administrator_sets_terms_and_sees_no_report(client: Client) -> None:
    municipality()
    found = destroyed()
    client.force_login(person("ada", "gm0344", "administrator"))
    page = client.get(PAGE).content.decode()
    assert "Set a term" in page
    assert found.reference not in page
    assert client.get(f"{PAGE}destroyed.csv").status_code == 403


def test_another_organisation_and_a_reader_see_nothing_of_it(client: Client) -> None:
    municipality()
    found = destroyed()
    client.force_login(safety_region())
    assert found.reference not in client.get(PAGE).content.decode()
    assert found.reference not in client.get(f"{PAGE}destroyed.csv").content.decode()
    client.force_login(person("ria", "gm0344", "reader"))
    assert client.get(PAGE).status_code == 403


def test_a_report_is_held_on_its_page_and_let_go_again(desk: Client) -> None:
    found = report()
    place = f"/en/desk/reports/{found.reference}/"
    assert desk.post(f"{place}hold/", {"hold_reason": ""}).status_code == 400
    desk.post(f"{place}hold/", {"hold_reason": "A court asked for it."})
    assert "A legal hold keeps this report" in desk.get(place).content.decode()
    desk.post(f"{place}hold/", {"hold_reason": "It has ended.", "lift": "yes"})
    found.refresh_from_db()
    assert not found.on_hold


def test_a_stranger_holds_no_report(client: Client) -> None:
    municipality()
    found = report()
    client.force_login(safety_region())
    answer = client.post(f"/en/desk/reports/{found.reference}/hold/", {"hold_reason": "x"})
    assert answer.status_code == 404
