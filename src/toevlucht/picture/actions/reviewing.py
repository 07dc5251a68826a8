"""Partners review a draft: they remark, approve or object; an editor replies."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from toevlucht.picture.actions.drafting import locked
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.drafting.lacking import FIGURE_IDS
from toevlucht.picture.editorial import SECTIONS
from toevlucht.picture.models import Answer, Comment, Draft
from toevlucht.picture.models.draft_review import APPROVE, OBJECT
from toevlucht.picture.models.drafts import REVIEW
from toevlucht.picture.queries.drafts.reading import newest_build, reviews
from toevlucht.picture.queries.drafts.words import judgements_of
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

REMARKERS = ("contributor", "approver")


def remark(viewer: Viewer, draft: Draft, part: str, text: str) -> Comment:
    """Say something about a section, a judgement or a figure of a draft in review."""
    person = _reviewer(viewer, "draft.commented", draft, *REMARKERS)
    with transaction.atomic():
        draft = _in_review(draft)
        if part not in parts_of(draft):
            raise NotPossible("part_gone")
        made = Comment.objects.create(
            draft=draft,
            organisation=viewer.organisation,
            person_id=person,
            part=part,
            revision=draft.revision,
            text=text.strip(),
        )
        record_change(viewer, "draft.commented", "draft", [draft.pk, made.pk])
    return made


def reply(viewer: Viewer, comment: Comment, text: str) -> None:
    """An editor answers a remark; that settles it."""
    if not viewer.is_centre_with("editor") or viewer.person is None:
        raise NotAllowed("draft.comment_resolved", "comment", (str(comment.pk),))
    with transaction.atomic():
        draft = locked(comment.draft)
        changed = Comment.objects.filter(pk=comment.pk, reply="").update(
            reply=text.strip(), replied_by=viewer.person, replied_at=timezone.now()
        )
        if not changed:
            raise NotPossible("replied_already")
        record_change(viewer, "draft.comment_resolved", "draft", [draft.pk, comment.pk])


def answer(viewer: Viewer, draft: Draft, seen: int, given: str, reason: str = "") -> Answer:
    """Approve the own part of the revision that was ``seen``, or object to it with a reason."""
    event = "draft.part_objected" if given == OBJECT else "draft.part_approved"
    person = _reviewer(viewer, event, draft, "approver")
    with transaction.atomic():
        draft = _in_review(draft)
        build = newest_build(draft)
        if build is None or build.revision != draft.revision or draft.revision != seen:
            raise NotPossible("changed_since_seen")
        if given not in (APPROVE, OBJECT) or (given == OBJECT and not reason.strip()):
            raise NotPossible("objection_reason")
        made = Answer.objects.create(
            draft=draft,
            organisation=viewer.organisation,
            person_id=person,
            answer=given,
            reason=reason.strip(),
            revision=draft.revision,
            data_sha256=build.data_sha256,
        )
        record_change(viewer, event, "draft", [draft.pk, f"r{draft.revision}"])
    return made


def parts_of(draft: Draft) -> list[str]:
    """What a remark can be about: sections, judgements and figures, in the order of reading."""
    sections = [f"section:{section}" for section in SECTIONS]
    judgements = [f"judgement:{judgement.name}" for judgement in judgements_of(draft)]
    return [*sections, *judgements, *(f"figure:{figure}" for figure in FIGURE_IDS)]


def _reviewer(viewer: Viewer, event: str, draft: Draft, *roles: str) -> int:
    """The person, of an organisation that is asked, with a role in which one may do this."""
    if not viewer.has(*roles) or viewer.person is None:
        raise NotAllowed(event, "draft", (str(draft.pk),))
    if not reviews(viewer).filter(pk=draft.pk).exists():
        raise NotAllowed(event, "draft", (str(draft.pk),))
    return viewer.person


def _in_review(draft: Draft) -> Draft:
    draft = locked(draft)
    if draft.state != REVIEW:
        raise NotPossible("not_in_review")
    return draft
