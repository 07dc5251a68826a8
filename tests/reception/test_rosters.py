"""A location's page shows how many work there; its keepers choose it, and nobody else does."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.partners.people import person
from tests.reception.places import location, neighbour, operator
from tests.signals.telling import municipality, viewer

from toevlucht.language import language
from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster
from toevlucht.partners.models import RosterEntry
from toevlucht.partners.queries import viewer_of_person
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.roster_files import take_roster
from toevlucht.records.viewer import NotAllowed

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


def test_a_file_is_taken_whole_and_not_twice_or_each_problem_is_told() -> None:
    keeper = municipality()
    place = location(keeper)
    head = "Naam;Rol;Locatie;Eerste werkdag;VOG gezien op\n"
    wrong = "Jan;koning;De Linde;1-3-2024;\n;Tolk;De Linde;2024-03-01;\nEls;Tolk;Elders;x;\n"
    refused = take_roster(viewer(keeper), (head + wrong).encode(), "csv")
    at = [(one.row, one.column) for one in refused.problems]
    assert at == [(2, "Rol"), (3, "Naam"), (4, "Eerste werkdag")]
    assert "Choose one of the list" in refused.problems[0].text(language("en"))
    assert not RosterEntry.objects.exists()
    good = (
        head + "Jan;Vrijwilliger;de linde;1-3-2024;2-3-2024\nEls;Interpreter;;2024-03-01;\n"
    ).encode()
    assert [take_roster(viewer(keeper), good, "csv").new for _ in range(2)] == [2, 0]
    assert list(RosterEntry.objects.order_by("pk").values_list("role", "place")) == [
        ("volunteer", place.code),
        ("interpreter", ""),
    ]
    browser = Client()
    browser.force_login(keeper)
    template = browser.get("/en/desk/roster-file/roster.csv")
    sent = SimpleUploadedFile("roster.csv", template.content)
    answer = browser.post("/en/desk/roster-file/", {"file": sent})
    assert answer.status_code == 400
    assert browser.get("/en/desk/roster-file/").status_code == 200
    stranger = person("ivo", "red_cross", "contributor")
    with pytest.raises(NotAllowed):
        take_roster(viewer_of_person(stranger.pk), good, "csv")
