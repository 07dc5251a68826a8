"""What the sender may have meant: the nearest code, column or file name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from toevlucht.dictionary.model import CodeList
from toevlucht.language import LANGUAGES, Message, language

MOST_LISTED = 16
LONGEST_COMPARED = 80


def name_hint(found: str, known: tuple[str, ...]) -> Message:
    """'Did you mean ...', or what is allowed where nothing comes near."""
    near = nearest(found, known)
    if near:
        return Message("checking.hint.nearest", {"suggestion": near})
    if len(known) <= MOST_LISTED:
        return Message("checking.hint.allowed", {"allowed": ", ".join(known)})
    return Message("checking.hint.see_dictionary")


def code_hint(found: str, codes: CodeList) -> Message:
    """The same for a code; a label in one of the three languages counts as nearly right."""
    labelled = _labels(codes).get(found.strip().casefold())
    if labelled:
        return Message("checking.hint.nearest", {"suggestion": labelled})
    return name_hint(found, codes.names)


def nearest(found: str, known: tuple[str, ...]) -> str | None:
    wanted = found.strip()[:LONGEST_COMPARED]
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(wanted.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else None


@cache
def _labels(codes: CodeList) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in LANGUAGES:
        catalogue = language(tag).catalogue
        for code in codes.names:
            label = catalogue.get(f"codes.{codes.id}.{code}")
            if isinstance(label, str):
                found.setdefault(label.casefold(), code)
    return found
