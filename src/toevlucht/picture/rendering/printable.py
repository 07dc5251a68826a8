"""Which characters an edition can show: those that its PDF has a form for, and no controls."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst

FONTS = Path(str(files("toevlucht.content").joinpath("fonts")))
# Letters and signs of our three languages and their neighbours: nothing to ask for these.
ORDINARY = re.compile(r"[\t\n\r -~\u00a0-\u017f\u0400-\u045f\u0490\u0491\u2010-\u2026\u20ac]*")
# Even where a PDF has a form for them: XML, and with it the feed, allows no controls.
WITHOUT_FORM = frozenset({"Cc", "Cs", "Cn", "Co"})
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
SAMPLE = Path(str(files("toevlucht.picture.rendering").joinpath("sign.typ")))


def first_unprintable(text: str) -> int | None:
    """Where in ``text`` the first character stands that an edition cannot show."""
    if ORDINARY.fullmatch(text):
        return None
    return next((at for at, one in enumerate(text) if not _is_printable(one)), None)


def printable(text: str) -> str:
    """The text with a mark in the place of what cannot be shown."""
    if ORDINARY.fullmatch(text):
        return text
    return "".join(one if _is_printable(one) else REPLACEMENT for one in text)


def _is_printable(character: str) -> bool:
    return bool(ORDINARY.fullmatch(character)) or _has_form(character)


@cache
def _has_form(character: str) -> bool:
    """Typst knows; it is asked between letters, for at an edge it drops what has no width."""
    if unicodedata.category(character) in WITHOUT_FORM:
        return False
    try:
        made: bytes = typst.compile(
            SAMPLE,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"text": f"a{character}b"},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return bool(made)
