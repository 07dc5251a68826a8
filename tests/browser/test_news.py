"""News on a phone, and a subscriber who confirms, gets the newsletter and leaves by one press."""

from __future__ import annotations

import time
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import Demo
from tests.browser.desk import Desk
from tests.browser.test_pages import MEASURES_CONTRAST, Visit, take_shape, violations

from toevlucht.language import LANGUAGES

PHONE = 360
PAGES = (
    "news/",
    "news/archive/",
    "news/raised-vulnerability/",
    "rumours/",
    "newsletter/",
    "newsletter/1/",
)
DESK_PAGES = (
    "desk/news/",
    "desk/news/new/",
    "desk/newsletter/",
    "desk/newsletter/new/",
    "desk/newsletter/1/",
)
ADDRESS = "reader.of.the.test@subscribers.example"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_everybody_reads_news_on_a_phone(browser: Browser, site: str, tag: str) -> None:
    visit = Visit(browser.new_page(), site)
    for page in PAGES:
        visit.open(f"{tag}/{page}")
        looks_right(visit, tag, page)
    assert visit.complaints == []


def test_a_subscriber_confirms_gets_the_mail_and_leaves_with_one_press(
    browser: Browser, demo: Demo
) -> None:
    visit = Visit(browser.new_page(), demo.site)
    visit.open("nl/newsletter/")
    visit.page.fill("[name=address]", ADDRESS)
    visit.page.check("[name=audiences][value=public]")
    visit.page.click("main form button")
    looks_right(visit, "nl", "asked")
    confirming = wait_for_mail(demo.mail, "Bevestig")
    body = str(confirming.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
    link = next(word for word in body.split() if word.startswith(demo.site))
    visit.open(link.removeprefix(demo.site))
    looks_right(visit, "nl", "confirm")
    visit.page.click("main form button")
    assert "U staat op de lijst" in visit.page.inner_text("main")

    send_an_issue(browser, demo)
    letter = wait_for_mail(demo.mail, "Een tweede nummer")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    program = Visit(browser.new_page(), demo.site)  # what reads mail knows none of our headers
    program.page.set_content(part_of(letter, "text/html"))
    for scheme in ("light", "dark"):
        take_shape(program.page, PHONE, scheme)
        assert program.page.evaluate("document.documentElement.scrollWidth") == PHONE
        assert violations(program.page, MEASURES_CONTRAST) == ""
    assert program.requested == []
    leave = letter["List-Unsubscribe"].strip("<>")
    visit.open(leave.removeprefix(demo.site))
    looks_right(visit, "nl", "leave")
    pressed = visit.page.request.post(leave, form={"List-Unsubscribe": "One-Click"})
    assert (pressed.status, pressed.text()) == (200, "")
    visit.open(leave.removeprefix(demo.site))
    visit.page.click("main details summary")
    visit.page.click("main details button")
    assert "Uw adres is vernietigd" in visit.page.inner_text("main")
    looks_right(visit, "nl", "forgotten")


def send_an_issue(browser: Browser, demo: Demo) -> None:
    editor = Desk(browser, demo.site, *demo.accounts["editor"])
    for page in DESK_PAGES:
        editor.page.goto(f"{demo.site}{MEASURES_CONTRAST}/{page}")
        take_shape(editor.page, PHONE, "light")
        assert editor.page.evaluate("document.documentElement.scrollWidth") == PHONE, page
        assert violations(editor.page, MEASURES_CONTRAST) == "", page
    editor.open("desk/newsletter/new/")
    editor.fill(subject_nl="Een tweede nummer", intro_nl="Voor de test")
    editor.choose("items", "raised-vulnerability")
    editor.choose("audiences", "public")
    assert editor.send().ok
    issue = editor.page.url.split("/en/")[1]
    approver = Desk(browser, demo.site, *demo.accounts["approver_centre"])
    approver.open(issue)
    assert approver.press("move/send/").ok


def wait_for_mail(folder: Path, subject: str) -> Message:
    """The mail to the reader of the test that begins with this subject."""
    for _ in range(90):
        for file in sorted(folder.glob("*.eml")):
            found = message_from_bytes(file.read_bytes())
            if found["To"] == ADDRESS and str(found["Subject"]).startswith(subject):
                return found
        time.sleep(1)
    raise AssertionError(f"no mail came with the subject {subject}")


def part_of(mail: Message, kind: str) -> str:
    found = next(part for part in mail.walk() if part.get_content_type() == kind)
    return str(found.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]


def looks_right(visit: Visit, tag: str, page: str) -> None:
    take_shape(visit.page, PHONE, "dark")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == PHONE, page
    assert violations(visit.page, tag) == "", page
