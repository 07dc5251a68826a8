"""Hosts read of their own household, ask for a way out, and learn nothing that guests said."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.reception.guests import GROWN, family_of
from tests.reception.hosts import ABOUT, SEEN, suitable_household
from tests.signals.telling import municipality, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.partners.models import Person
from toevlucht.reception.actions.hostings import ask_way_out, match
from toevlucht.reception.models import HostHousehold, Hosting, HostingStep, WayOut
from toevlucht.records.viewer import OPERATOR

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOME = "/en/desk/my-household/"


@pytest.fixture
def keeper() -> Person:
    return municipality()


@pytest.fixture
def host(keeper: Person) -> Person:
    return person("hanna", "gm0344", "reporter")


@pytest.fixture
def home(keeper: Person, host: Person) -> HostHousehold:
    return suitable_household(keeper, host=host)


@pytest.fixture
def hosting(keeper: Person, home: HostHousehold) -> Hosting:
    guests, _ = family_of(keeper, GROWN)
    return match(viewer(keeper), home, guests, timezone.localdate())


def browser_of(somebody: Person) -> Client:
    browser = Client()
    browser.force_login(somebody)
    return browser


def test_a_host_reads_how_far_it_is_and_what_to_arrange(host: Person, home: HostHousehold) -> None:
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "poo"])
    told = browser_of(host).get(HOME).content.decode()
    assert "You are ready. The municipality looks for guests who fit." in told
    assert "POO-" in told
    assert "tel:112" in told
    for kept in (SEEN, ABOUT.address, ABOUT.telephone):
        assert kept not in told


def test_a_host_whose_certificate_ran_out_reads_so(host: Person, home: HostHousehold) -> None:
    home.adults.create(code="newadult0001", added_on=timezone.localdate())
    told = browser_of(host).get(HOME).content.decode()
    assert "1 adult in your home has no valid certificate of conduct yet." in told


def test_who_is_nobodys_host_reads_that_there_is_none(keeper: Person, home: HostHousehold) -> None:
    told = browser_of(person("rob", "gm0344", "reporter")).get(HOME).content.decode()
    assert "No household belongs to your account" in told
    assert home.code not in told


def test_a_host_asks_for_a_way_out_and_the_municipality_has_it_at_once(
    host: Person, hosting: Hosting
) -> None:
    browser, address = browser_of(host), f"{HOME}{hosting.code}/way-out/"
    assert browser.post(address, {"words": " "}).status_code == 400
    assert not WayOut.objects.exists()
    answer = browser.post(address, {"words": "My mother is ill. Until Sunday."}, follow=True)
    assert "looks for another place and calls you" in answer.content.decode()
    assert WayOut.objects.get().side == "host"
    hosting.household.refresh_from_db()
    assert hosting.household.due_on is not None
    assert browser.post(address, {"words": "Again."}).status_code == 400


def test_a_host_does_not_learn_that_the_guests_want_to_leave(
    keeper: Person, host: Person, hosting: Hosting
) -> None:
    browser = browser_of(host)
    before = browser.get(HOME).content.decode().count("cannot go on")
    ask_way_out(viewer(keeper), hosting, "guest", "She is afraid of him.")
    told = browser.get(HOME).content.decode()
    assert told.count("cannot go on") == before
    assert "afraid" not in told
    address = f"{HOME}{hosting.code}/way-out/"
    assert browser.post(address, {"words": "We cannot go on."}).status_code == 302
    assert WayOut.objects.get().side == "guest"
    assert HostingStep.objects.filter(kind="way_out").count() == 2
    assert browser.post(address, {"words": "Again."}).status_code == 400


def test_nobody_asks_a_way_out_of_somebody_elses_home(hosting: Hosting, keeper: Person) -> None:
    address = f"{HOME}{hosting.code}/way-out/"
    other = person("otto", "gm0344", "reporter")
    suitable_household(keeper, host=other)
    for somebody in (other, person("rob", "gm0344", "reporter"), keeper):
        browser = browser_of(somebody)
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"words": "Out."}).status_code == 404
    assert not WayOut.objects.exists()
