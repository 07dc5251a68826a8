"""A municipality keeps its locations; its region reads them; who runs one keeps that one."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.places import STREET, location, neighbour, operator
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.partners.models import Organisation
from toevlucht.reception.actions.places import AboutLocation, add_location, change_location
from toevlucht.reception.models import Location
from toevlucht.reception.queries.places import ON_A_PAGE, find_location, list_locations
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LIST = "/en/desk/places/"
FORM = {"name": "De Linde", "kind": "emergency", "operator": "", "address": STREET}


def test_a_coordinator_adds_a_location_and_reads_its_address(desk: Desk) -> None:
    keeper = municipality()
    browser = desk(keeper)
    assert "no locations here yet" in browser.get(LIST).content.decode()
    answer = browser.post(f"{LIST}new/", FORM)
    made = Location.objects.get()
    assert answer["Location"] == f"{LIST}{made.code}/"
    assert (made.municipality, made.state) == ("GM0344", "planned")
    assert STREET in browser.get(f"{LIST}{made.code}/").content.decode()
    assert "De Linde" in browser.get(LIST).content.decode()
    assert AuditLine.objects.get(event="location.added").ids == [made.code]
    assert AuditLine.objects.filter(event="location.read", ids=[made.code]).exists()


def test_an_empty_form_is_shown_again_with_what_is_wrong(desk: Desk) -> None:
    page = desk(municipality()).post(f"{LIST}new/", {"address": STREET}).content.decode()
    assert 'role="alert"' in page
    assert STREET in page


def test_the_address_stands_sealed_in_the_database() -> None:
    made = location(municipality())
    assert b"Lindelaan" not in bytes(made.address or b"")
    assert custody.holders_of(made.record) == ["gm0344"]


def test_the_region_reads_the_location_but_not_its_address(desk: Desk) -> None:
    made = location(municipality())
    region = safety_region()
    browser = desk(region)
    assert "De Linde" in browser.get(LIST).content.decode()
    assert "De Linde" in browser.get(f"{LIST}?municipality=GM0344").content.decode()
    assert "De Linde" not in browser.get(f"{LIST}?municipality=GM0307").content.decode()
    page = browser.get(f"{LIST}{made.code}/").content.decode()
    assert STREET not in page
    assert "not change it" in page
    assert browser.get(f"{LIST}new/").status_code == 200
    assert browser.post(f"{LIST}new/", FORM).status_code == 403
    assert browser.post(f"{LIST}{made.code}/state/closed/").status_code == 403
    with pytest.raises(NotAllowed):
        change_location(viewer(region), made, AboutLocation("Other", "emergency"))


def test_who_runs_a_location_keeps_it_and_sees_no_other(desk: Desk) -> None:
    keeper, runner = municipality(), operator()
    own = location(keeper, "Own", "shelter_foundation")
    other = location(keeper, "Other")
    browser = desk(runner)
    page = browser.get(LIST).content.decode()
    assert "Own" in page
    assert "Other" not in page
    assert browser.get(f"{LIST}{other.code}/").status_code == 404
    shown = browser.get(f"{LIST}{own.code}/").content.decode()
    assert STREET in shown
    assert 'name="operator"' not in shown
    browser.post(f"{LIST}{own.code}/", {"name": "Renamed", "address": "Elsewhere 3"})
    again = Location.objects.get(pk=own.pk)
    assert (again.name, again.operator) == ("Renamed", "shelter_foundation")
    assert "Elsewhere 3" in desk(keeper).get(f"{LIST}{own.code}/").content.decode()


def test_who_runs_a_location_cannot_say_that_somebody_else_does() -> None:
    keeper, runner = municipality(), operator()
    made = location(keeper, run_by="shelter_foundation")
    with pytest.raises(NotAllowed):
        change_location(viewer(runner), made, AboutLocation("X", "emergency", ""))
    with pytest.raises(NotAllowed):
        add_location(viewer(runner), AboutLocation("X", "emergency"))


def test_who_no_longer_runs_it_reads_it_no_more(desk: Desk) -> None:
    keeper, runner = municipality(), operator()
    made = location(keeper, run_by="shelter_foundation")
    assert custody.holders_of(made.record) == ["gm0344", "shelter_foundation"]
    assert desk(keeper).post(f"{LIST}{made.code}/", FORM).status_code == 302
    assert custody.holders_of(made.record) == ["gm0344"]
    assert desk(runner).get(f"{LIST}{made.code}/").status_code == 404


def test_a_location_is_closed_and_opened_with_one_click(desk: Desk) -> None:
    keeper = municipality()
    made = location(keeper)
    assert desk(keeper).post(f"{LIST}{made.code}/state/closed/").status_code == 302
    assert Location.objects.get().state == "closed"
    assert desk(keeper).get(f"{LIST}{made.code}/state/open/").status_code == 405
    assert desk(keeper).post(f"{LIST}{made.code}/state/burnt/").status_code == 404


def test_another_municipality_finds_nothing(desk: Desk) -> None:
    made = location(municipality())
    outsider = neighbour()
    browser = desk(outsider)
    assert "De Linde" not in browser.get(LIST).content.decode()
    assert "De Linde" not in browser.get(f"{LIST}?municipality=GM0344").content.decode()
    for path in ("", "card/", "contact/nearby/"):
        assert browser.get(f"{LIST}{made.code}/{path}").status_code == 404
    assert find_location(viewer(outsider), made.code) is None
    with pytest.raises(NotAllowed):
        change_location(viewer(outsider), made, AboutLocation("X", "emergency"))


@pytest.mark.parametrize("role", ["administrator", "reader", "contributor", "reporter"])
def test_a_colleague_who_does_not_coordinate_sees_no_locations(desk: Desk, role: str) -> None:
    made = location(municipality())
    colleague = person(role, "gm0344", role)
    assert desk(colleague).get(LIST).status_code == 403
    assert desk(colleague).get(f"{LIST}{made.code}/").status_code == 403
    with pytest.raises(NotAllowed):
        add_location(viewer(colleague, role), AboutLocation("X", "emergency"))


def test_a_closed_organisation_has_no_reach() -> None:
    keeper = municipality()
    location(keeper)
    Organisation.objects.update(is_active=False)
    assert not list_locations(viewer(keeper)).places


def test_a_long_list_is_read_a_page_at_a_time(desk: Desk) -> None:
    keeper = viewer(municipality())
    Location.objects.bulk_create(
        Location(code=f"c{n}", name=f"Same {n // 10:03}", municipality="GM0344", kind="crisis")
        for n in range(2 * ON_A_PAGE + 1)
    )
    seen, after = [], ""
    while True:
        listed = list_locations(keeper, after=after)
        seen += [one.code for one in listed.places]
        after = listed.more_after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 2 * ON_A_PAGE + 1


def test_a_list_costs_the_same_with_many(desk: Desk) -> None:
    browser = desk(municipality())
    browser.get(LIST)
    counts = []
    for size in (1, 40):
        Location.objects.bulk_create(
            Location(code=f"{size}c{n}", name=f"{n}", municipality="GM0344", kind="crisis")
            for n in range(size)
        )
        with CaptureQueriesContext(connections["default"]) as asked:
            browser.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
