"""Who read what, what changed since, and who must act on it: on the desk, with a day on it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from tests.partners.people import organisation, person

from toevlucht.guidance.actions.acting import answer_change, mark_read
from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.comparing import changed_words
from toevlucht.guidance.models import Change, ChangeAnswer, Version
from toevlucht.guidance.queries.acting import readings_of, tasks_of
from toevlucht.guidance.shipped import shipped
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, NotAllowed

pytestmark = pytest.mark.usefixtures("handbooks")


def somebody(name: str, code: str, kind: str, *roles: str) -> Person:
    organisation(code, kind=kind)
    return person(name, code, *roles)


@pytest.fixture
def owner(handbooks: None) -> Person:
    """Coordinates at a municipality."""
    return somebody("mila", "gm0363", "municipality", "coordinator")


def browser_of(one: Person) -> Client:
    browser = Client()
    browser.force_login(one)
    return browser


def test_the_desk_never_says_that_nothing_waits_beside_what_waits(owner: Person) -> None:
    page = browser_of(owner).get("/en/desk/").content.decode()
    assert "A handbook changed" in page
    assert "Nothing waits" not in page
    police = somebody("pim", "police", "police", "coordinator")
    assert "Nothing waits" in browser_of(police).get("/en/desk/").content.decode()


def test_a_reader_is_told_what_changed_since_the_version_read_last(owner: Person) -> None:
    browser = browser_of(owner)
    mark_read(viewer_of(owner), Version.objects.get(handbook__code="goo", number=1))
    said = browser.get("/en/desk/handbooks/").content.decode()
    assert "What changed since version 1" in said
    assert "/en/handbooks/goo/changes/?from=1&amp;to=3" in said
    assert browser.post("/en/desk/handbooks/goo/3/read/").status_code == 302
    assert "What changed since" not in browser.get("/en/desk/handbooks/").content.decode()
    by_code = {one.listed.handbook.code: one.read for one in readings_of(viewer_of(owner))}
    assert by_code["goo"].number == 3
    assert by_code["poo"] is None
    assert AuditLine.objects.filter(event="handbook.marked_read").count() == 2
    assert browser.post("/en/desk/handbooks/goo/9/read/").status_code == 404
    assert Client().get("/en/desk/handbooks/").status_code == 302


def test_words_that_changed_are_marked_in_both_versions_and_norms_too() -> None:
    said = Client().get("/en/handbooks/goo/changes/?from=1&to=2").content.decode()
    assert "<ins>Women and children have toilets and showers of their own.</ins>" in " ".join(
        said.split()
    ).replace(" </ins>", "</ins>").replace("<ins> ", "<ins>")
    assert "<del>at most 2 hours</del>" in said
    assert "<ins>at most 1 week</ins>" in said
    assert "new</span>" in said
    back = Client().get("/en/handbooks/goo/changes/?from=2&to=1").content.decode()
    assert "dropped</span>" in back
    left, right = changed_words("a b c", "a x c")
    assert [(one.kind, one.text) for one in left] == [
        ("same", "a "),
        ("removed", "b"),
        ("same", " c"),
    ]
    assert [one.text for one in right] == ["a ", "x", " c"]


def test_whoever_must_act_has_a_task_and_others_have_none(owner: Person) -> None:
    colleague = person("noor", "gm0363", "reporter")
    region = somebody("rik", "vr13", "region", "coordinator")
    police = somebody("piet", "police", "police", "coordinator")
    mine = {one.change.code for one in tasks_of(viewer_of(owner))}
    assert {"GOO-25", "GOO-42", "POO-17"} <= mine
    assert {one.change.code for one in tasks_of(viewer_of(region))} == {"GOO-38"}
    assert tasks_of(viewer_of(colleague)) == []
    assert tasks_of(viewer_of(police)) == []
    newest = [one for one in tasks_of(viewer_of(owner)) if one.change.code == "GOO-33"]
    assert [one.change.version.number for one in newest] == [3]
    assert newest[0].due_on == timezone.localdate() + datetime.timedelta(days=28)


def test_a_task_is_answered_for_the_whole_organisation(owner: Person) -> None:
    neighbour = somebody("joris", "gm0344", "municipality", "coordinator")
    change = Change.objects.get(code="GOO-42").pk
    browser, page = browser_of(owner), f"/en/desk/handbooks/tasks/{change}/"
    wrong = browser.post(page, {"outcome": "not_applicable", "reason": " "})
    assert wrong.status_code == 400
    assert "Fill in why." in wrong.content.decode()
    assert (
        browser.post(page, {"outcome": "not_applicable", "reason": "No offices."}).status_code
        == 302
    )
    said = browser.get("/en/desk/handbooks/").content.decode()
    assert "does not apply to us" in said
    assert "No offices." in said
    assert next(t for t in tasks_of(viewer_of(neighbour)) if t.change.pk == change).answer is None
    answer_change(viewer_of(owner), change, "done")
    answers = {one.change.pk: one.answer for one in tasks_of(viewer_of(owner))}
    assert answers[change].outcome == "done"
    with pytest.raises(DatabaseError), transaction.atomic():
        ChangeAnswer.objects.update(outcome="done")


def test_no_one_answers_what_is_not_theirs(owner: Person) -> None:
    outsider = somebody("piet", "police", "police", "coordinator")
    change = Change.objects.get(code="GOO-42").pk
    assert browser_of(outsider).get(f"/en/desk/handbooks/tasks/{change}/").status_code == 404
    with pytest.raises(NotAllowed):
        answer_change(viewer_of(outsider), change, "done")
    with pytest.raises(NotAllowed):
        answer_change(viewer_of(owner), change, "perhaps")
    with pytest.raises(Refused):
        answer_change(viewer_of(owner), change, "not_applicable")


def test_what_is_dropped_asks_for_action_too_and_a_late_task_says_so(owner: Person) -> None:
    goo = shipped()[0]
    last = goo.versions[-1]
    without = [one for one in last.requirements if one.code != "GOO-20"]
    fourth = replace(last, number=4, requirements=without, act_within_days=-1)
    load_handbooks(OPERATOR, [replace(goo, versions=(*goo.versions, fourth))])
    task = next(one for one in tasks_of(viewer_of(owner)) if one.change.code == "GOO-20")
    assert task.change.kind == "removed"
    page = browser_of(owner).get("/en/desk/handbooks/").content.decode()
    assert "Late: by" in page
    assert browser_of(owner).get(f"/en/desk/handbooks/tasks/{task.change.pk}/").status_code == 200


def test_the_desk_asks_as_often_whatever_there_is_to_do(
    owner: Person, django_assert_num_queries: Any
) -> None:
    viewer = viewer_of(owner)
    with django_assert_num_queries(3):
        assert len(tasks_of(viewer)) > 10
