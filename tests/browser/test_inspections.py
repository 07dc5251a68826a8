"""A round on a phone in a cellar: kept locked while there is no network, and sent when there is."""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright
from tests.browser.conftest import QUIET
from tests.browser.desk import Desk
from tests.browser.test_pages import violations
from tools.debian_chromium import find_or_install

PHONE = {"width": 360, "height": 740}
SEEN = "The emergency door is locked with a chain."
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def open_phone(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser whose storage is still there after it was closed."""
    return playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path=find_or_install(),
        args=QUIET,
        viewport=PHONE,  # type: ignore[arg-type]
    )


def begin_round(page: Page, site: str) -> str:
    page.goto(f"{site}en/desk/places/")
    page.locator(".desk-table a").first.click()
    page.get_by_role("link", name="Inspections", exact=True).click()
    page.select_option("[name=occasion]", "monthly")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector("form[data-ready][data-offline]")
    return page.url


def test_a_round_outlives_the_browser_without_network_and_is_sent_later(
    playwright: Playwright, site: str, accounts: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    phone = open_phone(playwright, tmp_path)
    page = Desk(phone, site, *accounts["coordinator"]).page
    address = begin_round(page, site)
    assert violations(page, "en") == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    phone.set_offline(True)
    first = page.locator("section.inspected").first
    first.get_by_label("Not met").check()
    first.get_by_label("What did you see?").fill(SEEN)
    photo = {"name": "door.png", "mimeType": "image/png", "buffer": DOT}
    first.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Save, and go on later").click()
    page.get_by_text("There is no network").wait_for()
    phone.close()

    stored = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert b"toevlucht-rounds" in stored
    for secret in (SEEN, "door.png"):
        assert secret.encode() not in stored
        assert secret.encode("utf-16-le") not in stored

    phone = open_phone(playwright, tmp_path)
    phone.set_offline(True)
    page = phone.new_page()
    page.goto(address)
    page.get_by_text("There is no network").wait_for()
    first = page.locator("section.inspected").first
    assert first.get_by_label("Not met").is_checked()
    assert first.get_by_label("What did you see?").input_value() == SEEN
    assert first.locator("input[type=file]").evaluate("one => one.files[0].name") == "door.png"

    # Whoever closed the browser is logged out; what was kept waits for who logs in again.
    phone.set_offline(False)
    page.get_by_text("Log in again and open this page").wait_for()
    page = Desk(phone, site, *accounts["coordinator"]).page
    page.goto(address)
    page.wait_for_url("**/desk/inspections/*/")
    assert page.get_by_text(SEEN).is_visible()
    assert page.get_by_text("photo 1", exact=False).first.is_visible()
    page.goto(address)
    page.wait_for_selector("form[data-ready]")
    assert page.get_by_text("There is no network").count() == 0
    phone.close()
