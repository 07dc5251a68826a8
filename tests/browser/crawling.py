"""Find pages of the site by its own links: of each address one or a few, as a reader sees them."""

from __future__ import annotations

import re
from collections import Counter, deque
from pathlib import Path
from urllib.parse import urljoin

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from playwright.sync_api import APIRequestContext, BrowserContext

LINK = re.compile(r'href="([^"#?:]+)')
# Of the parts of courses there are several kinds, and items of news refer to different things.
OF_EACH = {"learning": 3, "news": 2}


class Crawl:
    """Keeps each page as a file that is named after its reader and its address."""

    def __init__(self, site: str, folder: Path) -> None:
        self.site = site.rstrip("/")
        self.folder = folder
        self.rooms: Counter[str] = Counter()
        # The first page of each kind that a reader is led to: room, reader and address.
        self.firsts: list[tuple[str, BrowserContext, str]] = []
        self.dead: list[str] = []

    def read(self, who: str, reader: BrowserContext, start: str) -> None:
        """What links lead to below this address."""
        ahead, seen, read = deque([start]), {start}, Counter[str]()
        while ahead:
            address = ahead.popleft()
            found = page_at(address)
            room = found.func.__module__.split(".")[1] if found else ""
            if not found or read[found.route] >= OF_EACH.get(room, 1):
                continue
            page = self._page(who, reader.request, address)
            if page is None:
                continue
            if not read[found.route]:
                self.firsts.append((room, reader, address))
            read[found.route] += 1
            self.rooms[room] += 1
            linked = (urljoin(address, link) for link in LINK.findall(page))
            new = {link for link in linked if link.startswith(start)} - seen
            ahead.extend(sorted(new))
            seen |= new

    def _page(self, who: str, asking: APIRequestContext, address: str) -> str | None:
        answer = asking.get(self.site + address)
        if not answer.ok:
            self.dead.append(f"{who}: {answer.status} {address}")
        if not answer.headers["content-type"].startswith("text/html"):
            return None
        self.keep(f"{who}{address}", answer.text())
        return answer.text()

    def keep(self, name: str, page: str) -> None:
        (self.folder / f"{name.replace('/', '_')}.html").write_text(page, "utf-8")


def page_at(address: str) -> ResolverMatch | None:
    """Nothing where no page of ours stands: a file has an ending, and static ones no address."""
    if not address.endswith("/"):
        return None
    with translation.override(address.split("/")[1]):
        try:
            return resolve(address)
        except Resolver404:
            return None
