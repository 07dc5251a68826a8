"""A location's page shows how many work there; its keepers choose it, and nobody else does."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from tests.partners.people import person
from tests.reception.places import location, neighbour, operator
from tests.signals.telling import municipality, viewer

from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.rules import Refused

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FROM = datetime.date(2024, 1, 1)


def test_keepers_see_numbers_of_each_other_and_no_names() -> None:
    keeper, runs = municipality(), operator()
    place = location(keeper, run_by="shelter_foundation")
    administrator = person("ada", "shelter_foundation", "administrator")
    for who in (keeper, runs, administrator):
        assert places_of(viewer(who)) == {place.code: "De Linde"}
        about = AboutEntry("Anna Smit", "staff", FROM, place=place.code, checked_on=FROM)
        add_to_roster(viewer(who), about)
    browser = Client()
    browser.force_login(keeper)
    page = browser.get(f"/en/desk/places/{place.code}/").content.decode()
    assert "3 people, with a valid certificate of conduct: 3" in page
    assert "Anna Smit" not in page
    stranger = neighbour()
    assert places_of(viewer(stranger)) == {}
    with pytest.raises(Refused):
        add_to_roster(viewer(stranger), AboutEntry("X", "staff", FROM, place=place.code))
