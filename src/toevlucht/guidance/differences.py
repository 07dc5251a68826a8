"""What became of requirements and chapters between two versions, in the words of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toevlucht.guidance.comparing import Piece, changed_names, changed_words
from toevlucht.guidance.markup import plain_text
from toevlucht.guidance.queries.handbooks import Opened
from toevlucht.guidance.shown import Shown, shown
from toevlucht.language import Language

# What follows from a change is none by itself.
FOLLOWS = "valid"


@dataclass(frozen=True)
class Sides:
    """Something in the version before and in the one after, each in pieces."""

    label: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True)
class Difference:
    """What became of a requirement or chapter; ``facts`` are those that differ."""

    name: str
    kind: str
    text: Sides
    facts: list[Sides]


def of_requirements(old: Opened, new: Opened, spoken: Language) -> list[Difference]:
    before = {one.code: shown(one, spoken) for one in old.requirements}
    after = {one.code: shown(one, spoken) for one in new.requirements}
    kinds = changed_names(_said(before), _said(after))
    return [
        _difference(code, kind, before.get(code), after.get(code)) for code, kind in kinds.items()
    ]


def _said(versions: Mapping[str, Shown]) -> dict[str, object]:
    return {
        code: (one.text, {name: fact for name, fact in one.facts.items() if name != FOLLOWS})
        for code, one in versions.items()
    }


def _difference(code: str, kind: str, before: Shown | None, after: Shown | None) -> Difference:
    old = before.facts if before else {}
    new = after.facts if after else {}
    facts = [
        _sides((new.get(name) or old[name])[0], _fact(old, name), _fact(new, name))
        for name in dict.fromkeys((*new, *old))
        if name != FOLLOWS and _fact(old, name) != _fact(new, name)
    ]
    text = _sides("", before.text if before else "", after.text if after else "")
    return Difference(code, kind, text, facts)


def of_chapters(old: Opened, new: Opened, spoken: Language) -> list[Difference]:
    tag = spoken.tag
    before = {one.slug: (one.title(tag), one.body(tag)) for one in old.chapters}
    after = {one.slug: (one.title(tag), one.body(tag)) for one in new.chapters}
    return [
        Difference(
            (after.get(slug) or before[slug])[0],
            kind,
            _sides("", _plain(before.get(slug)), _plain(after.get(slug))),
            [],
        )
        for slug, kind in changed_names(before, after).items()
    ]


def _plain(chapter: tuple[str, str] | None) -> str:
    return plain_text(chapter[1]) if chapter else ""


def _fact(facts: Mapping[str, tuple[str, str]], name: str) -> str:
    return facts[name][1] if name in facts else ""


def _sides(label: str, before: str, after: str) -> Sides:
    return Sides(label, *changed_words(before, after))
