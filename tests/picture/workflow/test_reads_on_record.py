"""Whatever page of the desk shows something of an edition in the making, that is on record."""

from __future__ import annotations

import pytest
from tests.picture.workflow.conftest import SETUP, Centre, look

from toevlucht.picture.models import Draft
from toevlucht.records.models import AuditLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]

EDITORS = (
    "",
    "setup/",
    "texts/gaps/",
    "judgements/new/",
    "judgements/labour/",
    "look/public/",
    "look/partners/",
    "look/partners/files/nl/edition.json",
)


def lines(draft: Draft, person: int) -> int:
    found = AuditLine.objects.filter(person=person, kind="draft", outcome="done")
    return sum(str(draft.pk) in line.ids for line in found)


@pytest.mark.parametrize("page", EDITORS)
def test_each_page_of_a_draft(centre: Centre, at_desk, page: str) -> None:
    draft = centre.in_review()
    before = lines(draft, centre.people.editor.pk)
    answer = look(at_desk(centre.people.editor), f"/en/desk/drafts/{draft.pk}/{page}")
    assert answer.status_code == 200
    assert lines(draft, centre.people.editor.pk) == before + 1


def test_what_waits_on_the_desk(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    for somebody in (centre.people.approver, centre.people.police):
        look(at_desk(somebody), "/en/desk/")
        assert lines(draft, somebody.pk) == 1
    look(at_desk(centre.people.outsider), "/en/desk/")
    assert lines(draft, centre.people.outsider.pk) == 0


@pytest.mark.parametrize("page", ["", "nothing/", "send/tables/?request={}"])
def test_what_an_organisation_is_asked_for(centre: Centre, at_desk, page: str) -> None:
    draft = centre.open(SETUP)
    address = f"/en/desk/contributions/{page.format(draft.pk)}"
    assert look(at_desk(centre.people.police_contributor), address).status_code == 200
    assert lines(draft, centre.people.police_contributor.pk) == 1


def test_a_text_of_somebody_else_that_stands_there_meanwhile(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    person = centre.people.second_editor
    typed = {f"text_{tag}": "Mine" for tag in ("nl", "en", "uk")}
    typed |= {f"seen_{tag}": "0" for tag in ("nl", "en", "uk")}
    answer = at_desk(person).post(f"/en/desk/drafts/{draft.pk}/texts/gaps/", typed)
    assert answer.status_code == 409
    assert "Written. gaps nl" in answer.content.decode()
    assert lines(draft, person.pk) == 1


def test_a_refusal_is_kept_by_no_cache(centre: Centre, at_desk) -> None:
    draft = centre.in_review()
    outsider = at_desk(centre.people.outsider)
    for page, status in ((f"drafts/{draft.pk}/", 403), (f"reviews/{draft.pk}/", 404)):
        answer = outsider.get(f"/en/desk/{page}")
        assert answer.status_code == status
        assert "no-store" in answer["Cache-Control"]
