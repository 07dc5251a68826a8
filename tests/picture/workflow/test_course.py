"""The course of a draft: every move that is possible, and who may make it."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from tests.picture.workflow.conftest import SETUP, Centre, changed, fresh, texts, viewer

from toevlucht.language import LANGUAGES, language
from toevlucht.picture.actions import deciding, drafting, reviewing, writing
from toevlucht.picture.actions.refusing import NotPossible
from toevlucht.picture.models import Draft, DraftBuild, DraftStep, EditionVersion
from toevlucht.picture.models.drafts import STATES
from toevlucht.picture.queries.drafts.reading import newest_build, positions
from toevlucht.picture.queries.drafts.words import edition_of
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine, Job
from toevlucht.records.viewer import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]

ALLOWED = {
    ("collecting", "drafting"),
    ("collecting", "dropped"),
    ("drafting", "partner_review"),
    ("drafting", "collecting"),
    ("drafting", "dropped"),
    ("partner_review", "collecting"),
    ("partner_review", "dropped"),
}


def refused(key: str):
    return pytest.raises(NotPossible, match=f"^{key}$")


def in_state(centre: Centre, state: str) -> Draft:
    """A draft that came into this state in the way that people bring it there."""
    if state in ("collecting", "drafting"):
        draft = centre.write(centre.open())
        return centre.move(draft, "drafting") if state == "drafting" else draft
    if state == "dropped":
        draft = centre.open()
        return drafting.move(
            viewer(centre.people.editor), draft, "collecting", "dropped", "No need"
        )
    draft = centre.in_review()
    if state == "publishing":
        deciding.decide(viewer(centre.people.approver), draft, draft.revision)
    elif state in ("published", "corrected"):
        draft = centre.publish(draft)
        if state == "corrected":
            correct(centre, draft)
    return fresh(draft)


def correct(centre: Centre, draft: Draft) -> Draft:
    by = viewer(centre.people.editor)
    second = drafting.open_correction(by, draft.published, texts("It was wrong"))
    centre.move(second, "drafting", "partner_review")
    work_all()
    return centre.publish(second)


@pytest.mark.parametrize("state", STATES)
def test_an_editor_moves_a_draft_only_where_it_can_go(centre: Centre, state: str) -> None:
    draft = in_state(centre, state)
    assert draft.state == state
    by = viewer(centre.people.editor)
    for target in STATES:
        with transaction.atomic():
            if (state, target) in ALLOWED:
                moved = drafting.move(by, draft, state, target, "a reason")
                assert moved.state == target
            else:
                with refused("moved_meanwhile"):
                    drafting.move(by, draft, state, target, "a reason")
            transaction.set_rollback(True)


def test_nobody_but_an_editor_of_the_centre_moves_or_opens(centre: Centre) -> None:
    draft = centre.open()
    people = centre.people
    for somebody in (people.approver, people.centre_administrator, people.police, people.outsider):
        with pytest.raises(NotAllowed):
            drafting.move(viewer(somebody), draft, "collecting", "drafting")
        with pytest.raises(NotAllowed):
            drafting.open_draft(viewer(somebody), centre.series, 2, SETUP)
        with pytest.raises(NotAllowed):
            drafting.set_up(viewer(somebody), draft, 1, SETUP)
        with pytest.raises(NotAllowed):
            drafting.preview(viewer(somebody), draft)
        with pytest.raises(NotAllowed):
            drafting.open_series(viewer(somebody), "another", "real", texts("x"))
    assert fresh(draft).state == "collecting"
    assert Draft.objects.count() == 1


def test_a_new_series_is_on_record(centre: Centre, at_desk) -> None:
    by = viewer(centre.people.editor)
    drafting.open_series(by, "another-2022", "real", texts("x"))
    line = AuditLine.objects.get(event="series.opened")
    assert (line.person, line.kind, line.ids) == (by.person, "series", ["another-2022"])
    with refused("series_exists"):
        drafting.open_series(by, "another-2022", "real", texts("x"))
    assert AuditLine.objects.filter(event="series.opened").count() == 1
    page = at_desk(centre.people.editor).get("/nl/desk/drafts/new/").content.decode()
    assert "another-2022" in page
    assert AuditLine.objects.get(kind="series", event="drafts.listed").ids[0] == "another-2022"


def test_a_draft_is_dropped_with_a_reason_and_stays_on_record(centre: Centre) -> None:
    draft = centre.write(centre.open())
    by = viewer(centre.people.editor)
    with refused("drop_reason"):
        drafting.move(by, draft, "collecting", "dropped", "  ")
    drafting.move(by, draft, "collecting", "dropped", "Merged with the next")
    assert DraftStep.objects.last().reason == "Merged with the next"
    assert fresh(draft).texts.count() == 21
    assert centre.open().pk != draft.pk  # the number is free again


def test_two_editors_who_move_at_once_are_told(centre: Centre) -> None:
    draft = centre.open()
    drafting.move(viewer(centre.people.editor), draft, "collecting", "drafting")
    with refused("moved_meanwhile"):
        drafting.move(viewer(centre.people.second_editor), draft, "collecting", "dropped", "x")


def test_what_lacks_keeps_partners_from_reading_it(centre: Centre) -> None:
    draft = centre.move(centre.open(), "drafting")
    with refused("lacking") as refusal:
        centre.move(draft, "partner_review")
    assert refusal.value.message.values == {"n": 22}  # 7 sections in 3 languages, and a judgement
    for tag in LANGUAGES:
        assert "22" in language(tag).message(refusal.value.message)
    assert fresh(draft).state == "drafting"
    assert Job.objects.count() == 0


def test_a_number_is_used_once(centre: Centre) -> None:
    centre.open()
    with refused("draft_exists"):
        centre.open()
    assert drafting.next_number(centre.series) == 2


def test_a_published_number_is_corrected_and_not_made_again(centre: Centre) -> None:
    draft = centre.published()
    with refused("number_published"):
        centre.open()
    correct(centre, draft)
    with refused("corrected_already"):
        drafting.open_correction(
            viewer(centre.people.editor), fresh(draft).published, texts("Again")
        )


def test_an_edition_knows_the_one_before_it(centre: Centre) -> None:
    centre.published()
    later = datetime.date(2022, 5, 24)
    second = centre.open(changed(period_to=later, cut_off=later, counting_mode="incremental"), 2)
    edition = edition_of(second)
    assert edition.previous is not None
    assert (edition.previous.number, edition.previous.cut_off) == (1, SETUP.cut_off)
    assert edition.period.known_after == SETUP.cut_off


def test_a_cut_off_date_lies_after_that_of_the_edition_before(centre: Centre) -> None:
    centre.published()
    with refused("contradiction"):
        centre.open(number=2)


def test_a_correction_goes_to_all_who_received_the_version_before(centre: Centre) -> None:
    draft = centre.published()
    by = viewer(centre.people.editor)
    second = drafting.open_correction(by, draft.published, texts("It was wrong"))
    for worse in (
        {"invited": ("police",)},
        {"handling": "red"},
        {"cut_off": datetime.date(2022, 4, 1)},
    ):
        with refused("contradiction"):
            drafting.set_up(by, second, second.setup_revision, changed(**worse))
    assert fresh(second).handling == "amber"


def test_the_data_of_a_review_stay_until_collecting_is_reopened(centre: Centre, take) -> None:
    take("police")
    draft = centre.in_review()
    frozen = newest_build(draft).data_sha256
    take("kmar")
    centre_text(centre, draft)
    work_all()
    again = newest_build(fresh(draft))
    assert (again.data_sha256, again.revision) == (frozen, fresh(draft).revision)
    assert "kmar" not in again.parts
    centre.move(draft, "collecting", "drafting", "partner_review")
    work_all()
    reopened = newest_build(fresh(draft))
    assert reopened.data_sha256 != frozen
    assert "kmar" in reopened.parts


def test_what_decides_the_data_stays_in_a_review(centre: Centre) -> None:
    draft = centre.in_review()
    by = viewer(centre.people.editor)
    with refused("data_frozen"):
        drafting.set_up(
            by, draft, draft.setup_revision, changed(geography_on=datetime.date(2022, 3, 1))
        )
    drafting.set_up(by, draft, draft.setup_revision, changed(title=texts("Another title")))
    assert fresh(draft).title("uk") == "Another title (uk)"


def test_contributions_that_do_not_fit_bring_a_review_back_to_writing(centre: Centre, take) -> None:
    take("police")
    take("police", name="second")  # registers the same year again, under another id: fits
    take("kmar").path.write_bytes(b"no zip any more")
    draft = centre.write(centre.open())
    centre.move(draft, "drafting", "partner_review")
    work_all()
    assert (fresh(draft).state, fresh(draft).submitted_by) == ("drafting", None)
    assert Job.objects.get().problem["key"] == "drafts.building.freeze"


def test_no_edition_goes_further_than_what_a_partner_sent(centre: Centre, take) -> None:
    """The contribution of the police is TLP:GREEN."""
    take("police")
    draft = centre.in_review(changed(handling="clear"))
    assert (draft.state, draft.frozen) == ("drafting", "")
    assert not draft.builds.exists()
    problem = Job.objects.get().problem["values"]["problem"]
    assert (
        problem == "police: what it sent is TLP:GREEN, and the partners' edition would be TLP:CLEAR"
    )
    by = viewer(centre.people.editor)
    drafting.set_up(by, draft, draft.setup_revision, changed(handling="green"))
    centre.move(draft, "partner_review")
    work_all()
    draft = fresh(draft)
    assert (draft.state, draft.builds.count()) == ("partner_review", 1)


def test_a_review_is_not_opened_wider_afterwards(centre: Centre, take) -> None:
    take("police")
    draft = centre.in_review()
    by = viewer(centre.people.editor)
    drafting.set_up(by, draft, draft.setup_revision, changed(handling="clear"))
    work_all()
    assert Job.objects.latest("pk").problem["key"] == "drafts.building.freeze"
    draft = fresh(draft)
    with refused("changed_since_seen"):
        deciding.decide(viewer(centre.people.approver), draft, draft.revision)


def test_approvals_lapse_when_anything_changes(centre: Centre, take) -> None:
    take("police")
    draft = centre.in_review()
    by = viewer(centre.people.editor)
    changes = (
        lambda: centre_text(centre, draft),
        lambda: drafting.set_up(
            by, fresh(draft), fresh(draft).setup_revision, changed(title=texts("Other"))
        ),
        lambda: judgement(centre, draft),
        lambda: centre.move(draft, "collecting", "drafting", "partner_review"),
    )
    for change in changes:
        centre.approve(draft, centre.people.police)
        assert standing(centre, draft) == "approved"
        change()
        assert standing(centre, draft) == "lapsed"
        work_all()
        assert standing(centre, draft) == "lapsed"


def test_saving_the_same_again_changes_nothing_and_lapses_nothing(centre: Centre) -> None:
    draft = centre.in_review()
    centre.approve(draft, centre.people.police)
    centre.write(fresh(draft))
    assert standing(centre, draft) == "approved"


def test_an_objection_stays_until_the_partner_answers_anew(centre: Centre) -> None:
    draft = centre.in_review()
    centre.approve(draft, centre.people.police, "object", "Our number is wrong")
    centre_text(centre, draft)
    work_all()
    assert standing(centre, draft) == "objects"
    centre.approve(draft, centre.people.police)
    assert standing(centre, draft) == "approved"


def test_nobody_answers_about_what_they_have_not_seen(centre: Centre) -> None:
    draft = centre.in_review()
    centre_text(centre, draft)
    with refused("changed_since_seen"):  # it is not built yet
        centre.approve(draft, centre.people.police)
    work_all()
    with refused("changed_since_seen"):
        reviewing.answer(viewer(centre.people.police), draft, draft.revision, "approve")


def test_an_objection_needs_a_reason(centre: Centre) -> None:
    draft = centre.in_review()
    with refused("objection_reason"):
        centre.approve(draft, centre.people.police, "object", " ")


def test_only_an_approver_of_an_asked_partner_answers(centre: Centre) -> None:
    draft = centre.in_review()
    people = centre.people
    for somebody in (
        people.police_contributor,
        people.police_reader,
        people.outside_administrator,
        people.outsider,
        people.editor,
        people.approver,
    ):
        with pytest.raises(NotAllowed):
            centre.approve(draft, somebody)
    assert draft.answers.count() == 0


def test_a_contributor_remarks_and_a_reader_does_not(centre: Centre) -> None:
    draft = centre.in_review()
    people = centre.people
    reviewing.remark(viewer(people.police_contributor), draft, "section:gaps", "Name us")
    for somebody in (people.police_reader, people.outsider, people.editor):
        with pytest.raises(NotAllowed):
            reviewing.remark(viewer(somebody), draft, "section:gaps", "No")
    with refused("part_gone"):
        reviewing.remark(viewer(people.police), draft, "section:nothing", "No")
    assert draft.comments.count() == 1


def test_a_remark_is_answered_once_by_an_editor(centre: Centre) -> None:
    draft = centre.in_review()
    made = reviewing.remark(viewer(centre.people.police), draft, "figure:rises", "Is it so?")
    for somebody in (centre.people.police, centre.people.approver):
        with pytest.raises(NotAllowed):
            reviewing.reply(viewer(somebody), made, "Yes")
    reviewing.reply(viewer(centre.people.editor), made, "Yes, we counted again")
    with refused("replied_already"):
        reviewing.reply(viewer(centre.people.second_editor), made, "No")
    made.refresh_from_db()
    assert made.reply == "Yes, we counted again"


def test_nothing_is_said_about_a_draft_outside_its_review(centre: Centre) -> None:
    draft = centre.open()
    with pytest.raises(NotAllowed):
        reviewing.remark(viewer(centre.people.police), draft, "section:gaps", "Early")
    published = centre.publish(prepared(centre, draft))
    with refused("not_in_review"):
        reviewing.remark(viewer(centre.people.police), published, "section:gaps", "Late")


def test_what_was_written_answered_or_decided_stays(centre: Centre) -> None:
    draft = centre.published()
    for rows in (
        draft.texts,
        draft.judgements,
        draft.steps,
        draft.builds,
        draft.published.for_partners.recipients,
        draft.published.for_partners.files,
        draft.published.for_partners.renditions,
    ):
        row = rows.first()
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            row.save()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        draft.published.for_partners.save()
    assert DraftBuild.objects.exists()
    assert EditionVersion.objects.count() == 1


def prepared(centre: Centre, draft: Draft) -> Draft:
    centre.write(draft)
    centre.move(draft, "drafting", "partner_review")
    work_all()
    return fresh(draft)


def standing(centre: Centre, draft: Draft) -> str:
    draft = fresh(draft)
    found = positions(viewer(centre.people.police), draft, newest_build(draft))
    assert [one.organisation for one in found] == ["police"]
    return found[0].standing


def centre_text(centre: Centre, draft: Draft) -> None:
    draft = fresh(draft)
    typed = {"nl": writing.Typed(f"Anders {draft.revision}", draft.revision)}
    writing.write_texts(viewer(centre.people.editor), draft, "gaps", typed)


def judgement(centre: Centre, draft: Draft) -> None:
    now = fresh(draft).judgements.order_by("-revision").first()
    words = writing.Words(1, "high", "unlikely", "first", texts(f"Surer {now.revision}"))
    writing.write_judgement(viewer(centre.people.editor), draft, "labour", now.revision, words)
