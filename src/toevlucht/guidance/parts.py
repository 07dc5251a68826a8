"""A chapter or requirement as it is kept in a draft: plain data, and back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from toevlucht.guidance.written import WrittenChapter, WrittenRequirement, norm

Plain = dict[str, Any]


def plain_chapter(one: WrittenChapter) -> Plain:
    return {"title": dict(one.title), "body": dict(one.body)}


def chapter_from(name: str, plain: Mapping[str, Any]) -> WrittenChapter:
    return WrittenChapter(name, plain["title"], plain["body"])


def plain_requirement(one: WrittenRequirement) -> Plain:
    """Without the day since which it holds: that is the version's, where anything changed."""
    return {
        "chapter": one.chapter,
        "text": dict(one.text),
        "provenance": one.provenance,
        "force": one.force,
        "evidence": one.evidence,
        "source": one.source,
        "source_on": one.source_on,
        "valid_until": one.valid_until.isoformat() if one.valid_until else "",
        "norms": [each.plain() for each in one.norms],
        "audiences": list(one.audiences),
        "occasions": list(one.occasions),
    }


def requirement_from(
    name: str, plain: Mapping[str, Any], since: datetime.date
) -> WrittenRequirement:
    until = plain["valid_until"]
    return WrittenRequirement(
        code=name,
        chapter=plain["chapter"],
        text=plain["text"],
        provenance=plain["provenance"],
        force=plain["force"],
        evidence=plain["evidence"],
        source=plain["source"],
        source_on=plain["source_on"],
        valid_from=since,
        valid_until=datetime.date.fromisoformat(until) if until else None,
        norms=tuple(norm(each) for each in plain["norms"]),
        audiences=tuple(plain["audiences"]),
        occasions=tuple(plain["occasions"]),
    )
