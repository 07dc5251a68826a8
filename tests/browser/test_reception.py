"""A family of five comes, two of them go to another region, and an empty location closes."""

from __future__ import annotations

import datetime
import re
import secrets
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, StorageState
from tests.browser.desk import Desk
from tests.browser.test_pages import violations

from toevlucht.language import language

PHONE, DESKTOP = 360, 1280
HERE, THERE = "coordinator_amsterdam", "coordinator"
REGION, TOWN = "VR09", "GM0344"
CODE = re.compile(r"/[0-9a-z]{12}(?=/)")  # of a location, a family or a person
BIRTHDAY = f"{datetime.date.today().year - 9}-01-15"
TOMORROW = (datetime.date.today() + datetime.timedelta(days=1)).isoformat()


class Reception(Desk):
    """A coordinator who reads in one language on a screen of one width."""

    def __init__(
        self, browser: Browser, site: str, who: StorageState, tag: str, width: int
    ) -> None:
        self.tag = tag
        self.say = language(tag).say
        self.measured: set[str] = set()
        size = {"width": width, "height": 740}
        self.site = site
        self.page = browser.new_context(viewport=size, storage_state=who).new_page()

    def open(self, path: str) -> int:
        answer = self.page.goto(f"{self.site}{self.tag}/{path}")
        assert answer is not None
        self.fits()
        return answer.status

    def fits(self) -> None:
        """No page scrolls sideways; axe looks once at each kind of page, in Dutch."""
        width = self.page.viewport_size
        assert width
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width["width"]
        kind = CODE.sub("", self.page.url)
        if self.tag == "nl" and kind not in self.measured:
            self.measured.add(kind)
            assert violations(self.page, self.tag) == "", self.page.url

    def choose_one(self, **values: str) -> None:
        for name, value in values.items():
            self.page.select_option(f"main [name={name}]", value)

    def saved(self) -> None:
        """Send the form; it is not shown again with what is wrong in it."""
        self.send()
        assert not self.refused(), self.text()

    def refused(self) -> str:
        shown = self.page.locator(".error-summary li")
        return shown.first.inner_text() if shown.count() else ""

    def code(self) -> str:
        return self.page.url.rstrip("/").rsplit("/", 1)[1]

    def present(self, place: str) -> int:
        self.open(f"desk/places/{place}/ledger/")
        return int(self.page.locator("main dl.facts dd").first.inner_text())

    def state(self, place: str) -> str:
        """What it is now is told by what can still be made of it."""
        self.open(f"desk/places/{place}/")
        forms = self.page.locator("form[action*='/state/']")
        return " ".join(one.get_attribute("action") or "" for one in forms.all())


def open_a_location(desk: Reception, name: str) -> str:
    desk.open("desk/places/new/")
    desk.fill(name=name)
    desk.saved()
    place = desk.code()
    desk.open(f"desk/places/{place}/rooms/new/")
    desk.fill(name="1", places="6")
    desk.saved()
    for subject in ("owner", "operator"):
        desk.open(f"desk/places/{place}/check/")
        desk.choose_one(subject=subject, outcome="passed")
        desk.saved()
    desk.open(f"desk/places/{place}/")
    desk.press(f"/places/{place}/state/open/")
    assert "/state/open/" not in desk.state(place)
    return place


def register_family(desk: Reception) -> tuple[str, list[str]]:
    family, address = "", "desk/families/new/"
    for number in range(5):
        desk.open(address)
        desk.fill(name=f"Person {number}")
        if number < 2:
            desk.choose_one(age="adult", basis="document")
        else:
            desk.choose_one(age="minor", basis="document")
        desk.fill(birthday=BIRTHDAY if number > 1 else "1990-01-15")
        desk.saved()
        family = desk.code()
        address = f"desk/families/{family}/people/new/"
    links = desk.page.locator("main tbody th a").all()
    people = [(one.get_attribute("href") or "").rstrip("/").rsplit("/", 1)[1] for one in links]
    assert len(people) == 5
    return family, people


def move_in(desk: Reception, place: str, family: str, people: list[str]) -> str:
    """What is in the way of it, if anything."""
    desk.open(f"desk/places/{place}/arrive/{family}/")
    for number, person in enumerate(people):
        beds = desk.page.locator(f"[name=bed_{person}] option").all()
        desk.choose_one(**{f"bed_{person}": beds[number + 1].get_attribute("value") or ""})
    desk.send()
    return desk.refused()


