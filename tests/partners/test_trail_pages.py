"""The pages of the audit trail: who may open them, what they show, and what is kept of that."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.partners.people import organisation, person

import toevlucht
from toevlucht.language import LANGUAGES, language
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.partners.trail.rows import KINDS
from toevlucht.records.actions import record_read
from toevlucht.records.break_glass import open_break_glass
from toevlucht.records.events import EVENTS
from toevlucht.records.models import AuditLine, AuditSegment, BreakGlass
from toevlucht.records.sealing import seal

pytestmark = pytest.mark.django_db

Desk = Callable[[Person], Client]


def did(somebody: Person, event: str = "contribution.read", *ids: object) -> AuditLine:
    kind = {"person": "person", "people": "person"}.get(event.split(".")[0], "contribution")
    record_read(viewer_of_person(somebody.pk), event, kind, ids or ("5",))
    return AuditLine.objects.latest("pk")


def last_event() -> tuple[str, str]:
    found = AuditLine.objects.latest("pk")
    return found.event, found.outcome


def text(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def body_of(page: str) -> str:
    """The rows only: a name also stands in the lists of the form."""
    return page.split("<tbody>")[1] if "<tbody>" in page else ""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_administrator_reads_the_trail_of_the_own_organisation(
    desk: Desk, administrator: Person, colleague: Person, outsider: Person, tag: str
) -> None:
    did(colleague)
    did(outsider)
    rows = body_of(text(desk(administrator), f"/{tag}/desk/audit/"))
    assert colleague.name in rows
    assert language(tag).say("audit.event.contribution.read") in rows
    assert outsider.name not in rows
    assert last_event() == ("audit.read", "done")


def test_the_centres_administrator_reads_the_trail_of_all(
    desk: Desk, centre_administrator: Person, colleague: Person, outsider: Person
) -> None:
    did(colleague)
    did(outsider)
    rows = body_of(text(desk(centre_administrator), "/en/desk/audit/"))
    assert colleague.name in rows
    assert outsider.name in rows


@pytest.mark.parametrize("page", ["audit/", "audit/audit-trail.csv", "audit/heads.jsonl"])
def test_nobody_else_reads_it(desk: Desk, colleague: Person, client: Client, page: str) -> None:
    assert client.get(f"/en/desk/{page}").status_code == 302
    assert desk(colleague).get(f"/en/desk/{page}").status_code == 403
    assert last_event() == ("page.opened", "refused")


def test_a_search_shows_what_was_asked_for(
    desk: Desk, administrator: Person, colleague: Person
) -> None:
    did(colleague, "contribution.read", "5")
    did(colleague, "contribution.downloaded", "6")
    today = timezone.localdate().isoformat()
    browser = desk(administrator)
    for asked in (
        "event=contribution.downloaded",
        "kind=contribution&record=6",
        f"event=contribution.downloaded&person={colleague.pk}&since={today}&until={today}",
    ):
        rows = body_of(text(browser, f"/en/desk/audit/?{asked}"))
        assert "Contribution fetched" in rows
        assert "Contribution seen" not in rows
    assert last_event() == ("audit.searched", "done")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("person=Jan", "digits only"),
        ("person=-3", "digits only"),
        (f"person={'9' * 30}", "digits only"),
        ("event=nothing", "Choose from the list"),
        ("since=yesterday", "Fill in a date"),
        ("since=0001-01-01", "Fill in a date"),
        ("until=9999-12-31", "Fill in a date"),
        ("since=2026-02-01&until=2026-01-01", "before the first"),
        ("kind=a b&record=1", "Choose"),
        ("kind=contribution&record=Jan de Vries", "Use only letters"),
        ("record=5", "Fill in the kind"),
        ("kind=%00&record=1", "Choose"),
    ],
)
def test_a_search_that_cannot_be_understood_says_why(
    desk: Desk, administrator: Person, asked: str, said: str
) -> None:
    did(administrator)
    answer = desk(administrator).get(f"/en/desk/audit/?{asked}")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert "error-summary" in page
    assert "<tbody>" not in page
    assert desk(administrator).get(f"/en/desk/audit/audit-trail.csv?{asked}").status_code == 400


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "0", "٣"])
def test_a_page_that_is_not_there_begins_at_the_newest(
    desk: Desk, administrator: Person, after: str
) -> None:
    did(administrator)
    assert "Contribution seen" in text(desk(administrator), f"/en/desk/audit/?after={after}")


def test_older_lines_are_on_the_next_page(
    desk: Desk, administrator: Person, colleague: Person
) -> None:
    numbers = [did(colleague, "contribution.read", f"c{number}").pk for number in range(60)]
    browser = desk(administrator)
    first = browser.get("/en/desk/audit/?kind=contribution")
    older = first.context["older"]
    assert f"kind=contribution&amp;after={older}" in first.content.decode()
    second = text(browser, f"/en/desk/audit/?kind=contribution&after={older}")
    assert "c0<" in second
    assert "c59<" not in second
    assert len(numbers) == 60


def test_a_page_takes_the_same_queries_however_many_lines_and_people(
    desk: Desk, administrator: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = desk(administrator)
    did(administrator)
    browser.get("/en/desk/audit/")
    with django_assert_max_num_queries(10):
        browser.get("/en/desk/audit/")
    for number in range(20):
        did(person(f"somebody{number}", "red_cross", "reader"))
    with django_assert_max_num_queries(10):
        browser.get("/en/desk/audit/")


def test_the_export_holds_numbers_and_no_names(
    desk: Desk, administrator: Person, colleague: Person, outsider: Person
) -> None:
    line = did(colleague, "contribution.read", "5", "6")
    did(outsider)
    answer = desk(administrator).get("/en/desk/audit/audit-trail.csv?kind=contribution")
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["id"], row["person"], row["ids"]) for row in rows] == [
        (str(line.pk), str(colleague.pk), "5 6")
    ]
    assert colleague.name not in content
    assert AuditLine.objects.filter(event="audit.exported").get().ids == ["kind:contribution"]


def test_everybody_sees_who_saw_their_data_by_organisation_and_role(
    desk: Desk, administrator: Person, colleague: Person, outsider: Person
) -> None:
    did(administrator, "person.read", colleague.pk)
    did(outsider, "person.read", administrator.pk)
    rows = body_of(text(desk(colleague), "/en/desk/my-audit/"))
    assert "Data of a person seen" in rows
    assert "red_cross en" in rows
    assert "administrator" in rows
    assert administrator.name not in rows
    assert "police" not in rows
    assert last_event() == ("audit.own_read", "done")


def test_who_is_not_logged_in_is_asked_to(client: Client) -> None:
    assert client.get("/en/desk/my-audit/").status_code == 302
    assert client.get("/en/desk/break-glass/").status_code == 302


def test_an_administrator_fetches_all_heads(desk: Desk, administrator: Person) -> None:
    did(administrator)
    segment = seal()
    assert segment is not None
    answer = desk(administrator).get("/en/desk/audit/heads.jsonl")
    heads = [json.loads(one) for one in b"".join(answer.streaming_content).splitlines()]  # type: ignore[attr-defined]
    assert [one["head"] for one in heads] == [segment.head]


def test_anybody_fetches_the_newest_head_of_the_hours_before(
    client: Client, administrator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/audit/head.jsonl").status_code == 404
    did(administrator)
    segment = seal()
    assert segment is not None
    assert client.get("/audit/head.jsonl").status_code == 404
    later = segment.sealed_at + timezone.timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = client.get("/audit/head.jsonl")
    assert answer.status_code == 200
    assert json.loads(answer.content)["head"] == segment.head
    assert not answer.cookies
    assert client.post("/audit/head.jsonl").status_code == 405


def test_the_centre_opens_emergency_access_and_the_organisation_sees_it(
    desk: Desk, centre_administrator: Person, administrator: Person, outsider: Person
) -> None:
    browser = desk(centre_administrator)
    given = {"organisation": "red_cross", "reason": "danger_to_life"}
    answer = browser.post("/en/desk/break-glass/", given, follow=True)
    assert "You now have access to what red_cross en shared" in answer.content.decode()
    glass = BreakGlass.objects.get()
    assert (glass.person, glass.reason) == (centre_administrator.pk, "danger_to_life")
    theirs = desk(administrator)
    assert "Emergency access is open now" in text(theirs, "/en/desk/")
    rows = body_of(text(theirs, "/en/desk/break-glass/"))
    assert "open now" in rows
    assert centre_administrator.name not in rows
    assert "Emergency access is open now" not in text(desk(outsider), "/en/desk/")
    assert "open now" not in text(desk(outsider), "/en/desk/break-glass/")


def test_emergency_access_is_not_opened_without_organisation_and_reason(
    desk: Desk, centre_administrator: Person
) -> None:
    browser = desk(centre_administrator)
    for given in ({}, {"organisation": "nobody", "reason": "curiosity"}):
        answer = browser.post("/en/desk/break-glass/", given)
        assert answer.status_code == 400
        assert answer.content.decode().count("Choose one of these") == 4  # above and at the field
    assert not BreakGlass.objects.exists()


def test_a_partner_does_not_open_emergency_access(desk: Desk, administrator: Person) -> None:
    browser = desk(administrator)
    assert "Open for one hour" not in text(browser, "/en/desk/break-glass/")
    given = {"organisation": "police", "reason": "danger_to_life"}
    organisation("police")
    assert browser.post("/en/desk/break-glass/", given).status_code == 403
    assert last_event() == ("break_glass.opened", "refused")
    assert not BreakGlass.objects.exists()


def test_who_is_no_administrator_or_approver_sees_no_emergency_access(
    desk: Desk, colleague: Person, centre_administrator: Person
) -> None:
    open_break_glass(viewer_of_person(centre_administrator.pk), "red_cross", "court_order")
    browser = desk(colleague)
    assert browser.get("/en/desk/break-glass/").status_code == 403
    assert "Emergency access is open now" not in text(browser, "/en/desk/")


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_words(tag: str, event: str) -> None:
    assert language(tag).say(f"audit.event.{event}")


def test_a_row_of_every_event_can_be_shown(
    desk: Desk, administrator: Person, centre_administrator: Person
) -> None:
    for name, event in EVENTS.items():
        AuditLine.objects.create(
            at=timezone.now(),
            organisation="red_cross",
            roles=["administrator"],
            event=name,
            purpose=event.purpose,
            ground=event.ground,
            channel="page",
            outcome="refused",
        )
    for browser in (desk(administrator), desk(centre_administrator)):
        older = ""
        while older is not None:
            answer = browser.get("/en/desk/audit/", {"after": older} if older else {})
            assert answer.status_code == 200
            older = answer.context["older"]
    assert AuditSegment.objects.count() == 0


def test_every_kind_of_record_that_the_source_names_has_words() -> None:
    positions = {"record_change": 2, "record_read": 2, "missing": 2, "NotAllowed": 1}
    named = set[str]()
    for file in Path(toevlucht.__path__[0]).rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                kind = call.args[at] if len(call.args) > (at := positions.get(name, 99)) else None
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    named.add(kind.value)
    assert named - {"", *KINDS} == set()
