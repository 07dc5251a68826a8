"""An edition keeps its own stylesheet for ever; that of the site must not reach into it."""

from __future__ import annotations

import re
from importlib.resources import files

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.([a-z][a-z0-9-]*)")
# Around an edition that stands alone, and a notice that looks the same on purpose.
SHARED = {"languages", "notice", "skip"}


def test_the_site_styles_no_class_of_an_edition() -> None:
    site = files("toevlucht.layout").joinpath("static/toevlucht/site.css").read_text("utf-8")
    edition = files("toevlucht.picture").joinpath("rendering/edition.css").read_text("utf-8")
    theirs = set(CLASS.findall(COMMENT.sub("", edition)))
    begins = {
        found[1]
        for selectors in SELECTORS.findall(COMMENT.sub("", site))
        for selector in selectors.split(",")
        if ":not(.edition *)" not in selector and (found := CLASS.match(selector.strip()))
    }
    assert begins & theirs == SHARED
