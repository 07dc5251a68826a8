"""An edition from the first request to the published version, with nothing made light."""

from __future__ import annotations

import json

import pytest
from tests.picture.workflow.conftest import Centre, changed, fresh, texts, viewer

from toevlucht.language import LANGUAGES
from toevlucht.picture.actions import drafting
from toevlucht.picture.draft_folders import build_folder
from toevlucht.picture.models import DraftBuild, EditionVersion
from toevlucht.picture.publications import frozen_folder, partners_folder, publication_folder
from toevlucht.picture.snapshot import verify
from toevlucht.records.jobs import work_all
from toevlucht.records.models import AuditLine, Job

pytestmark = pytest.mark.django_db


def test_an_edition_goes_from_collecting_to_published(centre: Centre, take) -> None:
    take("police")
    draft = centre.in_review()
    assert (draft.state, bool(draft.frozen)) == ("partner_review", True)
    look = DraftBuild.objects.get()
    assert look.parts["police"]["rows"] == {"observations": 3, "partner_registrations": 1}
    assert look.checks["attacked"] is True
    centre.approve(draft, centre.people.police)
    draft = centre.publish(draft)
    assert list(Job.objects.filter(state="failed").values_list("problem", flat=True)) == []
    assert draft.state == "published"
    version = EditionVersion.objects.get()
    assert draft.published == version
    place = ("ukraine-2022", 1, 1)
    for folder in (frozen_folder(*place), publication_folder(*place), partners_folder(*place)):
        assert verify(folder) == []
    assert {f.path for f in version.for_partners.files.all()} >= {"nl/edition.pdf", "edition.css"}
    events = set(AuditLine.objects.values_list("event", flat=True))
    assert {"draft.opened", "draft.submitted", "draft.part_approved", "draft.published"} <= events


def test_a_look_shows_what_is_published_but_for_the_day_and_the_pdf(centre: Centre, take) -> None:
    take("police")
    draft = centre.in_review()
    folder = build_folder(draft.pk, DraftBuild.objects.get().folder)
    looked = json.loads((folder / "public" / "nl/edition.json").read_text("utf-8"))
    seen = (folder / "partners" / "uk" / "figures" / "phenomena.csv").read_bytes()
    centre.publish(draft)
    published = json.loads(
        (publication_folder("ukraine-2022", 1, 1) / "nl/edition.json").read_text()
    )
    assert published == looked
    partners = partners_folder("ukraine-2022", 1, 1)
    assert (partners / "uk" / "figures" / "phenomena.csv").read_bytes() == seen


def test_the_public_page_has_no_partners_mark_and_leads_to_no_desk(centre: Centre, take) -> None:
    take("police")
    centre.published()
    place = ("ukraine-2022", 1, 1)
    public = (publication_folder(*place) / "nl" / "body.html").read_text("utf-8")
    partners = (partners_folder(*place) / "nl" / "body.html").read_text("utf-8")
    assert "TLP:CLEAR" in public
    assert "AMBER" not in public
    assert "/desk/" not in public
    assert "TLP:AMBER" in partners
    assert "/nl/desk/editions/ukraine-2022/1/v1/files/nl/edition.pdf" in partners
    assert "/nl/picture/" not in partners


def test_a_correction_counts_what_came_later(centre: Centre, take) -> None:
    take("police")
    first = centre.published()
    by = viewer(centre.people.editor)
    draft = drafting.open_correction(by, first.published, texts("A report was missing"))
    assert (draft.version, draft.number) == (2, 1)
    take("kmar", rows=1)
    centre.move(draft, "drafting", "partner_review")
    work_all()
    draft = centre.publish(draft)
    assert list(Job.objects.filter(state="failed").values_list("problem", flat=True)) == []
    assert (draft.state, fresh(first).state) == ("published", "corrected")
    second = EditionVersion.objects.get(version=2)
    assert second.corrects == first.published
    body = (publication_folder("ukraine-2022", 1, 2) / "en" / "body.html").read_text("utf-8")
    assert "A report was missing (en)" in body
    assert "Written. summary en" in body


def test_a_text_that_cannot_be_shown_never_reaches_a_partner(centre: Centre, take) -> None:
    take("police")
    draft = centre.write(centre.open(changed(title=texts("T"))), "# too high")
    drafting.preview(viewer(centre.people.editor), draft)
    work_all()
    job = Job.objects.get()
    assert job.state == "failed"
    assert job.problem["key"] == "drafts.building.markup"
    assert DraftBuild.objects.count() == 0


def test_a_number_that_was_typed_by_hand_is_pointed_out(centre: Centre, take, at_desk) -> None:
    take("police")
    draft = centre.write(centre.open(), "There were 4321 reports.")
    drafting.preview(viewer(centre.people.editor), draft)
    work_all()
    browser = at_desk(centre.people.editor)
    for tag in LANGUAGES:
        answer = browser.get(f"/{tag}/desk/drafts/{draft.pk}/")
        assert "4321" in answer.content.decode()
