"""Pages that links lead to: HTML as the standard has it in each room, and in two rooms for axe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, StorageState
from tests.browser.crawling import Crawl
from tests.browser.desk import Desk
from tests.browser.test_pages import take_shape, violations
from tools.html_checker import faults

from toevlucht.learning.courses.loading import courses
from toevlucht.learning.scorm.packing import START, parts_of

ROOMS = {"guidance", "learning", "news", "partners", "picture", "reception", "signals", "site"}
COURSES = {"nl": "hosting-at-home", "en": "front-desk", "uk": "recognise-at-a-location"}


def test_pages_of_every_room_are_html_and_lead_somewhere(
    browser: Browser,
    site: str,
    accounts: dict[str, tuple[str, str]],
    logged_in: dict[str, StorageState],
    tmp_path: Path,
) -> None:
    crawl = Crawl(site, tmp_path)
    for tag, code in COURSES.items():
        reader, course = browser.new_context(), f"{site}{tag}/courses/{code}/"
        for start in ("",) if tag == "nl" else ("courses/", "news/", "newsletter/"):
            crawl.read("everybody", reader, f"/{tag}/{start}")
        begun = reader.request.post(f"{course}begin/").url
        crawl.read("guest", reader, urlsplit(begun).path)
        crawl.keep(f"package_{tag}", parts_of(courses()[code], tag)[START])
    keeper = browser.new_context(storage_state=logged_in["coordinator"])
    crawl.read("coordinator", keeper, "/nl/desk/")
    crawl.read("coordinator", keeper, "/uk/desk/courses/")
    editor = Desk(browser.new_context(), site, *accounts["editor"])
    crawl.read("editor", editor.page.context, "/en/desk/")
    assert crawl.dead == []
    assert crawl.rooms.keys() >= ROOMS
    assert crawl.rooms["learning"] > 60
    assert crawl.rooms["news"] > 20
    assert faults(tmp_path) == []
    assert list(_inaccessible(crawl, site)) == []


def _inaccessible(crawl: Crawl, site: str) -> Iterator[str]:
    """On a phone; the other rooms have their pages in tests of their own."""
    for room, reader, address in crawl.firsts:
        if room not in ("learning", "news"):
            continue
        page = reader.new_page()
        take_shape(page, 360, "light")
        page.goto(site.rstrip("/") + address, wait_until="load")
        if wrong := violations(page, address.split("/")[1]):
            yield f"{address}: {wrong}"
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            yield f"{address}: scrolls sideways"
        page.close()


def test_the_checker_names_the_file_and_the_line_of_a_fault(tmp_path: Path) -> None:
    start = '<!doctype html>\n<html lang="en">\n<head><title>A page</title></head>\n<body>\n'
    (tmp_path / "sound.html").write_text(f"{start}<p>Words</p>\n</body></html>")
    (tmp_path / "broken.html").write_text(f"{start}<ul><p>Words</p></ul>\n</body></html>")
    (found,) = faults(tmp_path)
    assert found.startswith("broken.html:5 Element “p” not allowed as child of element “ul”")
