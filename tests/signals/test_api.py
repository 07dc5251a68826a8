"""Programs of partners report and follow what they were sent: the same rules as on the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.partners.people import organisation, person
from tests.reception.places import location
from tests.signals.sharing import Town, town
from tests.signals.telling import UTRECHT, VAN, municipality, viewer

from toevlucht.partners.actions.api_keys import make_api_key
from toevlucht.partners.models import Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.models import AuditLine
from toevlucht.records.trail import Search, read_trail
from toevlucht.signals import policy
from toevlucht.signals.actions import answering, handling
from toevlucht.signals.models import DeskEntry, Exclusion, Referral, Report
from toevlucht.signals.queries.opening import open_content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

API = "/api/v1"
TOLD = {
    "facts": VAN,
    "situation": "recruiting",
    "place_kind": "reception",
    "municipality": UTRECHT,
    "first_hand": "seen",
}


@pytest.fixture(autouse=True)
def nothing_counted_yet(db: None) -> None:
    cache.clear()


def program(maker: Person, *roles: str) -> Client:
    """A program with a key that somebody made."""
    _, key = make_api_key(viewer_of_person(maker.pk), "A program", roles, 30)
    return Client(headers={"authorization": f"Bearer {key}", "accept-language": "en"})


@pytest.fixture
def handler() -> Person:
    return municipality()


@pytest.fixture
def reporter() -> Person:
    return person("rosa", "fairwork", "reporter")


@pytest.fixture
def client(handler: Person, reporter: Person) -> Client:
    return program(reporter, "reporter")


def send(client: Client, call: str = "call-0001", **values: Any) -> Any:
    return client.post(
        f"{API}/reports",
        json.dumps(TOLD | values),
        content_type="application/json",
        headers={"idempotency-key": call},
    )


def step(client: Client, referral: Referral, **values: str) -> Any:
    address = f"{API}/referrals/{referral.reference}/state"
    return client.post(address, json.dumps(values), content_type="application/json")


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_a_program_reports_and_whoever_handles_it_reads_it(client: Client, handler: Person) -> None:
    answer = send(client, persons="Somebody called Vira.", seen_on="2026-03-02")
    assert answer.status_code == 201
    made = Report.objects.get()
    assert answer["Location"] == f"{API}/reports/{made.reference}"
    assert (made.channel, made.origin, made.reporter_organisation) == ("api", "partner", "fairwork")
    assert (made.handler, made.week) == ("gm0344", "2026-W10")
    entry = policy.find_entry(viewer(handler), made.reference)
    assert entry
    words = open_content(viewer(handler), entry).words
    assert (words.facts, words.persons) == (VAN, "Somebody called Vira.")
    line = AuditLine.objects.get(event="report.received")
    assert (line.channel, line.organisation) == ("api", "fairwork")


def test_a_call_that_is_made_again_makes_one_report(client: Client) -> None:
    first, again = send(client), send(client)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]
    assert again.json()["is_again"] is True
    assert Report.objects.count() == 1
    assert send(client, call="call-0002").status_code == 201


def test_a_key_that_told_something_else_is_refused(client: Client) -> None:
    send(client)
    assert "Idempotency-Key" in problem(send(client, facts="Another."), 409)["detail"]
    assert Report.objects.count() == 1


def test_two_organisations_may_use_the_same_key(client: Client) -> None:
    send(client)
    other = program(person("bram", "red_cross", "reporter"), "reporter")
    assert send(other, facts="Another.").status_code == 201


@pytest.mark.parametrize(
    "wrong",
    [
        {"facts": " "},
        {"situation": "espionage"},
        {"municipality": "GM9999"},
        {"seen_on": "2999-01-01"},
        {"indicators": ["NLA-99"]},
        {"excluded": ["; drop table"]},
        {"score": 9},
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(client: Client, wrong: dict[str, Any]) -> None:
    told = problem(send(client, **wrong), 400)
    assert told["errors"]
    assert VAN not in json.dumps(told)
    assert not Report.objects.exists()


def test_a_location_that_is_not_there_is_named_and_not_ignored(
    client: Client, handler: Person
) -> None:
    told = problem(send(client, location="nowhere"), 400)
    facts = problem(send(client, facts=" "), 400)["errors"][0]["name"]
    assert told["errors"][0]["name"] == facts.replace("facts", "location")
    assert told["errors"][0]["code"] == "unknown_location"
    assert not Report.objects.exists()
    assert send(client, location=location(handler).code).status_code == 201


def test_who_may_not_report_learns_of_no_location(handler: Person) -> None:
    reader = program(person("rita", "red_cross", "reader"), "reader")
    known, unknown = send(reader, location=location(handler).code), send(reader, location="nowhere")
    assert problem(known, 403) == problem(unknown, 403)


def test_without_a_key_of_its_own_a_call_reports_nothing(client: Client) -> None:
    told = problem(
        client.post(f"{API}/reports", json.dumps(TOLD), content_type="application/json"), 400
    )
    assert told["errors"][0]["in"] == "header"


def test_the_answer_is_read_in_the_language_of_the_reader(client: Client, handler: Person) -> None:
    reference = send(client).json()["reference"]
    by = viewer(handler)

    def entry() -> DeskEntry:
        found = policy.find_entry(by, reference)
        assert found
        return found

    one = client.get(f"{API}/reports/{reference}").json()
    assert (one["progress"], one["acknowledged_on"], one["answer"]) == ("received", None, None)
    answering.acknowledge(by, entry())
    handling.start(by, entry())
    handling.close(by, entry(), "no_indications", "I asked around.")
    answering.tell_outcome(by, entry(), "looked_into")
    one = client.get(f"{API}/reports/{reference}").json()
    assert one["progress"] == "closed"
    assert one["acknowledged_on"]
    assert one["answer"]["code"] == "looked_into"
    dutch = client.get(f"{API}/reports/{reference}", headers={"accept-language": "nl"}).json()
    assert dutch["answer"]["text"] != one["answer"]["text"]
    assert not {"rung", "outcome", "handler"} & set(one)


def test_pages_of_reports_follow_on_each_other(client: Client) -> None:
    made = [send(client, call=f"call-000{n}").json()["reference"] for n in range(3)]
    first = client.get(f"{API}/reports?limit=2").json()
    rest = client.get(first["next"]).json()
    listed = [one["reference"] for one in first["items"] + rest["items"]]
    assert (listed, rest["next"]) == (made[::-1], None)


def test_another_organisation_learns_nothing_of_a_report(client: Client) -> None:
    reference = send(client).json()["reference"]
    outsider = program(person("bram", "red_cross", "reporter"), "reporter")
    absent = problem(outsider.get(f"{API}/reports/23456789abcd"), 404)
    assert problem(outsider.get(f"{API}/reports/{reference}"), 404) == absent
    assert outsider.get(f"{API}/reports").json() == {"items": [], "next": None}
    assert outsider.get(f"{API}/reports?before={reference}").json()["items"] == []


def test_who_made_the_key_and_must_not_know_sees_nothing(client: Client, reporter: Person) -> None:
    reference = send(client).json()["reference"]
    Exclusion.objects.create(report=Report.objects.get(), person=reporter.pk)
    absent = problem(client.get(f"{API}/reports/23456789abcd"), 404)
    assert problem(client.get(f"{API}/reports/{reference}"), 404) == absent
    assert client.get(f"{API}/reports").json()["items"] == []


def test_an_unnamed_report_leads_back_to_nobody(client: Client) -> None:
    answer = send(client, unnamed=True)
    assert "Location" not in answer
    made = Report.objects.get()
    assert (made.reporter, made.reporter_organisation) == (None, "")
    line = AuditLine.objects.get(event="report.received")
    assert (line.person, line.organisation) == (None, "")
    assert client.get(f"{API}/reports").json()["items"] == []


def test_who_runs_locations_is_kept_out_where_its_program_names_none(
    client: Client, handler: Person
) -> None:
    location(handler, run_by="fairwork")
    send(client, concerns="location")
    manager = viewer(person("ada", "fairwork", "administrator"), "administrator")
    reference = Report.objects.get().reference
    assert not [line for line in read_trail(manager, Search()).lines if reference in line.ids]


def test_a_key_without_the_role_is_refused(handler: Person) -> None:
    for role, calls in {
        "contributor": ("reports", "referrals"),
        "reporter": ("referrals",),
        "coordinator": ("reports",),
    }.items():
        client = program(person(role, "fairwork", role), role)
        for path in calls:
            problem(client.get(f"{API}/{path}"), 403)
    problem(send(client), 403)
    problem(send(Client()), 401)


@pytest.fixture
def place() -> Town:
    return town()


def test_a_program_accepts_a_referral_and_answers_it(place: Town) -> None:
    referral = place.offer()
    client = program(place.police_person, "coordinator")
    [listed] = client.get(f"{API}/referrals").json()["items"]
    assert (listed["reference"], listed["state"]) == (referral.reference, "offered")
    assert listed["report"]["municipality"] == UTRECHT
    assert "reference" not in listed["report"]
    assert step(client, referral, state="accepted").json()["state"] == "accepted"
    told = step(client, referral, state="answered", answer="taken_up", words="We go there.")
    assert told.json()["state"] == "answered"
    events = set(AuditLine.objects.filter(channel="api").values_list("event", flat=True))
    assert {"referral.accepted", "referral.answered", "referrals.listed"} <= events


def test_a_refusal_has_a_reason_and_ends_it(place: Town) -> None:
    referral = place.offer()
    client = program(place.police_person, "coordinator")
    problem(step(client, referral, state="refused"), 400)
    problem(step(client, referral, state="answered", answer="taken_up"), 409)
    over = step(client, referral, state="refused", reason="no_capacity").json()
    assert (over["state"], over["report"]) == ("refused", None)


def test_a_referral_of_somebody_else_is_answered_as_if_absent(place: Town) -> None:
    referral = place.offer(handling="red", recipients=(place.police_person.pk,))
    organisation("fairwork")
    for maker in (place.outsider_person, place.colleague_person, place.handler_person):
        client = program(maker, "coordinator")
        absent = problem(client.get(f"{API}/referrals/23456789abcd"), 404)
        assert problem(client.get(f"{API}/referrals/{referral.reference}"), 404) == absent
        assert problem(step(client, referral, state="accepted"), 404) == absent
        assert client.get(f"{API}/referrals").json()["items"] == []
    Exclusion.objects.create(report=place.report, person=place.police_person.pk)
    client = program(place.police_person, "coordinator")
    problem(client.get(f"{API}/referrals/{referral.reference}"), 404)
    assert client.get(f"{API}/referrals").json()["items"] == []
