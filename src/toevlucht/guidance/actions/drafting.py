"""Make the next version of a handbook: write in a draft, send it to review, and back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from toevlucht.guidance.models import Draft, DraftPart, DraftStep, Handbook, Version
from toevlucht.guidance.models.drafts import CHAPTER, DROPPED, OPEN, REVIEW, WRITING
from toevlucht.guidance.parts import Plain, plain_chapter, plain_requirement
from toevlucht.guidance.queries.drafts import lacks_of, newest_parts, written_in
from toevlucht.guidance.written import CODE, SLUG, Texts
from toevlucht.language import LANGUAGES, Message
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


class Newer(Exception):
    """Somebody else wrote in the meantime. Nothing was changed; ``part`` is what stands now."""

    def __init__(self, part: DraftPart) -> None:
        super().__init__("newer part")
        self.part = part


@dataclass(frozen=True)
class Setup:
    """From when the version holds, how long there is to act on it, and what it is."""

    valid_from: datetime.date
    act_within_days: int
    note: Texts

    def fields(self) -> dict[str, object]:
        notes = {f"note_{tag}": self.note[tag] for tag in LANGUAGES}
        return {
            "valid_from": self.valid_from,
            "act_within_days": self.act_within_days,
            **notes,
        }


def open_draft(viewer: Viewer, handbook: Handbook, setup: Setup) -> Draft:
    """It begins as the newest version; there is one draft of a handbook at a time."""
    person = _editor(viewer, "handbook_draft.opened", handbook.code)
    newest = handbook.versions.order_by("-number").first()
    if newest is None:
        raise NotAllowed("handbook_draft.opened", "handbook", (handbook.code,))
    _check_day(setup, newest)
    try:
        with transaction.atomic():
            draft = Draft.objects.create(
                handbook=handbook, after=newest, opened_by_id=person, **setup.fields()
            )
            _step(draft, person, WRITING)
            record_change(viewer, "handbook_draft.opened", "handbook_draft", (draft.pk,))
    except IntegrityError as error:
        raise Refused(Message("handbooks.problem.open_already")) from error
    return draft


def set_up(viewer: Viewer, draft: Draft, seen: int, setup: Setup) -> Draft:
    person = _editor(viewer, "handbook_draft.changed", draft.pk)
    _check_day(setup, draft.after)
    with transaction.atomic():
        draft = writable(draft)
        if draft.revision != seen:
            raise Refused(Message("handbooks.problem.changed_since"))
        for name, value in setup.fields().items():
            setattr(draft, name, value)
        _revise(draft, *setup.fields())
        _step(draft, person, "setup")
        record_change(viewer, "handbook_draft.changed", "handbook_draft", (draft.pk, "setup"))
    return draft


def write_part(
    viewer: Viewer,
    draft: Draft,
    kind: str,
    name: str,
    seen: int,
    content: Plain,
    is_new: bool = False,
) -> Draft:
    """Save a chapter or requirement; ``seen`` is the revision that its writer had, 0 for none.

    Raises Newer where somebody else saved it in the meantime; then nothing is saved. What is
    added as new takes the place of nothing.
    """
    person = _editor(viewer, "handbook_draft.changed", draft.pk)
    if not (SLUG if kind == CHAPTER else CODE).fullmatch(name):
        raise Refused(Message(f"handbooks.problem.name_of_{kind}"), "name")
    with transaction.atomic():
        draft = writable(draft)
        if is_new and name in _standing(draft, kind):
            raise Refused(Message("handbooks.problem.exists"), "name")
        if _content(draft, kind, name, seen) != content:
            _add(viewer, draft, DraftPart(kind=kind, name=name, content=content, author_id=person))
    return draft


def take_out(viewer: Viewer, draft: Draft, kind: str, name: str, seen: int) -> Draft:
    """From the version that comes; in those before it, it stays."""
    person = _editor(viewer, "handbook_draft.changed", draft.pk)
    with transaction.atomic():
        draft = writable(draft)
        content = _content(draft, kind, name, seen)
        if content is not None:
            part = DraftPart(kind=kind, name=name, content=content, author_id=person)
            part.is_taken_out = True
            _add(viewer, draft, part)
    return draft


def submit(viewer: Viewer, draft: Draft, seen: int) -> Draft:
    """To review: from here on nobody writes in it, so what is approved is what was seen."""
    person = _editor(viewer, "handbook_draft.moved", draft.pk)
    with transaction.atomic():
        draft = writable(draft)
        if draft.revision != seen:
            raise Refused(Message("handbooks.problem.changed_since"))
        lacks = lacks_of(written_in(draft))
        if lacks:
            raise Refused(Message("handbooks.problem.lacks", {"n": len(lacks)}))
        draft.submitted_by_id = person
        _move(viewer, draft, person, REVIEW, "")
    return draft


def give_back(viewer: Viewer, draft: Draft, reason: str) -> Draft:
    """From review to writing, with what has to change; by an editor or an approver."""
    person = _centre(viewer, draft)
    with transaction.atomic():
        draft = locked(draft)
        if draft.state != REVIEW:
            raise Refused(Message("handbooks.problem.not_in_review"))
        if not reason.strip():
            raise Refused(Message("handbooks.problem.reason"), "reason")
        draft.submitted_by = None
        _move(viewer, draft, person, WRITING, reason.strip())
    return draft


def drop(viewer: Viewer, draft: Draft, reason: str) -> None:
    person = _editor(viewer, "handbook_draft.moved", draft.pk)
    with transaction.atomic():
        draft = locked(draft)
        if draft.state not in OPEN:
            raise Refused(Message("handbooks.problem.not_writable"))
        if not reason.strip():
            raise Refused(Message("handbooks.problem.reason"), "reason")
        _move(viewer, draft, person, DROPPED, reason.strip())


def locked(draft: Draft) -> Draft:
    """As it is now; until the transaction ends nobody else changes it."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("handbook", "after")
    return found.get(pk=draft.pk)


