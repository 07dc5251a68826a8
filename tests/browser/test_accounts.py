"""Logging in and looking after people, in a real browser: with an app, with a passkey, in size."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOGIN = "account/login/"
PAGES = {
    "login": LOGIN,
    "forgotten": "account/password/forgotten/",
    "people": "desk/people/?organisation=red_cross",
    "invite": "desk/people/invite/red_cross/",
    "organisations": "desk/organisations/",
    "keys": "desk/api-keys/",
    "account": "desk/account/",
    "password": "account/password/",
    "second": "account/second-factor/",
    "confirm": "account/confirm/",
}
ON_A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser of its own that fails on any complaint of the page."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    yield page
    context.close()
    # Chromium wants to be told who a password is of, where only the password is asked again.
    assert [text for text in complaints if "[DOM]" not in text] == []


@pytest.fixture
def named_site(site: str) -> str:
    """By name: a passkey belongs to a name, not to a number."""
    return site.replace("127.0.0.1", "localhost")


def log_in(page: Page, site: str, account: tuple[str, str], tag: str = "en") -> None:
    page.goto(f"{site}{tag}/{LOGIN}")
    page.fill("[name=login]", account[0])
    page.fill("[name=password]", account[1])
    page.click("form:has([name=password]) button")


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_the_pages_of_accounts_are_accessible_in_every_shape(
    page: Page, site: str, accounts: dict[str, tuple[str, str]], tag: str
) -> None:
    log_in(page, site, accounts["administrator"], tag)
    for name, address in PAGES.items():
        if name in {"login", "forgotten"}:
            continue
        look(page, f"{site}{tag}/{address}", name)
    page.click(".desk-menu button")
    for name in ("login", "forgotten"):
        look(page, f"{site}{tag}/{PAGES[name]}", name)


def look(page: Page, address: str, name: str) -> None:
    page.goto(address)
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        options = {"runOnly": LEVELS, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options)
        assert found.violations_count == 0, f"{name}, {width}: {found.generate_report()}"


def test_a_mistake_is_shown_where_it_was_made(page: Page, site: str) -> None:
    page.goto(f"{site}en/{LOGIN}")
    page.click("form:has([name=password]) button")
    summary = page.locator(".error-summary")
    assert summary.evaluate("it => document.activeElement === it")
    summary.locator("a").first.click()
    assert page.evaluate("document.activeElement.name") == "login"


def test_somebody_adds_an_app_and_logs_in_with_its_code(
    page: Page, named_site: str, accounts: dict[str, tuple[str, str]]
) -> None:
    account = accounts["who_adds_an_app"]
    log_in(page, named_site, account)
    page.goto(f"{named_site}en/account/second-factor/app/add/")
    page.fill("[name=password]", account[1])
    page.click("form:has([name=password]) button")
    secret = page.inner_text(".secret")
    assert page.locator(".qr svg").bounding_box()
    page.fill("[name=code]", code_now(secret))
    page.click("form:has([name=code]) button")
    assert len(re.findall(r"\b\d{8}\b", page.inner_text(".secret"))) == 10
    page.click(".desk-menu button")
    log_in(page, named_site, account)
    page.fill("[name=code]", code_now(secret, 1))
    page.click("form:has([name=code]) button")
    page.wait_for_url("**/desk/")


def code_now(secret: str, steps: int = 0) -> str:
    """As a telephone computes it (RFC 6238)."""
    import base64
    import hmac

    counter = (int(time.time()) // 30 + steps).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_somebody_adds_a_passkey_and_logs_in_without_a_password(
    page: Page, named_site: str, accounts: dict[str, tuple[str, str]]
) -> None:
    has_passkey(page)
    account = accounts["who_adds_a_passkey"]
    log_in(page, named_site, account)
    page.goto(f"{named_site}en/account/second-factor/passkeys/add/")
    page.fill("[name=password]", account[1])
    page.click("form:has([name=password]) button")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/codes/")
    page.click(".desk-menu button")
    page.goto(f"{named_site}en/{LOGIN}")
    page.click("#passkey_login")
    page.wait_for_url("**/desk/")
    page.click(".desk-menu button")
    log_in(page, named_site, account)
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/desk/")


def test_a_passkey_that_does_not_work_is_said_on_the_page(page: Page, named_site: str) -> None:
    has_passkey(page)  # a telephone without any key for this site
    page.goto(f"{named_site}en/{LOGIN}")
    page.click("#passkey_login")
    page.wait_for_selector("#passkey-problem:not([hidden])")


def has_passkey(page: Page) -> None:
    session: Any = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": ON_A_PHONE})
