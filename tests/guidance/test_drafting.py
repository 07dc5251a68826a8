"""A new version is written on the pages, reviewed by somebody else, published, and then stays."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.partners.people import person

from toevlucht.guidance.actions import deciding, drafting
from toevlucht.guidance.models import Draft, Handbook, Requirement, Version
from toevlucht.guidance.parts import plain_requirement
from toevlucht.guidance.queries.drafts import written_in
from toevlucht.guidance.queries.searching import search
from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.usefixtures("handbooks")

DESK = "/en/desk/handbooks"
NOTE = {f"note_{tag}": f"Fourth version ({tag})." for tag in LANGUAGES}
SETUP = {"valid_from": "2026-12-01", "act_within_days": "14", "seen": "0", **NOTE}
REQUIREMENT = {
    "chapter": "rooms",
    "force": "guidance",
    "provenance": "own",
    "evidence": "unchecked",
    "source": "A source",
    "source_on": "2026-10",
    "audiences": ["municipality"],
    "occasions": ["monthly"],
    **{f"text_{tag}": f"Zolderkamer {tag}." for tag in LANGUAGES},
}


@pytest.fixture
def editor(handbooks: None) -> Person:
    return person("eva", "emm", "editor")


@pytest.fixture
def approver(handbooks: None) -> Person:
    return person("abel", "emm", "editor", "approver")


def browser_of(one: Person) -> Client:
    browser = Client()
    browser.force_login(one)
    return browser


def opened(browser: Client) -> Draft:
    answer = browser.post(f"{DESK}/goo/new/", SETUP)
    assert answer.status_code == 302, answer.content.decode()
    return Draft.objects.get()


def test_from_the_first_word_to_the_published_version(editor: Person, approver: Person) -> None:
    browser = browser_of(editor)
    draft = opened(browser)
    here = f"{DESK}/drafts/{draft.pk}"
    for page in ("", "setup/", "chapter/", "chapter/rooms/", "requirement/", "requirement/GOO-07/"):
        assert browser.get(f"{here}/{page}").status_code == 200, page
    norms = {"bound_1": "least", "value_1": "5", "unit_1": "square_metres"}
    seven = REQUIREMENT | norms | {"seen": "0"}
    assert browser.post(f"{here}/requirement/GOO-07/", seven).status_code == 302
    new = REQUIREMENT | {"seen": "0", "name": "GOO-46"}
    assert browser.post(f"{here}/requirement/", new).status_code == 302
    gone = f"{here}/requirement/GOO-20/take-out/"
    assert browser.post(gone, {"seen": "0"}).status_code == 302
    said = browser.get(f"{here}/").content.decode()
    assert "<ins>at least 5 m² a person</ins>" in said
    draft.refresh_from_db()
    assert browser.post(f"{here}/move/submit/", {"seen": draft.revision}).status_code == 302
    assert browser.post(f"{here}/move/publish/", {"seen": draft.revision}).status_code == 403
    other = browser_of(approver)
    assert "Publish" in other.get(f"{here}/").content.decode()
    assert other.post(f"{here}/move/publish/", {"seen": draft.revision}).status_code == 302
    version = Version.objects.get(handbook__code="goo", number=4)
    codes = set(version.requirements.values_list("code", flat=True))
    assert "GOO-46" in codes
    assert "GOO-20" not in codes
    assert {one.code: one.kind for one in version.changes.all()} == {
        "GOO-07": "changed",
        "GOO-46": "added",
        "GOO-20": "removed",
    }
    since = dict(version.requirements.values_list("code", "valid_from"))
    assert since["GOO-07"] == datetime.date(2026, 12, 1)
    assert since["GOO-08"] == datetime.date(2022, 3, 13)
    assert "GOO-46" in {hit.passage.code for hit in search("zolderkamer", "nl")}
    assert Client().get("/nl/handbooks/goo/3/GOO-20/").status_code == 200
    with pytest.raises(DatabaseError), transaction.atomic():
        Requirement.objects.filter(version=version).update(source="other")
    events = set(AuditLine.objects.values_list("event", flat=True))
    assert {"handbook_draft.opened", "handbook_draft.changed", "handbook_draft.moved"} <= events


def test_who_saves_over_something_newer_gets_both_and_nothing_is_lost(
    editor: Person, approver: Person
) -> None:
    browser, other = browser_of(editor), browser_of(approver)
    draft = opened(browser)
    page = f"{DESK}/drafts/{draft.pk}/requirement/GOO-08/"
    first = REQUIREMENT | {"seen": "0", "text_en": "The ceiling is high."}
    assert browser.post(page, first).status_code == 302
    second = REQUIREMENT | {"seen": "0", "text_en": "The ceiling is lofty."}
    conflict = other.post(page, second)
    assert conflict.status_code == 409
    said = conflict.content.decode()
    assert "The ceiling is high." in said
    assert "The ceiling is lofty." in said
    assert text_of(draft, "GOO-08") == "The ceiling is high."
    seen = conflict.context["form"]["seen"].value()
    assert other.post(page, second | {"seen": seen}).status_code == 302
    assert text_of(draft, "GOO-08") == "The ceiling is lofty."
    assert draft.parts.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.parts.update(name="GOO-09")


def text_of(draft: Draft, code: str) -> str:
    written = written_in(draft)
    return next(one.text["en"] for one in written.requirements if one.code == code)


def test_publishing_takes_four_eyes_in_the_action_and_in_the_database(
    editor: Person, approver: Person
) -> None:
    draft = opened(browser_of(editor))
    content = written_in(draft).requirements[0]
    changed = plain_requirement(content) | {"source": "Another source"}
    viewer = viewer_of(approver)
    draft = drafting.write_part(viewer, draft, "requirement", content.code, 0, changed)
    draft = drafting.submit(viewer_of(editor), draft, draft.revision)
    with pytest.raises(NotAllowed):
        deciding.publish_draft(viewer, draft, draft.revision)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(
            approved_by=approver, state="published", published=Version.objects.first()
        )
    somebody = viewer_of(person("zoe", "emm", "approver"))
    with pytest.raises(Refused):
        deciding.publish_draft(somebody, draft, draft.revision - 1)
    draft = drafting.give_back(somebody, draft, "The source is unclear.")
    with pytest.raises(Refused):
        deciding.publish_draft(somebody, draft, draft.revision)


def test_a_text_that_is_missing_keeps_a_draft_from_review(editor: Person) -> None:
    browser = browser_of(editor)
    draft = opened(browser)
    here = f"{DESK}/drafts/{draft.pk}"
    only_dutch = REQUIREMENT | {"seen": "0", "text_en": "", "text_uk": ""}
    assert browser.post(f"{here}/requirement/GOO-08/", only_dutch).status_code == 302
    refused = browser.post(f"{here}/move/submit/", {"seen": "2"})
    assert refused.status_code == 409
    assert "2 texts are still missing." in refused.content.decode()


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"bound_1": "least"}, "Fill in all three of a norm"),
    ({"source_on": "soon"}, "Write 2022"),
    ({"text_nl": ""}, "error-summary"),
    ({"audiences": []}, "error-summary"),
    ({"name": "GOO-07"}, "This is there already."),
    ({"name": "goo 46"}, "Write the number as GOO-46."),
)


def test_what_is_filled_in_wrongly_is_said(editor: Person) -> None:
    browser = browser_of(editor)
    page = f"{DESK}/drafts/{opened(browser).pk}/requirement/"
    for wrong, said in WRONG:
        answer = browser.post(page, REQUIREMENT | {"seen": "0", "name": "GOO-46"} | wrong)
        assert answer.status_code == 400, wrong
        assert said in answer.content.decode(), wrong


def test_html_in_a_chapter_stays_text_and_images_are_refused(editor: Person) -> None:
    browser = browser_of(editor)
    draft = opened(browser)
    page = f"{DESK}/drafts/{draft.pk}/chapter/rooms/"
    titles = {f"title_{tag}": "Rooms" for tag in LANGUAGES}
    bodies = {f"body_{tag}": "<script>alert(1)</script> text" for tag in LANGUAGES}
    assert browser.post(page, titles | bodies | {"seen": "0"}).status_code == 302
    shown = browser.get(f"{DESK}/drafts/{draft.pk}/").content.decode()
    assert "<script>alert" not in shown
    image = {"body_nl": "![x](https://example.org/x.png)", "seen": "2"}
    assert browser.post(page, titles | bodies | image).status_code == 400


def test_only_the_centre_writes(editor: Person) -> None:
    draft = opened(browser_of(editor))
    for outsider in (person("ivo", "red_cross", "approver"), person("rea", "emm", "reader")):
        browser = browser_of(outsider)
        assert browser.get(f"{DESK}/drafts/{draft.pk}/").status_code == 403
        assert browser.post(f"{DESK}/goo/new/", SETUP).status_code == 403
        assert "Fourth version" not in browser.get(f"{DESK}/").content.decode()
        with pytest.raises(NotAllowed):
            drafting.drop(viewer_of(outsider), draft, "no")
    assert Client().get("/en/handbooks/goo/4/").status_code == 404
    again = browser_of(editor).post(f"{DESK}/goo/new/", SETUP)
    assert "in the making already" in again.content.decode()
    drafting.drop(viewer_of(editor), draft, "Not needed.")
    early = SETUP | {"valid_from": "2020-01-01"}
    answer = browser_of(editor).post(f"{DESK}/goo/new/", early)
    assert "Choose a day on or after" in answer.content.decode()
    assert Handbook.objects.get(code="goo").versions.count() == 3
