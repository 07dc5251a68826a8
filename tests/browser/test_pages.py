"""Every page in a real browser: accessible, self-contained, light enough, in every shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from toevlucht.language import LANGUAGES

PAGES = {
    "home": "",
    "series": "picture/ukraine-2022/",
    "edition": "picture/ukraine-2022/3/",
    "corrected": "picture/exercise-2022/1/v1/",
    "correction": "picture/exercise-2022/1/",
    "generated": "picture/generated-example/4/",
    "reliability": "picture/generated-example/4/v1/files/{tag}/reliability.html",
    "open_table": "open-data/sheltered/2025-03/",
    "dictionary": "data-dictionary/",
    "reading": "reading/",
    "about": "about/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "missing": "nothing-here/",
}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Colours are the same in every language and slow to measure, so one language measures them.
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
MEASURES_CONTRAST = "uk"
SHAPES = [(width, scheme) for width in (360, 1920) for scheme in ("light", "dark")]
# The browser itself complains of a 404: of the page, or of the icon that files of editions lack.
BROWSER_COMPLAINS = ("missing", "reliability")
LIMIT = 300_000  # bytes of a page with all that it loads


class Visit:
    """A page that is open, with what it asked for and complained about."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.requested: list[str] = []
        self.complaints: list[str] = []
        self.responses: list[Response] = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("response", lambda response: self.responses.append(response))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> None:
        self.page.goto(self.site + address, wait_until="load")

    def size(self) -> int:
        return sum(len(response.body()) for response in self.responses)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    context = browser.new_context(reduced_motion="reduce")
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_is_accessible_self_contained_and_light(visit: Visit, tag: str, name: str) -> None:
    visit.open(f"{tag}/{PAGES[name].format(tag=tag)}")
    assert visit.page.locator("html").get_attribute("lang") == tag
    for width, scheme in SHAPES:
        take_shape(visit.page, width, scheme)
        assert visit.page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(visit.page, tag) == "", f"{width} px, {scheme}"
    assert all(address.startswith(visit.site) for address in visit.requested)
    assert visit.size() < LIMIT
    if name not in BROWSER_COMPLAINS:
        assert visit.complaints == []


def take_shape(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def violations(page: Page, tag: str) -> str:
    """What axe finds wrong, in its words; nothing where all is well."""
    page.wait_for_load_state()
    options = {"runOnly": LEVELS, "resultTypes": ["violations"]}
    if tag != MEASURES_CONTRAST:
        options |= WITHOUT_CONTRAST
    found = Axe().run(page, options=options)
    return str(found.generate_report()) if found.violations_count else ""


def test_axe_would_see_a_fault(visit: Visit) -> None:
    visit.open("uk/")
    visit.page.evaluate("document.querySelector('.lead').setAttribute('class', 'x')")
    visit.page.evaluate("document.querySelector('.x').style.color = '#eee'")
    assert "color-contrast" in violations(visit.page, MEASURES_CONTRAST)
