"""The parts of what is sealed: what each holds, and a copy of only those that were chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from toevlucht.signals.telling import Content, Words

FILES = "files"  # among what is included; which ones stands in rows of their own
# Who must not see it is in no part: it is never passed on.
_WORDS = {
    "facts": ("facts",),
    "interpretation": ("interpretation",),
    "place": ("place", "day"),
    "persons": ("persons",),
    "contact": ("contact",),
}
_BESIDE_WORDS = {"place": ("seen_on", "location", "household")}


def only(content: Content, parts: Collection[str]) -> Content:
    """A copy with everything empty that was not chosen."""
    words = {name: getattr(content.words, name) for part in parts for name in _WORDS.get(part, ())}
    beside = {
        name: getattr(content, name) for part in parts for name in _BESIDE_WORDS.get(part, ())
    }
    return replace(Content(Words(**{"facts": "", **words})), **beside)


def filled(content: Content) -> tuple[str, ...]:
    """The parts in which something stands."""
    return tuple(part for part in _WORDS if only(content, [part]) != Content(Words("")))
