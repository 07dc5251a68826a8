"""A route card names who is nearest, when that was confirmed, and always the national ones."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.places import location, neighbour, operator
from tests.signals.telling import municipality, safety_region, viewer

from toevlucht.language import LANGUAGES
from toevlucht.reception.actions.route_cards import (
    Reachable,
    confirm_contact,
    remove_contact,
    set_contact,
)
from toevlucht.reception.models import RouteContact
from toevlucht.reception.queries.route_cards import Line, contacts_for, route_card
from toevlucht.reception.routes import kinds, local_kinds
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

KEEP = "/en/desk/route-card/"
DESK = Reachable("Desk", "030 286 00 00", "desk@example.org", "9 to 5")
FORM = {"name": "Desk", "telephone": "030 286 00 00"}


def line(kind: str, *place: object) -> Line:
    return next(one for one in route_card(*place) if one.kind.code == kind)  # type: ignore[arg-type]


def test_the_national_numbers_are_those_that_their_services_publish() -> None:
    numbers = {kind.code: kind.telephone for kind in kinds().values() if kind.is_national}
    assert numbers["danger"] == "112"
    assert numbers["police"] == "0900-8844"
    assert numbers["work"] == "0800-5151"
    assert all(kind.source for kind in kinds().values() if kind.is_national)
    assert all(set(kind.names) == set(LANGUAGES) for kind in kinds().values() if kind.is_national)


def test_the_nearest_contact_comes_first() -> None:
    keeper, region = municipality(), safety_region()
    place = location(keeper)
    assert (line("care", "GM0344").level, line("nearby", "GM0344").level) == ("national", "")
    for somebody, at, level in (
        (region, None, "region"),
        (keeper, None, "municipality"),
        (keeper, place, "location"),
    ):
        set_contact(viewer(somebody), "care", DESK, at)
        assert line("care", "GM0344", place).level == level
    assert line("care", "GM0344").level == "municipality"
    assert line("care", "GM0307").level == "region"
    assert line("care", "GM0363").level == "national"


def test_danger_is_always_112() -> None:
    assert line("danger", "GM0344").telephone == "112"
    assert "danger" not in local_kinds()
    with pytest.raises(NotAllowed):
        set_contact(viewer(municipality()), "danger", DESK)


def test_a_contact_is_confirmed_with_one_click_for_ninety_days(desk: Desk) -> None:
    keeper = municipality()
    browser = desk(keeper)
    assert browser.post(f"{KEEP}nearby/", FORM).status_code == 302
    contact = RouteContact.objects.get()
    page = browser.get(KEEP).content.decode()
    assert "Not confirmed yet" in page
    assert browser.post(f"{KEEP}{contact.pk}/confirm/")["Location"] == KEEP
    assert line("nearby", "GM0344").is_confirmed
    for days, still in ((90, True), (91, False)):
        day = timezone.localdate() - datetime.timedelta(days=days)
        RouteContact.objects.update(confirmed_on=day)
        assert line("nearby", "GM0344").is_confirmed is still
    assert "No longer confirmed since" in Client().get("/en/route-cards/GM0344/").content.decode()
    assert AuditLine.objects.filter(event="route_contact.confirmed").count() == 1


def test_a_changed_contact_is_to_be_confirmed_anew() -> None:
    keeper = viewer(municipality())
    contact = set_contact(keeper, "nearby", DESK)
    confirm_contact(keeper, contact)
    again = set_contact(keeper, "nearby", Reachable("Desk", "030 111 11 11"))
    assert (again.pk, again.confirmed_on) == (contact.pk, None)


def test_a_removed_contact_gives_way_to_who_is_further_away(desk: Desk) -> None:
    keeper = municipality()
    contact = set_contact(viewer(keeper), "care", DESK)
    assert desk(keeper).post(f"{KEEP}{contact.pk}/remove/").status_code == 302
    assert line("care", "GM0344").level == "national"


def test_who_runs_a_location_names_its_contacts(desk: Desk) -> None:
    runner = operator()
    place = location(municipality(), run_by="shelter_foundation")
    address = f"/en/desk/places/{place.code}/contact/nearby/"
    assert desk(runner).get(address).status_code == 200
    assert desk(runner).post(address, FORM)["Location"] == f"/en/desk/places/{place.code}/"
    assert line("nearby", "GM0344", place).level == "location"
    assert place.name in desk(runner).get(KEEP).content.decode()  # nobody confirmed it


def test_a_wrong_address_is_shown_at_its_field(desk: Desk) -> None:
    page = desk(municipality()).post(f"{KEEP}nearby/", {**FORM, "email": "no"}).content.decode()
    assert 'aria-invalid="true"' in page


def test_nobody_keeps_the_contacts_of_others(desk: Desk) -> None:
    keeper = municipality()
    place = location(keeper)
    contact = set_contact(viewer(keeper), "nearby", DESK)
    for somebody in (neighbour(), safety_region(), operator()):
        browser, one = desk(somebody), viewer(somebody)
        for step in ("confirm", "remove"):
            assert browser.post(f"{KEEP}{contact.pk}/{step}/").status_code == 404
        assert browser.get(f"/en/desk/places/{place.code}/contact/nearby/").status_code == 404
        assert not contacts_for(one).exists()
        with pytest.raises(NotAllowed):
            confirm_contact(one, contact)
        with pytest.raises(NotAllowed):
            remove_contact(one, contact)
        with pytest.raises(NotAllowed):
            set_contact(one, "nearby", DESK, place)
    assert RouteContact.objects.get().confirmed_on is None


def test_a_colleague_who_does_not_coordinate_keeps_none(desk: Desk) -> None:
    municipality()
    colleague = person("ada", "gm0344", "administrator")
    assert desk(colleague).get(KEEP).status_code == 403
    with pytest.raises(NotAllowed):
        set_contact(viewer(colleague, "administrator"), "nearby", DESK)


def test_an_organisation_without_an_area_names_nobody(desk: Desk) -> None:
    browser = desk(operator())
    assert "no municipality or safety region" in browser.get(KEEP).content.decode()
    assert browser.get(f"{KEEP}nearby/").status_code == 404


@pytest.mark.parametrize("tag", LANGUAGES)
def test_everybody_reads_the_card_of_a_municipality(tag: str) -> None:
    set_contact(viewer(municipality()), "nearby", DESK)
    page = Client().get(f"/{tag}/route-cards/GM0344/").content.decode()
    assert "tel:0302860000" in page
    assert "tel:112" in page
    assert "GM0344" in Client().get(f"/{tag}/route-cards/").content.decode()
    chosen = Client().get(f"/{tag}/route-cards/", {"municipality": "GM0344"})
    assert chosen["Location"] == f"/{tag}/route-cards/GM0344/"


@pytest.mark.parametrize("code", ["GM9999", "VR09", "NL", "nothing"])
def test_a_card_of_no_municipality_is_not_found(code: str) -> None:
    assert Client().get(f"/en/route-cards/{code}/").status_code == 404


def test_staff_of_a_location_print_its_card(desk: Desk) -> None:
    operator()
    place = location(municipality(), run_by="shelter_foundation")
    staff = person("stef", "shelter_foundation", "reporter")
    address = f"/en/desk/places/{place.code}/card/"
    page = desk(staff).get(address).content.decode()
    assert place.name in page
    assert "tel:112" in page
    assert desk(person("r", "red_cross", "reporter")).get(address).status_code == 404
    assert Client().get(address).status_code == 302
