"""Write an item or its correction, send it to review, and take it back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.news.models import Draft, DraftSave, DraftStep, Item
from toevlucht.news.models.writing import DROPPED, OPEN, REVIEW, WRITING
from toevlucht.news.queries.drafts import lacks_of_draft
from toevlucht.news.written import WrittenItem
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

RESERVED = ("archive",)
"""Names that are addresses of something else below `/news/`."""


def open_draft(viewer: Viewer, slug: str, written: WrittenItem) -> Draft:
    """Of an item that is not there yet."""
    person = _editor(viewer, "news_draft.opened", slug)
    if slug in RESERVED or Item.objects.filter(slug=slug).exists():
        raise Refused(Message("news.problem.slug_taken"), "slug")
    return _open(viewer, person, slug, None, written)


def open_correction(viewer: Viewer, item: Item) -> Draft:
    """It begins as readers have it now."""
    person = _editor(viewer, "news_draft.opened", item.slug)
    assert item.newest
    newest = item.newest.written
    begun = WrittenItem(
        newest.on, newest.title, newest.summary, {}, newest.statements, newest.references
    )
    return _open(viewer, person, item.slug, item, begun)


@transaction.atomic
def save(viewer: Viewer, draft: Draft, seen: int, written: WrittenItem) -> Draft:
    """All of it; ``seen`` is the revision that its writer had. Who is late changes nothing."""
    person = _editor(viewer, "news_draft.changed", draft.pk)
    draft = locked(draft)
    if draft.state != WRITING:
        raise Refused(Message("news.problem.not_writable"))
    if draft.revision != seen:
        raise Refused(Message("news.problem.changed_since"))
    if draft.written != written:
        draft.revision += 1
        draft.save(update_fields=["revision"])
        _add_save(draft, person, written)
        record_change(viewer, "news_draft.changed", "news_draft", (draft.pk,))
    return draft


@transaction.atomic
def submit(viewer: Viewer, draft: Draft, seen: int) -> None:
    """To review: from here on nobody writes in it, so what is approved is what was seen."""
    person = _editor(viewer, "news_draft.moved", draft.pk)
    draft = locked(draft)
    if draft.state != WRITING:
        raise Refused(Message("news.problem.not_writable"))
    if draft.revision != seen:
        raise Refused(Message("news.problem.changed_since"))
    refuse_lacks(draft)
    draft.submitted_by_id = person
    move(viewer, draft, person, REVIEW)


@transaction.atomic
def give_back(viewer: Viewer, draft: Draft, reason: str) -> None:
    """From review to writing, with what has to change; by an editor or an approver."""
    if not viewer.is_centre_with("editor", "approver") or viewer.person is None:
        raise NotAllowed("news_draft.moved", "news_draft", (str(draft.pk),))
    draft = locked(draft)
    if draft.state != REVIEW:
        raise Refused(Message("news.problem.not_in_review"))
    draft.submitted_by = None
    move(viewer, draft, viewer.person, WRITING, reason)


@transaction.atomic
def drop(viewer: Viewer, draft: Draft, reason: str) -> None:
    person = _editor(viewer, "news_draft.moved", draft.pk)
    draft = locked(draft)
    if draft.state not in OPEN:
        raise Refused(Message("news.problem.not_writable"))
    draft.submitted_by = None
    move(viewer, draft, person, DROPPED, reason)


def locked(draft: Draft) -> Draft:
    """As it is now; until the transaction ends nobody else changes it."""
    return Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)


def refuse_lacks(draft: Draft) -> None:
    lacks = lacks_of_draft(draft)
    if lacks:
        raise Refused(Message("news.problem.lacks", {"n": len(lacks)}))


def move(viewer: Viewer, draft: Draft, person: int, state: str, reason: str = "") -> None:
    """In the caller's transaction, which holds the draft."""
    draft.state = state
    draft.save(update_fields=["state", "submitted_by", "approved_by", "published"])
    DraftStep.objects.create(draft=draft, person_id=person, kind=state, reason=reason.strip())
    record_change(viewer, "news_draft.moved", "news_draft", (draft.pk, state))


def _open(viewer: Viewer, person: int, slug: str, item: Item | None, written: WrittenItem) -> Draft:
    try:
        with transaction.atomic():
            draft = Draft.objects.create(slug=slug, item=item, opened_by_id=person)
            _add_save(draft, person, written)
            DraftStep.objects.create(draft=draft, person_id=person, kind=WRITING)
            record_change(viewer, "news_draft.opened", "news_draft", (draft.pk,))
    except IntegrityError as error:
        raise Refused(Message("news.problem.open_already"), "slug") from error
    return draft


def _add_save(draft: Draft, person: int, written: WrittenItem) -> None:
    DraftSave.objects.create(
        draft=draft,
        revision=draft.revision,
        content=written.plain(),
        author_id=person,
        at=timezone.now(),
    )


def _editor(viewer: Viewer, event: str, record: object) -> int:
    if not viewer.is_centre_with("editor") or viewer.person is None:
        raise NotAllowed(event, "news_draft", (str(record),))
    return viewer.person
