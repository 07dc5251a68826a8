"""A coordinator works on reports in a browser: on a phone and on a desk, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser
from tests.browser.desk import Desk
from tests.browser.test_pages import take_shape, violations

from toevlucht.language import LANGUAGES
from toevlucht.signals.references import PATTERN

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
