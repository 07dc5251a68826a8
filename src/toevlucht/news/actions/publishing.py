"""Publish an item after review by somebody who wrote nothing in it; put one in the archive."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from toevlucht.language import LANGUAGES, Message, language
from toevlucht.news.actions.writing import locked, move, refuse_lacks
from toevlucht.news.models import Draft, Item, ItemVersion
from toevlucht.news.models.writing import PUBLISHED, REVIEW
from toevlucht.news.referents import marks_of
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


def may_decide(viewer: Viewer, draft: Draft) -> bool:
    """An approver of the centre who opened, wrote and submitted nothing in it."""
    if not viewer.is_centre_with("approver") or viewer.person is None:
        return False
    if viewer.person in (draft.opened_by_id, draft.submitted_by_id):
        return False
    return not draft.saves.filter(author=viewer.person).exists()


@transaction.atomic
def publish_draft(viewer: Viewer, draft: Draft, seen: int) -> ItemVersion:
    """The version and the state of the draft: all of it or nothing."""
    draft = locked(draft)
    if not may_decide(viewer, draft) or viewer.person is None:
        raise NotAllowed("news.published", "news_draft", (str(draft.pk),))
    if draft.state != REVIEW:
        raise Refused(Message("news.problem.not_in_review"))
    if draft.revision != seen:
        raise Refused(Message("news.problem.changed_since"))
    refuse_lacks(draft)  # what it refers to may have gone since
    version = _put_version(draft)
    draft.published, draft.approved_by_id = version, viewer.person
    move(viewer, draft, viewer.person, PUBLISHED)
    record_change(viewer, "news.published", "news", (version.item.slug, version.number))
    return version


@transaction.atomic
def archive(viewer: Viewer, item: Item, is_archived: bool) -> None:
    """Out of the list of news, or back into it; its address stays."""
    if not viewer.is_centre_with("editor", "approver"):
        raise NotAllowed("news.archived", "news", (item.slug,))
    item.archived_on = timezone.localdate() if is_archived else None
    item.save(update_fields=["archived_on"])
    record_change(viewer, "news.archived", "news", (item.slug,))


def _put_version(draft: Draft) -> ItemVersion:
    written = draft.written
    item = draft.item or Item.objects.create(slug=draft.slug)
    plain = written.plain()
    digest = hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode())
    version = ItemVersion.objects.create(
        item=item,
        number=item.newest.number + 1 if item.newest else 1,
        on=written.on,
        published_on=timezone.localdate(),
        content=plain,
        marks=marks_of(written.references, language(LANGUAGES[0])),
        sha256=digest.hexdigest(),
    )
    item.newest = version
    item.save(update_fields=["newest"])
    return version
