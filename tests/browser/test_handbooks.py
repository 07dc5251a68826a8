"""Handbooks on a phone: read by everybody, written with four eyes, and acted on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser
from tests.browser.desk import Desk
from tests.browser.test_pages import MEASURES_CONTRAST, Visit, take_shape, violations

from toevlucht.language import LANGUAGES

PAGES = (
    "handbooks/",
    "handbooks/goo/3/",
    "handbooks/goo/3/all/",
    "handbooks/goo/3/chapters/rules/",
    "handbooks/goo/3/GOO-33/",
    "handbooks/goo/changes/?from=1&to=2",
    "handbooks/amounts/?on=2022-05-01",
)
QUESTIONS = {"nl": "opvang", "en": "shelter", "uk": "спальня"}
PHONE = 360


@pytest.mark.parametrize("tag", LANGUAGES)
def test_everybody_reads_and_searches_on_a_phone(browser: Browser, site: str, tag: str) -> None:
    visit = Visit(browser.new_page(), site)
    for page in (*PAGES, f"handbooks/search/?q={QUESTIONS[tag]}"):
        visit.open(f"{tag}/{page}")
        take_shape(visit.page, PHONE, "dark")
        assert visit.page.evaluate("document.documentElement.scrollWidth") == PHONE, page
        assert violations(visit.page, tag) == "", page
    assert visit.page.locator("mark").count()
    assert visit.complaints == []


def test_a_version_is_written_by_one_published_by_another_and_acted_on_by_a_third(
    browser: Browser, site: str, accounts: Mapping[str, tuple[str, str]]
) -> None:
    editor = Desk(browser, site, *accounts["editor"])
    editor.open("desk/handbooks/poo/new/")
    editor.in_three("note", "A third version, for the test")
    assert editor.send().ok
    draft = editor.page.url.split("/en/")[1]
    editor.open(f"{draft}requirement/POO-05/")
    editor.page.fill("[name=text_en]", "There are two smoke alarms.")
    assert editor.send().ok
    assert "There are two smoke alarms." in editor.text()
    for page in (draft, f"{draft}requirement/POO-05/", f"{draft}chapter/guest/", "desk/handbooks/"):
        looks_right(editor, page)
    editor.open(draft)
    assert editor.press("move/submit/").ok
    approver = Desk(browser, site, *accounts["approver_centre"])
    approver.open(draft)
    assert approver.press("move/publish/").ok
    coordinator = Desk(browser, site, *accounts["coordinator"])
    coordinator.open("desk/")
    assert "A handbook changed" in coordinator.text()
    looks_right(coordinator, "desk/handbooks/")
    coordinator.page.locator("main a", has_text="POO-05").first.click()
    task = coordinator.page.url.split("/en/")[1]
    coordinator.choose("outcome", "not_applicable")
    assert coordinator.send().status == 400
    assert violations(coordinator.page, "en") == ""
    looks_right(coordinator, task)
    coordinator.choose("outcome", "done")
    assert coordinator.send().ok


def looks_right(desk: Desk, path: str) -> None:
    """On a phone, in the language in which colours are measured."""
    desk.page.goto(f"{desk.site}{MEASURES_CONTRAST}/{path}")
    take_shape(desk.page, PHONE, "light")
    assert desk.page.evaluate("document.documentElement.scrollWidth") == PHONE, path
    assert violations(desk.page, MEASURES_CONTRAST) == "", path
    desk.open(path)
