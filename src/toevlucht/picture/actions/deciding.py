"""Decide that a draft is published: four eyes, and what becomes of the decision."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions.draft_builds import (
    checks_of,
    earlier_versions,
    refusal_of,
)
from toevlucht.picture.actions.drafting import locked
from toevlucht.picture.actions.keeping import ForPartners
from toevlucht.picture.actions.publishing import publish_edition
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.building import BuildError, build, steps
from toevlucht.picture.built import PublishingRefused, read_built
from toevlucht.picture.draft_folders import review_folder, workplace
from toevlucht.picture.drafting.lacking import lacking
from toevlucht.picture.drafting.refreezing import data_sha256, refreeze
from toevlucht.picture.drafting.writing import write_editorial
from toevlucht.picture.earlier import EarlierError
from toevlucht.picture.editorial import EditorialError
from toevlucht.picture.markdown import MarkdownError
from toevlucht.picture.models import Draft, DraftStep, EditionVersion
from toevlucht.picture.models.drafts import CORRECTED, PUBLISHED, PUBLISHING, REVIEW
from toevlucht.picture.queries.drafts.reading import (
    newest_build,
    positions,
    taken_back_since_frozen,
    wrote_in,
)
from toevlucht.picture.queries.drafts.words import edition_of, invited_to
from toevlucht.picture.rendering.pdf import PdfError
from toevlucht.picture.snapshot import FreezeError
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import JobProblem, Report, ask
from toevlucht.records.viewer import NotAllowed, Viewer

REFUSALS = (FreezeError, BuildError, EarlierError, EditorialError, MarkdownError, PdfError)
STEPS = 1 + 2 * steps(LANGUAGES, pdf=True)


def decide(viewer: Viewer, draft: Draft, seen: int, override_reason: str = "") -> int:
    """Publish the revision that was ``seen``; the number of the job that does it.

    An approver of the centre who wrote nothing in it decides. Over an objection that stands it
    takes a reason, which the partner reads.
    """
    if not viewer.is_centre_with("approver") or viewer.person is None:
        raise NotAllowed("draft.published", "draft", (str(draft.pk),))
    with transaction.atomic():
        draft = locked(draft)
        if wrote_in(draft, viewer.person):
            raise NotAllowed("draft.published", "draft", (str(draft.pk),))
        reason = _check(viewer, draft, seen, override_reason.strip())
        draft.state, draft.approved_by_id = PUBLISHING, viewer.person
        draft.published_on = timezone.localdate()
        draft.override_reason = reason
        draft.save()
        DraftStep.objects.create(
            draft=draft, person_id=viewer.person, kind=PUBLISHING, reason=reason
        )
        record_change(viewer, "draft.state_changed", "draft", [draft.pk, PUBLISHING])
        return int(ask(viewer, "draft.publish", draft=draft.pk).pk)


def _check(viewer: Viewer, draft: Draft, seen: int, reason: str) -> str:
    """The reason that is kept: none where nobody objects."""
    build = newest_build(draft)
    if draft.state != REVIEW or build is None or not draft.frozen:
        raise NotPossible("not_in_review")
    if not draft.revision == build.revision == seen:
        raise NotPossible("changed_since_seen")
    if found := lacking(edition_of(draft)):
        raise NotPossible("lacking", n=len(found))
    if draft.comments.filter(reply="").exists():
        raise NotPossible("unanswered")
    if taken_back := taken_back_since_frozen(draft):
        raise NotPossible("taken_back", n=len(taken_back))
    objects = any(one.standing == "objects" for one in positions(viewer, draft, build))
    if objects and not reason:
        raise NotPossible("objected")
    return reason if objects else ""


def publish_draft(draft: Draft, report: Report) -> None:
    """Build the decided revision whole and publish it; again and again with the same outcome.

    Killed at any moment it leaves the old state: rows come last, in one transaction, and folders
    that lie there without rows are replaced. What it refuses goes back to review, undecided.
    """
    draft = Draft.objects.select_related("series", "corrects").get(pk=draft.pk)
    if draft.state != PUBLISHING:
        return
    try:
        _publish(draft, report)
    except REFUSALS as error:
        _undecide(draft)
        raise JobProblem(refusal_of(error)) from error
    except PublishingRefused as error:
        _undecide(draft)
        raise JobProblem(error.message) from error


def _publish(draft: Draft, report: Report) -> None:
    with tempfile.TemporaryDirectory(dir=workplace(draft.pk)) as temporary:
        place = Path(temporary)
        report(0, STEPS, "drafts.progress.freezing")
        write_editorial(edition_of(draft), place / "editorial")
        refreeze(review_folder(draft.pk, draft.frozen), place / "editorial", place / "frozen")
        _same_data(draft, place / "frozen")
        done = 0
        for _ in build(place / "frozen", place / "partners", public=False):
            done += 1
            report(done, STEPS, "drafts.progress.building")
        for _ in build(place / "frozen", place / "public", earlier=earlier_versions(draft)):
            done += 1
            report(done, STEPS, "drafts.progress.building")
        if not checks_of(place / "public").get("attacked"):
            raise BuildError("the public rendition was not attacked")
        report(STEPS - 1, STEPS, "drafts.progress.publishing")
        _put_in_place(draft, place)


def _same_data(draft: Draft, frozen: Path) -> None:
    """What partners looked at is what is published, whatever happened to the folder since."""
    looked_at = newest_build(draft)
    if looked_at is None or looked_at.data_sha256 != data_sha256(frozen):
        raise FreezeError(["the frozen data are not those that were reviewed"])


def _put_in_place(draft: Draft, place: Path) -> None:
    built = read_built(place / "partners", "partners")
    given = ForPartners(built, draft.handling, invited_to(draft))
    with transaction.atomic():
        now = locked(draft)
        if now.state != PUBLISHING:
            return
        version = publish_edition(place / "public", place / "frozen", given)
        now.state, now.published = PUBLISHED, version
        now.save()
        DraftStep.objects.create(draft=now, person_id=now.approved_by_id, kind=PUBLISHED)
        _mark_corrected(version)
        record_change(_approver(now), "draft.published", "draft", [now.pk, version.pk])
    shutil.rmtree(review_folder(draft.pk, draft.frozen).parent, ignore_errors=True)


def _mark_corrected(version: EditionVersion) -> None:
    corrected = Draft.objects.filter(published=version.corrects, published__isnull=False)
    for draft in corrected:
        draft.state = CORRECTED
        draft.save(update_fields=["state"])
        DraftStep.objects.create(draft=draft, kind=CORRECTED)


def _undecide(draft: Draft) -> None:
    with transaction.atomic():
        now = locked(draft)
        if now.state != PUBLISHING:
            return
        now.state, now.approved_by, now.published_on = REVIEW, None, None
        now.override_reason = ""
        now.save()
        DraftStep.objects.create(draft=now, kind=REVIEW)


def _approver(draft: Draft) -> Viewer:
    """Who decided, while the work is done later and by nobody in particular."""
    approver = draft.approved_by
    assert approver is not None
    return Viewer(
        person=approver.pk,
        organisation=approver.organisation.code,
        roles=frozenset({"approver"}),
        is_centre=True,
        channel="task",
    )
