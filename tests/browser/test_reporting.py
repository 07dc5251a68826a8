"""Somebody reports on a small telephone without scripts, keeps seven words, and comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.test_pages import SHAPES, take_shape, violations

from toevlucht.language import LANGUAGES, language

PHONE = {"width": 360, "height": 740}
FACTS = "Білий мікроавтобус без назви стояв біля воріт три ранки."
MORE = "Він знову приїхав."
PAGES = ("report/", "report/?municipality=GM0344", "report/?place=utr", "report/return/")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Small, and with scripts switched off."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="uk-UA")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def press(page: Page, key: str) -> None:
    """The button with this text, no sooner than a form may be sent."""
    time.sleep(3.1)
    page.get_by_role("button", name=language("uk").say(key)).click()


def words_on(page: Page) -> str:
    return " ".join(page.locator(".receipt li").all_inner_texts())


def test_a_telephone_without_scripts_reports_in_ukrainian_and_reads_the_answer_later(
    phone: Page, site: str
) -> None:
    spoken = language("uk")
    phone.goto(f"{site}melden?municipality=GM0344")
    assert phone.url.startswith(f"{site}uk/report/")
    phone.fill("[name=facts]", FACTS)
    phone.select_option("[name=situation]", "recruiting")
    phone.click("summary")
    phone.check("[value=REC-01]")
    press(phone, "reporting.form.send")
    words = words_on(phone)
    assert len(words.split()) == 7

    phone.get_by_role("link", name=spoken.say("reporting.sent.try")).click()
    phone.fill("[name=words]", words)
    phone.get_by_role("button", name=spoken.say("reporting.check.button")).click()
    assert phone.get_by_text(spoken.say("reporting.check.right")).is_visible()

    phone.context.clear_cookies()
    phone.goto(f"{site}uk/report/return/")
    phone.fill("[name=words]", words.upper().replace(" ", "-"))
    phone.get_by_role("button", name=spoken.say("reporting.return.open")).click()
    assert phone.get_by_text(spoken.say("reporting.return.none")).is_visible()
    phone.fill("[name=message]", MORE)
    press(phone, "reporting.return.add_button")
    assert phone.get_by_text(MORE).is_visible()
    assert phone.context.cookies() == []


def test_a_form_with_an_error_keeps_what_was_typed(phone: Page, site: str) -> None:
    phone.goto(f"{site}uk/report/")
    phone.fill("[name=interpretation]", FACTS)
    phone.fill("[name=place_name]", "Utrech")
    press(phone, "reporting.form.send")
    assert phone.locator(".error-summary").is_visible()
    assert phone.input_value("[name=interpretation]") == FACTS
    phone.fill("[name=facts]", FACTS)
    phone.check("[name=place_choice][value=GM0344]")
    press(phone, "reporting.form.send")
    assert len(words_on(phone).split()) == 7


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_for_reporters_is_accessible(browser: Browser, site: str, tag: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{site}{tag}/{address}")
        look(page, tag)
    page.goto(f"{site}{tag}/report/")
    for name, key in (("", "reporting.form.send"), (FACTS, "reporting.form.send")):
        page.fill("[name=facts]", name)
        time.sleep(3.1)
        page.get_by_role("button", name=language(tag).say(key)).click()
        look(page, tag)
    words = words_on(page)
    for typed in ("lamp", words):
        page.goto(f"{site}{tag}/report/return/")
        page.fill("[name=words]", typed)
        page.get_by_role("button", name=language(tag).say("reporting.return.open")).click()
        look(page, tag)
    context.close()


def look(page: Page, tag: str) -> None:
    """Nothing that axe finds, and nothing wider than the screen."""
    page.wait_for_load_state()
    for width, scheme in SHAPES:
        take_shape(page, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page, tag) == "", f"{page.url} at {width} px, {scheme}"
