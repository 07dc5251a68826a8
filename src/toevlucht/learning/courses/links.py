"""Which web addresses of courses no longer answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from toevlucht.learning.courses.elsewhere import elsewhere
from toevlucht.learning.courses.loading import courses

PATIENCE = 15.0  # seconds
AT_ONCE = 4
# There is a page, but not for a program: a person can still open it.
CLOSED_TO_PROGRAMS = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
)
AGENT = "Mozilla/5.0 (compatible; Toevlucht link check)"


def linked() -> dict[str, list[str]]:
    """Each address once, with what names it."""
    found: dict[str, list[str]] = {}
    for name, one in elsewhere().items():
        if not one.until:
            found.setdefault(one.address, []).append(name)
    for code, course in courses().items():
        for source in course.sources.values():
            if source.address:
                found.setdefault(source.address, []).append(f"{code}/{source.name}")
    return found


def dead_links(addresses: Iterable[str]) -> Mapping[str, str]:
    """Those that do not answer, with why not."""
    asked = list(addresses)
    with ThreadPoolExecutor(AT_ONCE) as askers:
        answers = zip(asked, askers.map(_why_dead, asked), strict=True)
        return {address: why for address, why in answers if why}


def _why_dead(address: str) -> str:
    if not address.startswith(("https://", "http://")):
        return "no web address"
    try:
        # GET, because many servers answer HEAD wrongly; nothing of the page is read.
        with urlopen(Request(address, headers={"User-Agent": AGENT}), timeout=PATIENCE):  # noqa: S310
            return ""
    except HTTPError as error:
        error.close()
        return "" if error.code in CLOSED_TO_PROGRAMS else str(error.code)
    except (URLError, OSError, ValueError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
