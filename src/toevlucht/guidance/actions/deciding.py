"""Publish a draft after review: by somebody who wrote nothing in it."""

from __future__ import annotations

from django.db import transaction

from toevlucht.guidance.actions.drafting import locked
from toevlucht.guidance.actions.indexing import index_anew
from toevlucht.guidance.actions.publishing import put_version
from toevlucht.guidance.models import Draft, DraftStep, Version
from toevlucht.guidance.models.drafts import PUBLISHED, REVIEW
from toevlucht.guidance.queries.drafts import written_in
from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


def may_decide(viewer: Viewer, draft: Draft) -> bool:
    """An approver of the centre who opened, set up, wrote and submitted nothing in it."""
    if not viewer.is_centre_with("approver") or viewer.person is None:
        return False
    if viewer.person in (draft.opened_by_id, draft.submitted_by_id):
        return False
    wrote = draft.parts.filter(author=viewer.person).exists()
    return not wrote and not draft.steps.filter(kind="setup", person=viewer.person).exists()


@transaction.atomic
def publish_draft(viewer: Viewer, draft: Draft, seen: int) -> Version:
    """The version, its index and the state of the draft: all of it or nothing."""
    draft = locked(draft)
    if not may_decide(viewer, draft) or viewer.person is None:
        raise NotAllowed("handbook.published", "handbook_draft", (str(draft.pk),))
    if draft.state != REVIEW:
        raise Refused(Message("handbooks.problem.not_in_review"))
    if draft.revision != seen:
        raise Refused(Message("handbooks.problem.changed_since"))
    if draft.handbook.versions.filter(number__gt=draft.after.number).exists():
        raise Refused(Message("handbooks.problem.overtaken"))
    version = put_version(viewer, draft.handbook, written_in(draft))
    index_anew(draft.handbook)
    draft.state, draft.published, draft.approved_by_id = PUBLISHED, version, viewer.person
    draft.save(update_fields=["state", "published", "approved_by"])
    DraftStep.objects.create(draft=draft, person_id=viewer.person, kind=PUBLISHED)
    record_change(viewer, "handbook_draft.moved", "handbook_draft", (draft.pk, PUBLISHED))
    return version
