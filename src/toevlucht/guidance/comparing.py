"""What changed between two texts, word by word, and between two versions, name by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

PIECE = re.compile(r"\s+|\S+")
SAME, REMOVED, ADDED = "same", "removed", "added"


@dataclass(frozen=True)
class Piece:
    """Some words that stand in both texts, or in one of them."""

    kind: str
    text: str


def changed_words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: in the first what was removed is marked, in the second what came."""
    old, new = PIECE.findall(before), PIECE.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for how, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if how == "equal":
            left.append(Piece(SAME, gone))
            right.append(Piece(SAME, come))
            continue
        if gone:
            left.append(Piece(REMOVED, gone))
        if come:
            right.append(Piece(ADDED, come))
    return left, right


def changed_names(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """What is new, gone or different by name, in the order of the newer and then of the older."""
    names: Iterable[str] = [*after, *(name for name in before if name not in after)]
    found: dict[str, str] = {}
    for name in names:
        if name not in before:
            found[name] = "added"
        elif name not in after:
            found[name] = "removed"
        elif before[name] != after[name]:
            found[name] = "changed"
    return found
