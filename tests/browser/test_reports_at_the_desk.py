"""A coordinator works on reports in a browser: on a phone and on a desk, in three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser
from tests.browser.desk import Desk
from tests.browser.test_pages import take_shape, violations

from toevlucht.language import LANGUAGES
from toevlucht.records.references import PATTERN

REASON = "Two neighbours told the same story, and nobody saw the van."
SHAPES = ((360, "dark"), (1280, "light"))


@pytest.fixture
def coordinator(browser: Browser, site: str, accounts: Mapping[str, tuple[str, str]]) -> Desk:
    return Desk(browser, site, *accounts["coordinator"])


def test_a_report_is_assessed_linked_and_closed_on_accessible_pages(coordinator: Desk) -> None:
    one, other = references(coordinator)[:2]
    here = f"desk/reports/{one}/"
    coordinator.open(here)
    coordinator.press(f"{one}/take/")
    coordinator.press(f"{one}/start/")
    coordinator.open(f"{here}assess/")
    coordinator.choose("rung", "rumour")
    coordinator.choose("source", "cannot")
    coordinator.choose("information", "cannot")
    coordinator.fill(assessing_reason=REASON)
    assert coordinator.send().ok
    coordinator.open(f"{here}history/")
    assert REASON in coordinator.text()
    coordinator.open(f"{here}alike/")
    coordinator.page.locator("form:has([name=other]:not([type=hidden]))").first.wait_for()
    coordinator.page.fill("[name=other]:not([type=hidden])", other)
    with coordinator.page.expect_navigation():
        coordinator.page.locator("form:has([name=other]:not([type=hidden])) button").click()
    coordinator.page.locator("a[href*='/signals/']").first.click()
    signal = coordinator.page.url.split("/en/")[1]
    assert "not forty sources" in coordinator.text()
    for path in (here, f"{here}assess/", f"{here}alike/", signal):
        looks_right(coordinator, path)
    coordinator.open(here)
    coordinator.page.locator(f"details:has(form[action$='{one}/close/']) summary").click()
    wrong = coordinator.press(f"{one}/close/")
    assert wrong.status == 400
    assert violations(coordinator.page, "en") == ""
    coordinator.choose("outcome", "too_little")
    coordinator.fill(closing_reason=REASON)
    assert coordinator.press(f"{one}/close/").ok
    assert "too little to go on" in coordinator.text()


# What a coordinator has in the menu, and what lies behind it.
LISTS = (
    "desk/reports/",
    "desk/follow-up/",
    "desk/referrals/",
    "desk/referrals/sent/",
    "desk/referrals/agreements/",
    "desk/referrals/file/",
    "desk/corrections/",
    "desk/rumours/",
    "desk/rumours/new/",
    "desk/retention/",
    "desk/report/",
    "desk/my-reports/",
    "desk/places/",
    "desk/places/new/",
    "desk/households/",
    "desk/households/new/",
    "desk/route-card/",
    "route-cards/GM0344/",
)
OF_A_REPORT = (
    "",
    "assess/",
    "alike/",
    "pass-on/",
    "hand-over/",
    "keep-from/organisation/",
    "history/",
)


def test_every_page_of_the_desk_is_accessible_on_a_phone(
    coordinator: Desk, browser: Browser, site: str, accounts: Mapping[str, tuple[str, str]]
) -> None:
    """One language a page, each in turn: the others differ in their words only."""
    report = references(coordinator)[-1]
    sent = _found(coordinator, "desk/referrals/sent/", "referrals")
    pages = [*LISTS, *(f"desk/reports/{report}/{part}" for part in OF_A_REPORT)]
    place = _found(coordinator, "desk/places/", "places")
    pages += [sent, place, f"{place}card/", _found(coordinator, "desk/households/", "households")]
    partner = Desk(browser, site, *accounts["coordinator_inspectorate"])
    received = _found(partner, "desk/referrals/", "referrals")
    reporter = Desk(browser, site, *accounts["reporter_municipality"])
    own = _found(reporter, "desk/my-reports/", "my-reports")
    opened = [(coordinator, page) for page in pages]
    opened += [(partner, received), (reporter, own), (reporter, "desk/report/file/")]
    for number, (desk, path) in enumerate(opened):
        tag = LANGUAGES[number % len(LANGUAGES)]
        answer = desk.page.goto(f"{site}{tag}/{path}")
        assert answer is not None
        assert answer.ok, path
        take_shape(desk.page, 360, "light")
        assert desk.page.evaluate("document.documentElement.scrollWidth") == 360, (path, tag)
        assert violations(desk.page, tag) == "", f"{path} in {tag}"


def test_the_menu_of_the_desk_unfolds_with_the_keyboard_on_a_phone(coordinator: Desk) -> None:
    coordinator.open("desk/")
    page = coordinator.page
    menu = page.locator(".desk-menu-narrow")
    assert not menu.is_visible()
    take_shape(page, 360, "light")
    entry = menu.get_by_role("link").first
    assert not entry.is_visible()
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert entry.is_visible()
    page.keyboard.press("Tab")
    assert entry.evaluate("link => link === document.activeElement")


def _found(desk: Desk, path: str, kind: str) -> str:
    """The first page of this kind that a list leads to."""
    desk.open(path)
    found = re.search(rf"/en/(desk/{kind}/[0-9a-z]{{12}}/)", desk.page.content())
    assert found, desk.text()
    return found[1]


def references(coordinator: Desk) -> list[str]:
    coordinator.open("desk/reports/")
    links = coordinator.page.locator("main a[href*='/desk/reports/']").all()
    found = [str(link.get_attribute("href")).rstrip("/").rsplit("/", 1)[1] for link in links]
    return [one for one in dict.fromkeys(found) if PATTERN.fullmatch(one)]


def looks_right(coordinator: Desk, path: str) -> None:
    page = coordinator.page
    for tag in LANGUAGES:
        page.goto(f"{coordinator.site}{tag}/{path}")
        for width, scheme in SHAPES:
            take_shape(page, width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") == width, (path, tag)
            assert violations(page, tag) == "", f"{path} in {tag} at {width} px"
