"""Every page in a real browser: accessible, self-contained, light enough, in every shape."""

from __future__ import annotations

from collections.abc import Iterator

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
    "dictionary": "data-dictionary/",
    "reading": "reading/",
    "about": "about/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "missing": "nothing-here/",
}
LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDTHS = (360, 1920)
SCHEMES = ("light", "dark")
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


@pytest.fixture(params=[(w, s) for w in WIDTHS for s in SCHEMES], ids=lambda p: f"{p[0]}-{p[1]}")
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_is_accessible_self_contained_and_light(visit: Visit, tag: str, name: str) -> None:
    visit.open(f"{tag}/{PAGES[name]}")
    page = visit.page
    assert page.locator("html").get_attribute("lang") == tag
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert all(address.startswith(visit.site) for address in visit.requested)
    assert visit.size() < LIMIT
    if name != "missing":  # the browser itself complains of a 404
        assert visit.complaints == []
    found = Axe().run(page, options=LEVELS)
    assert found.violations_count == 0, found.generate_report()
