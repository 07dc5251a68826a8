"""Without a mouse: the skip link, a focus that can be seen, and tables that can be scrolled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

STEPS = 40

FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    name: element.outerHTML.slice(0, 120),
  };
}"""


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.goto(site + "nl/picture/ukraine-2022/3/")
    yield opened
    context.close()


def test_the_first_key_reaches_the_skip_link_and_it_works(page: Page) -> None:
    skip = page.locator("a.skip")
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_focus_can_always_be_seen(page: Page) -> None:
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["outlined"], focus["name"]
        assert focus["inView"], focus["name"]


def test_a_deep_link_opens_at_the_figure(page: Page) -> None:
    figure = page.locator("section.figure").last
    anchor = figure.get_attribute("id")
    page.goto(f"{page.url}#{anchor}")
    expect(figure).to_be_in_viewport()


def test_readers_of_an_old_version_reach_the_correction_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + "uk/picture/exercise-2022/1/v1/")
    notice = page.locator(".version-notice a")
    expect(notice).to_be_in_viewport()
    notice.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/uk/picture/exercise-2022/1/v2/")


def test_the_language_changes_and_the_page_stays(page: Page) -> None:
    page.locator(".languages a[lang=uk]").click()
    page.wait_for_url("**/uk/picture/ukraine-2022/3/")
    expect(page.locator("html")).to_have_attribute("lang", "uk")


def test_every_download_of_the_edition_arrives(page: Page, site: str) -> None:
    addresses = page.eval_on_selector_all("a[href*='/files/']", "links => links.map(a => a.href)")
    assert any(address.endswith("edition.pdf") for address in addresses)
    for address in sorted(set(addresses)):
        assert page.request.get(address).status == 200, address


def test_the_edition_as_a_file_of_its_own_keeps_its_looks(page: Page) -> None:
    page.goto(page.url + "v1/files/nl/index.html")
    assert page.evaluate("document.styleSheets.length") == 1
    assert page.evaluate("document.styleSheets[0].cssRules.length > 50")
