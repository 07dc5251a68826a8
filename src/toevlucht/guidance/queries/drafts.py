"""Versions in the making, for the centre: what stands in them now, and what they still lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from toevlucht.guidance.models import Chapter, Draft, DraftPart, Requirement, Version
from toevlucht.guidance.models.drafts import CHAPTER, OPEN, REQUIREMENT
from toevlucht.guidance.parts import chapter_from, requirement_from
from toevlucht.guidance.queries.handbooks import Opened
from toevlucht.guidance.queries.written import requirement_as_row, written_of
from toevlucht.guidance.written import WrittenRequirement, WrittenVersion
from toevlucht.language import LANGUAGES
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Lack:
    """What keeps a part from being published: a missing language, or a chapter that is gone."""

    kind: str
    name: str
    language: str = ""


def drafts_for(viewer: Viewer) -> list[Draft]:
    """For editors and approvers of the centre, the newest first."""
    if not viewer.is_centre_with("editor", "approver"):
        return []
    return list(Draft.objects.select_related("handbook", "after").order_by("-pk"))


def open_drafts(viewer: Viewer) -> list[Draft]:
    return [one for one in drafts_for(viewer) if one.state in OPEN]


def find_draft(viewer: Viewer, draft: int) -> Draft | None:
    return next((one for one in drafts_for(viewer) if one.pk == draft), None)


def newest_parts(draft: Draft) -> dict[tuple[str, str], DraftPart]:
    parts = draft.parts.select_related("author").order_by("revision")
    return {(one.kind, one.name): one for one in parts}


def written_in(draft: Draft) -> WrittenVersion:
    """As it would be published: the version before it, with all that was written since."""
    before = written_of(draft.after)
    chapters = {one.slug: one for one in before.chapters}
    requirements = {one.code: one for one in before.requirements}
    for (kind, name), part in newest_parts(draft).items():
        if part.is_taken_out:
            (chapters if kind == CHAPTER else requirements).pop(name, None)
        elif kind == CHAPTER:
            chapters[name] = chapter_from(name, part.content)
        else:
            written = requirement_from(name, part.content, draft.valid_from)
            requirements[name] = _since(written, requirements.get(name))
    order = list(chapters)
    return WrittenVersion(
        number=draft.number,
        valid_from=draft.valid_from,
        act_within_days=draft.act_within_days,
        note={tag: draft.note(tag) for tag in LANGUAGES},
        chapters=list(chapters.values()),
        requirements=sorted(
            requirements.values(), key=lambda one: (_place(order, one.chapter), one.code)
        ),
    )


def lacks_of(written: WrittenVersion) -> list[Lack]:
    slugs = {one.slug for one in written.chapters}
    found = [
        Lack(CHAPTER, chapter.slug, tag)
        for chapter in written.chapters
        for tag in LANGUAGES
        if not chapter.title.get(tag) or not chapter.body.get(tag)
    ]
    for one in written.requirements:
        found += [Lack(REQUIREMENT, one.code, tag) for tag in LANGUAGES if not one.text.get(tag)]
        if one.chapter not in slugs:
            found.append(Lack(REQUIREMENT, one.code))
    return found


def opened_as_draft(draft: Draft, written: WrittenVersion) -> Opened:
    """The draft as a reader would open it, without a row of it in the published tables."""
    version = Version(handbook=draft.handbook, number=draft.number, valid_from=draft.valid_from)
    chapters = {
        one.slug: Chapter(
            version=version,
            slug=one.slug,
            **{f"title_{tag}": one.title.get(tag, "") for tag in LANGUAGES},
            **{f"body_{tag}": one.body.get(tag, "") for tag in LANGUAGES},
        )
        for one in written.chapters
    }
    requirements = list(_requirements(version, chapters, written.requirements))
    return Opened(draft.handbook, version, [version], list(chapters.values()), requirements)


def _requirements(
    version: Version, chapters: dict[str, Chapter], written: Iterable[WrittenRequirement]
) -> Iterable[Requirement]:
    for one in written:
        chapter = chapters.get(one.chapter) or Chapter(slug=one.chapter)
        yield requirement_as_row(one, version=version, chapter=chapter)


def _since(now: WrittenRequirement, before: WrittenRequirement | None) -> WrittenRequirement:
    """What was changed and changed back holds as long as it did."""
    if before is not None and before.essence == now.essence:
        return replace(now, valid_from=before.valid_from)
    return now


def _place(order: list[str], chapter: str) -> int:
    return order.index(chapter) if chapter in order else len(order)
