"""People at their desks in a browser: what each fills in, sends, and gets to see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Response

from toevlucht.picture.editorial import SECTIONS

LANGUAGES = ("nl", "en", "uk")


class Desk:
    """A person who is logged in, in a browser of their own."""

    def __init__(
        self, browser: Browser | BrowserContext, site: str, email: str, password: str
    ) -> None:
        self.site = site
        self.page: Page = browser.new_page()
        self._log_in(email, password)

    def _log_in(self, email: str, password: str) -> None:
        """Other tests log in from the same address: who is told to wait, waits."""
        for _ in range(20):
            self.open("account/login/")
            if not self.page.locator("[name=login]").count():
                self.page.wait_for_timeout(6000)
                continue
            self.page.fill("[name=login]", email)
            self.page.fill("[name=password]", password)
            self.press("account/login/")
            if "/account/" not in self.page.url:
                return
            self.page.wait_for_timeout(6000)
        raise AssertionError(f"cannot log in: {self.text()}")

    def open(self, path: str) -> int:
        """Open a page in English; the status of the answer."""
        answer = self.page.goto(f"{self.site}en/{path}")
        assert answer is not None
        return answer.status

    def press(self, action: str) -> Response:
        """Press the button of the form that goes to ``action``."""
        form = self.page.locator(f"form[action$='{action}']").first
        with self.page.expect_navigation() as navigated:
            form.locator("button").first.click()
        return navigated.value

    def send(self) -> Response:
        """Press the button of the form of this page itself."""
        with self.page.expect_navigation() as navigated:
            self.page.locator("main form:not([action]) button").first.click()
        return navigated.value

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)

    def choose(self, name: str, *values: str) -> None:
        for value in values:
            self.page.check(f"[name={name}][value='{value}']")

    def attach(self, name: str, *files: Path) -> None:
        self.page.set_input_files(f"[name={name}]", [str(file) for file in files])

    def in_three(self, name: str, text: str) -> None:
        """The same words in each language, said to be of that language."""
        for tag in LANGUAGES:
            self.page.fill(f"[name={name}_{tag}]", f"{text} ({tag})")

    def write_texts(self, draft: str) -> None:
        """Something in every section of an edition."""
        for section in SECTIONS:
            self.open(f"desk/drafts/{draft}/texts/{section}/")
            self.in_three("text", f"What the {section} says")
            self.send()

    def judge(self, draft: str, name: str, statement: str) -> None:
        """A key judgement of an edition."""
        self.open(f"desk/drafts/{draft}/judgements/new/")
        self.fill(name=name)
        self.choose("confidence", "low")
        self.choose("likelihood", "none_stated")
        self.choose("change", "first")
        self.in_three("statement", statement)
        self.send()

    def text(self) -> str:
        return self.page.inner_text("main")

    def wait_for(self, words: str, path: str) -> None:
        """Open a page again until work that was asked for is done."""
        for _ in range(90):
            assert self.open(path) < 400
            if words in self.text():
                return
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"{path} never said {words!r}: {self.text()[:2000]}")

    def wait_for_button(self, path: str) -> None:
        """Open a page again until its form is there to be sent."""
        for _ in range(90):
            assert self.open(path) < 400
            if self.page.locator("main form:not([action]) button").count():
                return
            self.page.wait_for_timeout(1000)
        raise AssertionError(f"{path} never had a button: {self.text()[:2000]}")

    def asked_directly(self, path: str, **options: Any) -> int:
        """Ask for a page without looking at it, with this person's cookies."""
        return self.page.request.get(f"{self.site}en/{path}", max_redirects=0, **options).status
