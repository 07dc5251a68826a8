"""Nobody publishes what they wrote themselves, and publishing is done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.partners.people import person
from tests.picture.workflow.conftest import Centre, changed, fresh, texts, viewer
from tests.picture.workflow.test_course import centre_text, refused

from toevlucht.partners.models import Assignment
from toevlucht.picture import tasks
from toevlucht.picture.actions import deciding, drafting, keeping, reviewing
from toevlucht.picture.draft_folders import review_folder, workplace
from toevlucht.picture.models import (
    Contribution,
    Draft,
    DraftStep,
    EditionVersion,
    PartnersVersion,
    Rendition,
)
from toevlucht.picture.publications import frozen_folder, partners_folder, publication_folder
from toevlucht.picture.queries.drafts.reading import wrote_in
from toevlucht.picture.snapshot import verify
from toevlucht.picture.snapshot.manifest import file_entries, read_manifest, write_manifest
from toevlucht.records.jobs import work_all
from toevlucht.records.models import Job
from toevlucht.records.viewer import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]

PLACE = ("ukraine-2022", 1, 1)


def decide(centre: Centre, draft: Draft, somebody, reason: str = "") -> None:
    draft = fresh(draft)
    deciding.decide(viewer(somebody), draft, draft.revision, reason)


def test_only_an_approver_of_the_centre_publishes(centre: Centre) -> None:
    draft = centre.in_review()
    people = centre.people
    for somebody in (people.editor, people.centre_administrator, people.police, people.outsider):
        with pytest.raises(NotAllowed):
            decide(centre, draft, somebody)
    assert fresh(draft).state == "partner_review"
    decide(centre, draft, people.approver)
    assert fresh(draft).state == "publishing"


def test_an_approver_who_wrote_anything_in_it_does_not_publish_it(centre: Centre) -> None:
    """Somebody with both roles who opened, set up, wrote, judged or submitted, in turn."""
    people = centre.people
    for somebody in (people.editor, people.second_editor):
        Assignment.objects.create(person=somebody, role="approver")
    draft = centre.in_review()
    with pytest.raises(NotAllowed):
        decide(centre, draft, people.editor)
    by = viewer(people.second_editor)
    drafting.set_up(by, draft, draft.setup_revision, changed_title())
    work_all()
    with pytest.raises(NotAllowed):
        decide(centre, draft, people.second_editor)
    decide(centre, draft, people.approver)


def changed_title():
    return changed(title=texts("Other"))


def test_an_approver_who_sent_what_it_is_made_of_does_not_publish_it(centre: Centre, take) -> None:
    """Also where they sent it on behalf of a partner."""
    sent = take("police")
    Contribution.objects.filter(pk=sent.pk).update(sent_by=centre.people.approver)
    draft = centre.in_review()
    with pytest.raises(NotAllowed):
        decide(centre, draft, centre.people.approver)
    Contribution.objects.filter(pk=sent.pk).update(sent_by=centre.people.police_contributor)
    decide(centre, draft, centre.people.approver)
    assert fresh(draft).state == "publishing"


def test_an_approver_who_withdrew_what_a_partner_sent_does_not_publish_without_it(
    centre: Centre, take
) -> None:
    """Somebody with both roles; who took back what they sent themselves changed nothing."""
    both, sent = centre.people.second_editor, take("police")
    Assignment.objects.create(person=both, role="approver")
    found = Contribution.objects.filter(pk=sent.pk)
    found.update(state="withdrawn", withdrawn_at=timezone.now(), withdrawn_by=both)
    draft = centre.in_review()
    with pytest.raises(NotAllowed):
        decide(centre, draft, both)
    found.update(sent_by=both)
    assert not wrote_in(draft, both.pk)
    decide(centre, draft, centre.people.approver)


@pytest.mark.parametrize("wrote", ["text", "judgement", "setup"])
def test_the_database_itself_refuses_an_author_as_approver(centre: Centre, wrote: str) -> None:
    draft = centre.in_review()
    author = person("tess", "emm", "approver")
    if wrote == "text":
        draft.texts.create(section="gaps", language="nl", revision=99, text="x", author=author)
    elif wrote == "judgement":
        first = draft.judgements.get()
        first.pk, first.revision, first.author = None, 99, author
        first.save(force_insert=True)
    else:
        DraftStep.objects.create(draft=draft, person=author, kind="setup")
    draft.state, draft.published_on, draft.approved_by = "publishing", draft.cut_off, author
    with pytest.raises(IntegrityError, match="author"), transaction.atomic():
        draft.save()
    draft.approved_by = centre.people.approver
    draft.save()


@pytest.mark.parametrize("who", ["submitted_by", "opened_by"])
def test_the_database_itself_refuses_one_person_in_both_parts(centre: Centre, who: str) -> None:
    draft = centre.in_review()
    setattr(draft, who, centre.people.approver)
    draft.state, draft.published_on = "publishing", draft.cut_off
    draft.approved_by = centre.people.approver
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


def test_an_objection_stops_publishing_until_a_reason_is_given(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    centre.approve(draft, centre.people.police, "object", "Our number is wrong")
    with refused("objected"):
        decide(centre, draft, centre.people.approver, "  ")
    draft = centre.publish(draft, "Checked with the ministry")
    assert (draft.state, draft.override_reason) == ("published", "Checked with the ministry")
    page = at_desk(centre.people.police).get(f"/nl/desk/reviews/{draft.pk}/").content.decode()
    assert "Checked with the ministry" in page
    others = at_desk(centre.people.kmar).get(f"/nl/desk/reviews/{draft.pk}/").content.decode()
    assert "Checked with the ministry" not in others
    assert "Our number is wrong" not in others


def test_an_objection_does_not_go_away_by_no_longer_asking_who_objects(centre: Centre) -> None:
    draft = centre.in_review()
    centre.approve(draft, centre.people.police, "object", "Our number is wrong")
    draft = fresh(draft)
    by = viewer(centre.people.editor)
    drafting.set_up(by, draft, draft.setup_revision, changed(invited=("kmar",)))
    work_all()
    with refused("objected"):
        decide(centre, draft, centre.people.approver)
    assert centre.publish(draft, "Checked with the ministry").state == "published"


def test_data_that_changed_since_the_review_are_not_published(centre: Centre, take) -> None:
    """Also where whoever changed them wrote the list of files anew."""
    take("police")
    draft = centre.in_review()
    frozen = review_folder(draft.pk, draft.frozen)
    table = next((frozen / "tables").glob("*.parquet"))
    table.write_bytes(table.read_bytes() + b" ")
    write_manifest(frozen, read_manifest(frozen) | {"files": file_entries(frozen)})
    assert not verify(frozen)
    draft = centre.publish(draft)
    assert draft.state == "partner_review"
    assert not EditionVersion.objects.exists()


def test_what_a_partner_took_back_since_the_review_is_not_published(centre: Centre, take) -> None:
    sent = take("police")
    draft = centre.in_review()
    Contribution.objects.filter(pk=sent.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    with refused("taken_back"):
        decide(centre, draft, centre.people.approver)
    centre.move(draft, "collecting", "drafting", "partner_review")
    work_all()
    assert centre.publish(draft).state == "published"


def test_a_nil_return_that_ended_holds_nothing_to_take_back(centre: Centre, take) -> None:
    sent = take("police")
    draft = centre.in_review()
    Contribution.objects.filter(pk=sent.pk).update(
        state="withdrawn", withdrawn_at=timezone.now(), rows={}
    )
    assert centre.publish(draft).state == "published"


def test_no_reason_is_kept_where_nobody_objects(centre: Centre) -> None:
    draft = centre.publish(centre.in_review(), "needless")
    assert draft.override_reason == ""


def test_remarks_are_answered_before_it_is_published(centre: Centre) -> None:
    draft = centre.in_review()
    made = reviewing.remark(viewer(centre.people.police), draft, "section:gaps", "Name us")
    with refused("unanswered"):
        decide(centre, draft, centre.people.approver)
    reviewing.reply(viewer(centre.people.editor), made, "Done")
    decide(centre, draft, centre.people.approver)


def test_what_changed_after_the_approver_saw_it_is_not_published(centre: Centre) -> None:
    draft = centre.in_review()
    centre_text(centre, draft)
    with refused("changed_since_seen"):
        decide(centre, draft, centre.people.approver)  # it is not built yet
    work_all()
    with refused("changed_since_seen"):
        deciding.decide(viewer(centre.people.approver), draft, draft.revision)


def test_publishing_is_decided_once(centre: Centre) -> None:
    draft = centre.in_review()
    decide(centre, draft, centre.people.approver)
    with refused("not_in_review"):
        decide(centre, draft, centre.people.approver)
    assert Job.objects.filter(kind="draft.publish").count() == 1


class Killed(BaseException):
    """The process is gone: nothing catches it and nothing is tidied up."""


def nothing_is_published(draft: Draft) -> None:
    assert EditionVersion.objects.count() == 0
    assert PartnersVersion.objects.count() == 0
    assert Rendition.objects.count() == 0
    assert fresh(draft).state == "publishing"


def all_is_published(draft: Draft) -> None:
    assert fresh(draft).state == "published"
    version = EditionVersion.objects.get()
    assert version.for_partners.renditions.count() == version.renditions.count() == 3
    for folder in (frozen_folder(*PLACE), publication_folder(*PLACE), partners_folder(*PLACE)):
        assert verify(folder) == []


MOMENTS = {
    "while building": (deciding, "build", 1),
    "before the public copy": (deciding, "publish_edition", 1),
    "during the second copy": (keeping, "copy_whole", 1),
    "after the copies": (deciding, "record_change", 1),
    "while the approver is noted": (deciding, "_mark_corrected", 1),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_and_run_again_it_is_published_whole(
    centre: Centre, take, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    take("police")
    draft = centre.in_review()
    decide(centre, draft, centre.people.approver)
    module, name, _ = MOMENTS[moment]

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, die)
        with pytest.raises(Killed), transaction.atomic():
            tasks.publish(lambda *_: None, draft.pk)
    nothing_is_published(draft)
    tasks.publish(lambda *_: None, draft.pk)
    all_is_published(draft)
    tasks.publish(lambda *_: None, draft.pk)  # a worker that died after the commit
    all_is_published(draft)
    assert list(workplace(draft.pk).iterdir()) == []


def test_folders_of_a_killed_attempt_are_replaced(centre: Centre) -> None:
    draft = centre.in_review()
    decide(centre, draft, centre.people.approver)
    for folder in (frozen_folder(*PLACE), publication_folder(*PLACE), partners_folder(*PLACE)):
        folder.mkdir(parents=True)
        (folder / "half.html").write_text("half")
    tasks.publish(lambda *_: None, draft.pk)
    all_is_published(draft)


def test_what_was_tampered_with_after_the_review_is_not_published(
    centre: Centre, take: Callable, data_folder: Path
) -> None:
    take("police")
    draft = centre.in_review()
    decide(centre, draft, centre.people.approver)
    table = next((data_folder / "drafts").rglob("reviews/*/tables/observations.parquet"))
    table.write_bytes(b"other rows")
    work_all()
    after = fresh(draft)
    assert (after.state, after.approved_by, after.published_on) == ("partner_review", None, None)
    assert Job.objects.get(kind="draft.publish").problem["key"] == "drafts.building.freeze"
    assert EditionVersion.objects.count() == 0


def test_a_public_rendition_that_was_not_attacked_is_not_published(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = centre.in_review()
    decide(centre, draft, centre.people.approver)
    monkeypatch.setattr(deciding, "checks_of", lambda _: {})
    work_all()
    assert fresh(draft).state == "partner_review"
    assert EditionVersion.objects.count() == 0