def writable(draft: Draft) -> Draft:
    draft = locked(draft)
    if draft.state != WRITING:
        raise Refused(Message("handbooks.problem.not_writable"))
    return draft


def _content(draft: Draft, kind: str, name: str, seen: int) -> Plain | None:
    """What stands there now, None for nothing; raises where it is newer than what was seen."""
    part = newest_parts(draft).get((kind, name))
    if part is not None and part.revision != seen:
        raise Newer(part)
    return _standing(draft, kind).get(name)


def _standing(draft: Draft, kind: str) -> Mapping[str, Plain]:
    """All chapters or requirements as they are now, by name."""
    written = written_in(draft)
    if kind == CHAPTER:
        return {one.slug: plain_chapter(one) for one in written.chapters}
    return {one.code: plain_requirement(one) for one in written.requirements}


def _add(viewer: Viewer, draft: Draft, part: DraftPart) -> None:
    _revise(draft)
    part.draft, part.revision = draft, draft.revision
    part.save(force_insert=True)
    ids = (draft.pk, part.kind, part.name)
    record_change(viewer, "handbook_draft.changed", "handbook_draft", ids)


def _revise(draft: Draft, *fields: str) -> None:
    draft.revision += 1
    draft.save(update_fields=["revision", *fields])


def _move(viewer: Viewer, draft: Draft, person: int, state: str, reason: str) -> None:
    draft.state = state
    draft.save(update_fields=["state", "submitted_by"])
    _step(draft, person, state, reason)
    record_change(viewer, "handbook_draft.moved", "handbook_draft", (draft.pk, state))


def _step(draft: Draft, person: int, kind: str, reason: str = "") -> None:
    DraftStep.objects.create(draft=draft, person_id=person, kind=kind, reason=reason)


def _check_day(setup: Setup, before: Version) -> None:
    if setup.valid_from < before.valid_from:
        raise Refused(Message("handbooks.problem.too_early"), "valid_from")


def _editor(viewer: Viewer, event: str, record: object) -> int:
    if not viewer.is_centre_with("editor") or viewer.person is None:
        raise NotAllowed(event, "handbook_draft", (str(record),))
    return viewer.person


def _centre(viewer: Viewer, draft: Draft) -> int:
    if not viewer.is_centre_with("editor", "approver") or viewer.person is None:
        raise NotAllowed("handbook_draft.moved", "handbook_draft", (str(draft.pk),))
    return viewer.person
