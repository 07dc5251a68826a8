"""The reporter hears that somebody looks, may be asked, and is told what came of it."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from tests.partners.people import person
from tests.signals.conftest import AtDesk
from tests.signals.telling import municipality, report, safety_region, viewer

from toevlucht.partners.models import Person
from toevlucht.records.daily import CLOCK
from toevlucht.records.jobs import ask, work_all
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed
from toevlucht.signals import codes, policy
from toevlucht.signals.actions import answering, handling
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.answers import answers_for
from toevlucht.signals.models import DeskEntry, Message, Report
from toevlucht.signals.queries.conversation import turns

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

QUESTION = "Did you see the number of the van?"


@pytest.fixture
def owner() -> Person:
    return municipality()


@pytest.fixture
def made(owner: Person) -> Report:
    return report()


def entry(by: Person, made: Report) -> DeskEntry:
    found = policy.find_entry(viewer(by), made.reference)
    assert found is not None
    return found


def conversation(made: Report) -> list[tuple[str, str]]:
    key = custody.open_key(made.record, "gm0344")
    return [(one.code, one.text) for one in turns(made, key)]


def test_a_report_is_acknowledged_once_and_the_day_is_kept(owner: Person, made: Report) -> None:
    answering.acknowledge(viewer(owner), entry(owner, made))
    made.refresh_from_db()
    assert made.acknowledged_on == made.first_action_on == timezone.localdate()
    assert conversation(made) == [("acknowledged", "")]
    with pytest.raises(NotPossible):
        answering.acknowledge(viewer(owner), entry(owner, made))


def come(made: Report, days_ago: int) -> Report:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    Report.objects.filter(pk=made.pk).update(received_on=day)
    return made


def daily() -> None:
    ask(CLOCK, "report.arrivals")
    work_all()


def test_on_the_sixth_day_the_reporter_hears_by_itself_that_it_arrived(
    owner: Person, made: Report, at_desk: AtDesk
) -> None:
    browser, page = at_desk(owner), f"/en/desk/reports/{made.reference}/"
    come(made, 5)
    daily()
    assert conversation(made) == []
    assert "reporter heard nothing yet" in browser.get("/en/desk/reports/").content.decode()
    come(made, 6)
    daily()
    daily()
    made.refresh_from_db()
    assert conversation(made) == [("arrived", "")]
    assert (made.arrival_told_on, made.acknowledged_on) == (timezone.localdate(), None)
    assert made.first_action_on is None
    line = AuditLine.objects.get(event="report.arrival_told")
    assert (line.ids, line.person, line.channel) == ([made.reference], None, "task")
    shown = browser.get(page).content.decode()
    assert "Sent by itself" in shown
    assert "Nobody has said yet that somebody looks at it." in shown
    assert "only that it arrived" in browser.get("/en/desk/reports/").content.decode()
    answering.acknowledge(viewer(owner), entry(owner, made))
    assert conversation(made) == [("arrived", ""), ("acknowledged", "")]
    assert "only that it arrived" not in browser.get("/en/desk/reports/").content.decode()


def test_who_heard_something_from_somebody_hears_nothing_by_itself(owner: Person) -> None:
    acknowledged, asked, destroyed = (come(report(), 7) for _ in range(3))
    answering.acknowledge(viewer(owner), entry(owner, acknowledged))
    answering.write_to_reporter(viewer(owner), entry(owner, asked), QUESTION)
    Report.objects.filter(pk=destroyed.pk).update(destroyed_on=timezone.localdate())
    daily()
    assert not Message.objects.filter(text_code="arrived").exists()
    asked.refresh_from_db()
    assert asked.acknowledged_on == timezone.localdate()


def test_a_question_is_sealed_and_only_its_readers_have_it(owner: Person, made: Report) -> None:
    answering.write_to_reporter(viewer(owner), entry(owner, made), f"  {QUESTION} ")
    assert QUESTION.encode() not in bytes(Message.objects.get().content or b"")
    assert conversation(made) == [("", QUESTION)]
    with pytest.raises(NotPossible):
        answering.write_to_reporter(viewer(owner), entry(owner, made), "   ")


def test_an_outcome_is_told_in_a_text_that_fits_it(owner: Person, made: Report) -> None:
    with pytest.raises(NotPossible):  # it is not closed yet
        answering.tell_outcome(viewer(owner), entry(owner, made), "looked_into")
    handling.close(viewer(owner), entry(owner, made), "investigation", "Given to the police.")
    for harmful in ("looked_into", "helped", "too_little"):
        with pytest.raises(NotPossible):
            answering.tell_outcome(viewer(owner), entry(owner, made), harmful)
    answering.tell_outcome(viewer(owner), entry(owner, made), "passed_on")
    made.refresh_from_db()
    assert made.answered_on == timezone.localdate()
    assert conversation(made) == [("passed_on", "")]


@pytest.mark.parametrize("outcome", codes.OUTCOMES)
def test_every_outcome_can_be_told(outcome: str) -> None:
    assert answers_for(outcome)
    assert "cannot_say" in answers_for(outcome)
    assert answers_for("") == ()


def test_nobody_else_answers(owner: Person, made: Report) -> None:
    mine = entry(owner, made)
    outsiders = [safety_region(), municipality("gm0307", "GM0307")]
    refused = [viewer(one) for one in outsiders] + [viewer(owner, "reader")]
    for somebody in refused:
        with pytest.raises(NotAllowed):
            answering.acknowledge(somebody, mine)
        with pytest.raises(NotAllowed):
            answering.write_to_reporter(somebody, mine, QUESTION)
        with pytest.raises(NotAllowed):
            answering.tell_outcome(somebody, mine, "cannot_say")
    assert not Message.objects.exists()


def test_the_conversation_on_the_page(owner: Person, made: Report) -> None:
    browser = Client()
    browser.force_login(owner)
    address = f"/en/desk/reports/{made.reference}/"
    assert "Nothing was written yet." in browser.get(address).content.decode()
    browser.post(f"{address}acknowledge/")
    wrong = browser.post(f"{address}write/", {"message": ""})
    assert wrong.status_code == 400
    browser.post(f"{address}write/", {"message": QUESTION})
    page = browser.get(address).content.decode()
    assert "somebody is looking at it" in page
    assert QUESTION in page
    assert browser.post(f"{address}tell/", {"answer": "looked_into"}).status_code == 400
    lines = AuditLine.objects.filter(event__in=("report.acknowledged", "report.written_to"))
    assert [line.ids for line in lines] == [[made.reference]] * 2
    other = Client()
    other.force_login(person("other", "gm0307", "coordinator"))
    for path in ("acknowledge/", "write/", "tell/"):
        assert other.post(f"{address}{path}", {"message": "x"}).status_code == 404
