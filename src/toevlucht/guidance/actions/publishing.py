"""Put a version of a handbook where everybody reads it; from then on it never changes."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from toevlucht.guidance.actions.indexing import index_anew
from toevlucht.guidance.comparing import changed_names
from toevlucht.guidance.models import Change, Chapter, Handbook, Requirement, Version
from toevlucht.guidance.queries.written import requirement_as_row, written_of
from toevlucht.guidance.shipped import Shipped, shipped
from toevlucht.guidance.written import WrittenError, WrittenRequirement, WrittenVersion, faults
from toevlucht.language import LANGUAGES
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import OPERATOR, NotAllowed, Viewer


class AnotherText(Exception):
    """A version with this number is published, and says something else; it cannot change."""


def load_handbooks(viewer: Viewer, handbooks: Sequence[Shipped] | None = None) -> list[Version]:
    """Publish what came with the software and is not here yet; for whoever runs the server."""
    if viewer != OPERATOR:
        raise NotAllowed("handbook.published", "handbook")
    made: list[Version] = []
    with transaction.atomic():
        for one in shipped() if handbooks is None else handbooks:
            handbook = _handbook(one)
            here = {version.number: version for version in handbook.versions.all()}
            before = len(made)
            for written in one.versions:
                if written.number not in here:
                    made.append(put_version(viewer, handbook, written))
                elif here[written.number].sha256 != digest_of(written):
                    raise AnotherText(f"{handbook.code} {written.number}")
            if len(made) > before:
                index_anew(handbook)
    return made


def put_version(viewer: Viewer, handbook: Handbook, written: WrittenVersion) -> Version:
    """Inside the caller's transaction; the caller makes the index anew."""
    wrong = faults(written)
    if wrong:
        raise WrittenError("; ".join(wrong))
    today = timezone.localdate()
    version = Version.objects.create(
        handbook=handbook,
        number=written.number,
        valid_from=written.valid_from,
        published_on=today,
        act_by=today + datetime.timedelta(days=written.act_within_days),
        sha256=digest_of(written),
        **{f"note_{tag}": written.note[tag] for tag in LANGUAGES},
    )
    chapters = _put_chapters(version, written)
    _put_requirements(version, written, chapters)
    _put_changes(version, written)
    record_change(viewer, "handbook.published", "handbook", [handbook.code, version.number])
    return version


def digest_of(written: WrittenVersion) -> str:
    """Of everything that is written in a version, so that another text is noticed."""
    plain = json.dumps(asdict(written), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def _handbook(one: Shipped) -> Handbook:
    texts = {
        f"{name}_{tag}": text[tag]
        for name, text in (("title", one.title), ("about", one.about))
        for tag in LANGUAGES
    }
    handbook, _ = Handbook.objects.get_or_create(code=one.code, defaults=texts)
    return handbook


def _put_chapters(version: Version, written: WrittenVersion) -> dict[str, Chapter]:
    rows = [
        Chapter(
            version=version,
            position=position,
            slug=one.slug,
            **{f"title_{tag}": one.title[tag] for tag in LANGUAGES},
            **{f"body_{tag}": one.body[tag] for tag in LANGUAGES},
        )
        for position, one in enumerate(written.chapters, start=1)
    ]
    return {one.slug: one for one in Chapter.objects.bulk_create(rows)}


def _put_requirements(
    version: Version, written: WrittenVersion, chapters: dict[str, Chapter]
) -> None:
    Requirement.objects.bulk_create(
        requirement_as_row(one, version=version, chapter=chapters[one.chapter], position=position)
        for position, one in enumerate(written.requirements, start=1)
    )


def _put_changes(version: Version, written: WrittenVersion) -> None:
    """Held against the version before; in a first version nothing changed."""
    before = Version.objects.filter(handbook=version.handbook, number=version.number - 1).first()
    if before is None:
        return
    old = {one.code: one for one in written_of(before).requirements}
    new = {one.code: one for one in written.requirements}
    kinds = changed_names(
        {code: one.essence for code, one in old.items()},
        {code: one.essence for code, one in new.items()},
    )
    Change.objects.bulk_create(
        Change(version=version, code=code, kind=kind, audiences=_audiences(old, new, code))
        for code, kind in kinds.items()
    )


def _audiences(
    old: dict[str, WrittenRequirement], new: dict[str, WrittenRequirement], code: str
) -> list[str]:
    """Whoever it is for now, or was for before: the one has to do it, the other may stop."""
    named = [*(new[code].audiences if code in new else ())]
    named += [one for one in (old[code].audiences if code in old else ()) if one not in named]
    return named
