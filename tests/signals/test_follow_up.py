"""How many reports were acknowledged, acted on, passed on and answered, counted by month."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.signals.telling import municipality, report, viewer

from toevlucht.partners.models import Person
from toevlucht.signals.actions.follow_up import count_follow_up
from toevlucht.signals.models import Exclusion, FollowUp, Report
from toevlucht.signals.queries.follow_up import follow_up

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = datetime.date(2022, 5, 20)
APRIL = datetime.date(2022, 4, 1)


@pytest.fixture
def coordinator() -> Person:
    return municipality()


def received(on: datetime.date, **facts: object) -> Report:
    made = report()
    Report.objects.filter(pk=made.pk).update(received_on=on, **facts)
    return made


def own() -> FollowUp:
    """What the organisation itself sees."""
    return FollowUp.objects.get(is_for_picture=False)


def april(day: int) -> datetime.date:
    return APRIL.replace(day=day)


def test_a_month_is_counted_with_its_median_and_its_outcomes(coordinator: Person) -> None:
    received(april(1), acknowledged_on=april(8), first_action_on=april(2))
    received(april(1), acknowledged_on=april(9), first_action_on=april(5))
    closed = {"progress": "closed", "outcome": "too_little", "closed_on": april(20)}
    received(april(3), first_action_on=april(20), answered_on=april(21), **closed)
    assert count_follow_up(TODAY) == 1
    (found,) = follow_up(viewer(coordinator))
    assert found.month == APRIL
    assert (found.received, found.acknowledged_in_time, found.acted_on) == (3, 1, 3)
    assert found.days_to_first_action == 4
    assert (found.acted_in_a_day, found.acted_in_a_week) == (1, 2)
    assert (found.closed, found.answered, found.outcomes) == (1, 1, {"too_little": 1})


def test_counting_again_changes_nothing_and_follows_what_happened(coordinator: Person) -> None:
    made = received(april(1))
    count_follow_up(TODAY)
    before = list(FollowUp.objects.values_list("month", "received", "acted_on"))
    count_follow_up(TODAY)
    assert list(FollowUp.objects.values_list("month", "received", "acted_on")) == before
    Report.objects.filter(pk=made.pk).update(first_action_on=april(4))
    count_follow_up(TODAY)
    assert own().acted_on == 1


def test_what_is_hidden_from_a_colleague_cannot_be_found_by_comparing(coordinator: Person) -> None:
    hidden = received(april(1))
    received(april(2))
    colleague = person("colleague", "gm0344", "coordinator")
    Exclusion.objects.create(report=hidden, person=colleague.pk)
    count_follow_up(TODAY)
    assert own().received == 1


def test_another_organisation_and_other_roles_see_nothing_of_it(coordinator: Person) -> None:
    received(april(1))
    count_follow_up(TODAY)
    assert follow_up(viewer(municipality("gm0307", "GM0307"))) == []
    assert follow_up(viewer(coordinator, "reader")) == []


def test_old_months_stand_as_they_were_counted_last(coordinator: Person) -> None:
    received(april(1))
    count_follow_up(TODAY)
    count_follow_up(datetime.date(2024, 1, 1))
    assert own().counted_on == TODAY


def test_the_page_says_what_was_counted_and_when(coordinator: Person) -> None:
    browser = Client()
    browser.force_login(coordinator)
    assert "Nothing was counted yet" in browser.get("/en/desk/follow-up/").content.decode()
    received(timezone.localdate())
    count_follow_up(timezone.localdate())
    page = browser.get("/en/desk/follow-up/").content.decode()
    assert '<td class="number">1</td>' in page
    reader = Client()
    reader.force_login(person("reader", "gm0344", "reader"))
    assert reader.get("/en/desk/follow-up/").status_code == 403