def check_relation(desk: Reception, child: str, adult: str) -> None:
    desk.open(f"desk/residents/{child}/relation/")
    desk.choose_one(adult=adult, relation="parent")
    desk.saved()
    desk.page.locator("main a[href*='/document/']").first.click()
    desk.choose_one(document="birth_certificate")
    desk.fill(document_words="I-AB 123456")
    desk.saved()


def leave(desk: Reception, place: str, people: list[str], destination: str) -> None:
    desk.open(f"desk/places/{place}/depart/")
    desk.choose("people", *people)
    desk.choose_one(destination=destination)
    desk.saved()


def transfer_two(here: Reception, region: Reception, there: Reception) -> str:
    here.open("desk/transfers/new/")
    here.fill(families="1", people="2")
    here.choose_one(to_region=REGION, reason="relatives")
    here.saved()
    reference = here.code()
    address = f"desk/transfers/{reference}/"
    region.open(address)
    region.choose_one(municipality=TOWN)
    region.press(f"{address}accept/")
    here.open(address)
    here.choose("consent", "yes")
    here.choose_one(transport="arranged")
    here.fill(leaves_on=TOMORROW)
    here.press(f"{address}agree/")
    here.press(f"{address}depart/")
    there.open(address)
    there.fill(arrived="2")
    there.press(f"{address}arrive/")
    there.fits()
    return there.text()


@pytest.fixture
def at_desk(
    browser: Browser, site: str, logged_in: dict[str, StorageState]
) -> Iterator[Callable[[str, str, int], Reception]]:
    opened: list[Reception] = []

    def open_for(who: str, tag: str, width: int) -> Reception:
        opened.append(Reception(browser, site, logged_in[who], tag, width))
        return opened[-1]

    yield open_for
    for desk in opened:
        desk.page.context.close()


@pytest.mark.parametrize(("tag", "width"), [("nl", PHONE), ("en", DESKTOP), ("uk", PHONE)])
def test_the_ledger_adds_up_from_opening_to_closing(
    at_desk: Callable[[str, str, int], Reception], tag: str, width: int
) -> None:
    here, region, there = (at_desk(who, tag, width) for who in (HERE, "coordinator_region", THERE))
    place = open_a_location(here, f"Door {secrets.token_hex(3)}")
    family, people = register_family(here)
    assert move_in(here, place, family, people[:2]) == ""
    assert here.present(place) == 2

    alone = here.say("stays.problem.child_without_adult")
    assert alone in move_in(here, place, family, people[2:3])
    assert here.present(place) == 2
    here.open(f"desk/residents/{people[2]}/")
    to_call = here.page.locator("section[aria-labelledby=guardianship]")
    assert here.say("stays.one.guardianship") in to_call.inner_text()
    assert to_call.locator("a[href^='tel:']").count() == 1

    for child in people[2:]:
        check_relation(here, child, people[0])
    assert move_in(here, place, family, people[2:]) == ""
    assert here.present(place) == 5

    arrived = there.say("coordination.transfers.arrived_of", n=2, of=2)
    assert arrived in transfer_two(here, region, there)
    assert region.open("desk/transfers/") == 200
    for page in ("desk/figures/", "desk/targets/", "desk/placement/"):
        assert here.open(page) == 200
    leave(here, place, [people[1], people[2]], "other_location")
    assert here.present(place) == 3

    here.open(f"desk/places/{place}/refuse/")
    here.fill(number="4", minors="2")
    here.choose_one(reason="full", destination="unknown")
    here.saved()
    assert here.present(place) == 3
    [refused] = here.page.locator("section[aria-labelledby=refusals] tbody tr").all()
    shown = refused.inner_text()
    assert here.say("stays.refused.full") in shown
    assert here.say("stays.destination.unknown") in shown

    here.open(f"desk/places/{place}/closing/")
    here.fill(closes_on=TOMORROW)
    here.saved()
    here.open(f"desk/places/{place}/")
    here.press(f"/places/{place}/state/closed/")
    assert "/state/closed/" in here.state(place)  # people stay

    leave(here, place, [people[0], *people[3:]], "unknown")
    assert here.present(place) == 0
    here.open(f"desk/places/{place}/")
    here.press(f"/places/{place}/state/closed/")
    assert "/state/closed/" not in here.state(place)
