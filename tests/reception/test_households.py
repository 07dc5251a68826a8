"""A host household is a number for everybody but its municipality."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.places import neighbour
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.reception.actions.households import (
    AboutHousehold,
    add_household,
    change_household,
)
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.queries.host_lists import work_list
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LIST = "/en/desk/households/"
HOST = {"name": "Fam. Jansen", "address": "Beukenlaan 3", "telephone": "06 12345678"}
ABOUT = AboutHousehold(**HOST)


def test_a_municipality_keeps_its_households(desk: Desk) -> None:
    keeper = municipality()
    host = person("hanna", "gm0344", "reporter")
    browser = desk(keeper)
    assert "no host households" in browser.get(LIST).content.decode()
    assert browser.post(f"{LIST}new/", {**HOST, "person": host.pk}).status_code == 302
    made = HostHousehold.objects.get()
    assert made.person == host.pk
    page = browser.get(f"{LIST}{made.code}/").content.decode()
    assert all(words in page for words in HOST.values())
    page = browser.get(LIST).content.decode()
    assert made.code in page
    assert "Jansen" not in page
    assert AuditLine.objects.get(event="household.added").ids == [made.code]


def test_nothing_of_a_household_stands_open_in_the_database() -> None:
    made = add_household(viewer(municipality()), ABOUT)
    assert b"Jansen" not in bytes(made.details or b"")
    assert "Jansen" not in str(HostHousehold.objects.values().get())


def test_a_household_that_stopped_is_listed_apart(desk: Desk) -> None:
    keeper = municipality()
    made = add_household(viewer(keeper), ABOUT)
    browser = desk(keeper)
    sent = {"outcome": "withdrew", "on": timezone.localdate().isoformat()}
    assert browser.post(f"{LIST}{made.code}/step/stopped/", sent).status_code == 400
    sent["words"] = "They expect a child."
    assert browser.post(f"{LIST}{made.code}/step/stopped/", sent).status_code == 302
    assert made.code not in browser.get(f"{LIST}?list=signed_up").content.decode()
    assert made.code in browser.get(f"{LIST}?list=stopped").content.decode()


def test_the_account_is_of_somebody_who_reports_for_the_municipality(desk: Desk) -> None:
    keeper = municipality()
    stranger = person("stranger", "red_cross", "reporter")
    page = desk(keeper).post(f"{LIST}new/", {**HOST, "person": stranger.pk}).content.decode()
    assert 'role="alert"' in page
    assert not HostHousehold.objects.exists()


def test_the_region_sees_a_number_only(desk: Desk) -> None:
    made = add_household(viewer(municipality()), ABOUT)
    region = safety_region()
    page = desk(region).get(f"{LIST}{made.code}/").content.decode()
    assert "Jansen" not in page
    assert "the number only" in page
    changed = desk(region).post(f"{LIST}{made.code}/details/", {**HOST, "name": "Other"})
    assert changed.status_code == 403
    with pytest.raises(NotAllowed):
        change_household(viewer(region), made, ABOUT)
    with pytest.raises(NotAllowed):
        add_household(viewer(region), ABOUT)


def test_another_municipality_finds_nothing(desk: Desk) -> None:
    made = add_household(viewer(municipality()), ABOUT)
    outsider = neighbour()
    assert desk(outsider).get(f"{LIST}{made.code}/").status_code == 404
    assert made.code not in desk(outsider).get(LIST).content.decode()
    assert not work_list(viewer(outsider), "signed_up").rows
    with pytest.raises(NotAllowed):
        change_household(viewer(outsider), made, ABOUT)


@pytest.mark.parametrize("role", ["administrator", "reader", "reporter"])
def test_a_colleague_who_does_not_coordinate_sees_none(desk: Desk, role: str) -> None:
    made = add_household(viewer(municipality()), ABOUT)
    colleague = person(role, "gm0344", role)
    assert desk(colleague).get(f"{LIST}{made.code}/").status_code == 403
    assert not work_list(viewer(colleague, role), "signed_up").rows
