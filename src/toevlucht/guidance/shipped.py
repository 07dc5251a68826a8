"""The handbooks that come with the software: each version holds only what it changes.

``content/handbooks/goo/2/requirements.toml`` has the requirements that are new or changed in
version 2, and ``removed`` names those that are gone; the same holds of its chapters.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from toevlucht.guidance.written import (
    Texts,
    WrittenChapter,
    WrittenRequirement,
    WrittenVersion,
    norm,
)
from toevlucht.language import LANGUAGES

HANDBOOKS = files("toevlucht.content").joinpath("handbooks")


@dataclass(frozen=True)
class Shipped:
    """A handbook with all its versions, the oldest first."""

    code: str
    title: Texts
    about: Texts
    versions: tuple[WrittenVersion, ...]


def shipped(folder: Traversable = HANDBOOKS) -> list[Shipped]:
    handbooks = (one for one in folder.iterdir() if one.joinpath("handbook.toml").is_file())
    return [_handbook(one) for one in sorted(handbooks, key=lambda one: one.name)]


def _handbook(folder: Traversable) -> Shipped:
    about = _toml(folder.joinpath("handbook.toml"))
    return Shipped(folder.name, about["title"], about["about"], tuple(_versions(folder)))


def _versions(folder: Traversable) -> Iterator[WrittenVersion]:
    chapters: dict[str, WrittenChapter] = {}
    requirements: dict[str, WrittenRequirement] = {}
    number = 1
    while (changes := folder.joinpath(str(number))).is_dir():
        about = _toml(changes.joinpath("version.toml"))
        order: list[str] = about["chapters"]
        titles: Mapping[str, Texts] = about.get("titles", {})
        for slug in order:
            chapters[slug] = _chapter(changes, slug, titles.get(slug), chapters.get(slug))
        listed = _toml(changes.joinpath("requirements.toml"))
        for gone in listed.get("removed", ()):
            del requirements[gone]
        for one in listed["requirement"]:
            requirements[one["code"]] = _requirement(one, about["valid_from"])
        yield WrittenVersion(
            number=number,
            valid_from=about["valid_from"],
            act_within_days=about["act_within_days"],
            note=about["note"],
            chapters=[chapters[slug] for slug in order],
            requirements=sorted(
                requirements.values(), key=lambda one: (order.index(one.chapter), one.code)
            ),
        )
        number += 1


def _chapter(
    changes: Traversable, slug: str, title: Texts | None, before: WrittenChapter | None
) -> WrittenChapter:
    """As it is written here; in a language in which it is not, as it was."""
    texts = {tag: changes.joinpath(tag, f"{slug}.md") for tag in LANGUAGES}
    body = {tag: file.read_text("utf-8").strip() for tag, file in texts.items() if file.is_file()}
    if before is None:
        return WrittenChapter(slug, title or {}, body)
    return replace(before, title=title or before.title, body={**before.body, **body})


def _requirement(one: Mapping[str, Any], since: datetime.date) -> WrittenRequirement:
    return WrittenRequirement(
        code=one["code"],
        chapter=one["chapter"],
        text={tag: one[tag] for tag in LANGUAGES},
        provenance=one["provenance"],
        force=one["force"],
        evidence=one["evidence"],
        source=one["source"],
        source_on=one.get("source_on", ""),
        valid_from=one.get("valid_from", since),
        valid_until=one.get("valid_until"),
        norms=tuple(norm(each) for each in one.get("norms", ())),
        audiences=tuple(one["audiences"]),
        occasions=tuple(one.get("occasions", ())),
    )


def _toml(file: Traversable) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))
