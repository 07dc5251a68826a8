"""A published version as it was written, to compare with or to go on from."""

from __future__ import annotations

from typing import Any

from toevlucht.guidance.models import Chapter, Requirement, Version
from toevlucht.guidance.written import (
    WrittenChapter,
    WrittenRequirement,
    WrittenVersion,
    norm,
)
from toevlucht.language import LANGUAGES


def written_of(version: Version) -> WrittenVersion:
    chapters = version.chapters.order_by("position")
    requirements = version.requirements.select_related("chapter").order_by("position")
    return WrittenVersion(
        number=version.number,
        valid_from=version.valid_from,
        act_within_days=(version.act_by - version.published_on).days,
        note={tag: version.note(tag) for tag in LANGUAGES},
        chapters=[chapter_as_written(one) for one in chapters],
        requirements=[requirement_as_written(one) for one in requirements],
    )


def chapter_as_written(one: Chapter) -> WrittenChapter:
    return WrittenChapter(
        slug=one.slug,
        title={tag: one.title(tag) for tag in LANGUAGES},
        body={tag: one.body(tag) for tag in LANGUAGES},
    )


def requirement_as_row(one: WrittenRequirement, **where: Any) -> Requirement:
    """Not saved; ``where`` is its version, chapter and position."""
    return Requirement(
        code=one.code,
        provenance=one.provenance,
        force=one.force,
        evidence=one.evidence,
        source=one.source,
        source_on=one.source_on,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        norms=[each.plain() for each in one.norms],
        audiences=list(one.audiences),
        occasions=list(one.occasions),
        **{f"text_{tag}": one.text.get(tag, "") for tag in LANGUAGES},
        **where,
    )


def requirement_as_written(one: Requirement) -> WrittenRequirement:
    """``one`` with its chapter at hand."""
    return WrittenRequirement(
        code=one.code,
        chapter=one.chapter.slug,
        text={tag: one.text(tag) for tag in LANGUAGES},
        provenance=one.provenance,
        force=one.force,
        evidence=one.evidence,
        source=one.source,
        source_on=one.source_on,
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        norms=tuple(norm(each) for each in one.norms),
        audiences=tuple(one.audiences),
        occasions=tuple(one.occasions),
    )
