"""The page of one report: what whoever handles it finds there, and who finds nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.partners.people import organisation, person
from tests.signals.conftest import AtDesk
from tests.signals.telling import VAN, municipality, report, safety_region, telling, viewer
from tests.signals.test_handling import REASON, sent_to

from toevlucht.language import LANGUAGES
from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.signals.models import Exclusion, Report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def address(made: Report, rest: str = "", tag: str = "en") -> str:
    return f"/{tag}/desk/reports/{made.reference}/{rest}"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_shows_both_parts_and_that_they_were_read_is_on_record(
    at_desk: AtDesk, owner: Person, made: Report, tag: str
) -> None:
    answer = at_desk(owner).get(address(made, tag=tag))
    assert answer.status_code == 200
    words = answer.content.decode()
    assert VAN in words
    assert "Utrecht" in words or "Утрехт" in words
    line = AuditLine.objects.get(event="report.opened")
    assert (line.person, line.ids) == (owner.pk, [made.reference])


def test_who_reads_the_open_part_only_sees_no_word_of_the_sealed_part(
    at_desk: AtDesk, made: Report
) -> None:
    receiver = safety_region()
    sent_to(viewer(receiver), made, reads_sealed=False)
    words = at_desk(receiver).get(address(made)).content.decode()
    assert "Your organisation reads the open part only" in words
    assert VAN not in words


def test_a_report_whose_key_was_destroyed_says_so(
    at_desk: AtDesk, owner: Person, made: Report
) -> None:
    custody.destroy_key(made.record)
    words = at_desk(owner).get(address(made)).content.decode()
    assert "can no longer be opened" in words


def test_a_coordinator_works_on_a_report_from_its_page(
    at_desk: AtDesk, owner: Person, made: Report
) -> None:
    browser = at_desk(owner)
    colleague = person("Colleague Carla", "gm0344", "coordinator")
    for rest, form in (
        ("take/", {}),
        ("start/", {}),
        ("assign/", {"colleague": str(colleague.pk)}),
        ("due/", {"due_on": "2020-01-01"}),
        ("close/", {"outcome": "no_indications", "closing_reason": REASON}),
    ):
        assert browser.post(address(made, rest), form).url == address(made), rest
    assert "Choose a day from today on" in browser.get(address(made)).content.decode()
    words = browser.get(address(made, "history/")).content.decode()
    assert "To Colleague Carla" in words
    assert REASON in words
    assert browser.post(address(made, "reopen/"), {"reopening_reason": "Seen again"}).url
    assert "Seen again" in browser.get(address(made, "history/")).content.decode()


@pytest.mark.parametrize(
    ("rest", "form"),
    [
        ("close/", {"outcome": "no_indications"}),
        ("close/", {"outcome": "guilty", "closing_reason": "typed before"}),
        ("assign/", {"colleague": "0"}),
        ("due/", {"due_on": "soon"}),
        ("reopen/", {}),
    ],
)
def test_what_is_wrong_with_a_form_is_said_above_the_page_and_at_its_field(
    at_desk: AtDesk, owner: Person, made: Report, rest: str, form: dict[str, str]
) -> None:
    answer = at_desk(owner).post(address(made, rest), form)
    words = answer.content.decode()
    assert answer.status_code == 400
    assert "error-summary" in words
    assert form.get("closing_reason", "") in words


def test_for_everybody_else_the_report_does_not_exist(
    at_desk: AtDesk, owner: Person, made: Report
) -> None:
    excluded = person("excluded", "gm0344", "coordinator")
    Exclusion.objects.create(report=made, person=excluded.pk)
    outsider = safety_region()
    for somebody in (excluded, outsider):
        pages = ("", "readers/", "history/")
        answers = [at_desk(somebody).get(address(made, rest)) for rest in pages]
        answers += [
            at_desk(somebody).post(address(made, rest))
            for rest in ("take/", "assign/", "due/", "start/", "close/", "reopen/")
        ]
        assert {answer.status_code for answer in answers} == {404}
        unknown = at_desk(somebody).get("/en/desk/reports/222222222222/").content.decode()
        hidden = answers[0].content.decode()
        assert unknown == hidden.replace(made.reference, "222222222222")
    for role in ("reader", "administrator", "reporter"):
        refused = at_desk(person(role, "gm0344", role)).get(address(made))
        assert refused.status_code == 403
    assert Client().get(address(made)).status_code == 302


def test_the_page_names_the_partner_to_ask_and_what_was_recognised_without_counting() -> None:
    owner = municipality()
    organisation("nidos", kind="care_coordination")
    made = report(telling(situation="child", indicators=("REC-10",)))
    browser = Client()
    browser.force_login(owner)
    page = browser.get(f"/en/desk/reports/{made.reference}/").content.decode()
    assert "Partner to ask" in page
    assert "nidos en" in page
    assert "How many there are says nothing." in page
