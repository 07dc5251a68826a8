"""An incident is followed up until it is closed; of sexual violence fewer people know."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.partners.people import person
from tests.reception.conftest import Desk
from tests.reception.hosts import ago
from tests.reception.living import TO_DO, WORDS, incident, to_do
from tests.reception.places import location, neighbour, operator
from tests.signals.telling import independent, municipality, safety_region, viewer

from toevlucht.guidance.actions.publishing import load_handbooks
from toevlucht.guidance.shipped import shipped
from toevlucht.partners.models import Person
from toevlucht.reception.actions.forgetting import forget_incidents
from toevlucht.reception.actions.incidents import add_step, close_incident, finish_step
from toevlucht.reception.actions.watching import watch
from toevlucht.reception.incident_kinds import every_kind, kinds_on
from toevlucht.reception.models import Incident, IncidentStep, Inspection, Location, Task
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.children import tasks_for
from toevlucht.records.models import AuditLine
from toevlucht.records.sealed import custody
from toevlucht.records.trail import Search, read_trail
from toevlucht.records.viewer import OPERATOR, NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TODAY = timezone.localdate()
SENT = {"happened_on": TODAY.isoformat(), "words": WORDS}


@pytest.fixture
def keeper() -> Person:
    return municipality()


@pytest.fixture
def runner() -> Person:
    return operator()


@pytest.fixture
def place(keeper: Person, runner: Person) -> Location:
    return location(keeper, run_by="shelter_foundation")


@pytest.fixture
def hidden(keeper: Person, runner: Person, place: Location) -> Incident:
    """Sexual violence, entered by who runs the location."""
    independent()
    return incident(runner, place, "sexual_violence", contact="comensha")


def test_an_incident_is_followed_up_until_it_is_closed(
    runner: Person, place: Location, desk: Desk
) -> None:
    browser, at = desk(runner), f"/en/desk/places/{place.code}/incidents/"
    assert "No incident" in browser.get(at).content.decode()
    assert browser.post(f"{at}new/", {**SENT, "kind": ""}).status_code == 200
    sent = {**SENT, "kind": "violence", "told_to": ["police", "municipality"]}
    assert browser.post(f"{at}new/", sent).status_code == 302
    made = Incident.objects.get()
    assert WORDS.encode() not in bytes(made.words or b"")
    one = f"/en/desk/incidents/{made.code}/"
    page = browser.get(one).content.decode()
    assert WORDS in page
    assert "police, municipality" in page
    step = {"words": TO_DO, "owner": runner.pk, "due_on": TODAY.isoformat(), "add": ""}
    assert browser.post(one, step).status_code == 302
    assert browser.post(one, {"outcome": "solved", "close": ""}).status_code == 200
    assert TO_DO in browser.get(one).content.decode()
    assert browser.post(f"{one}steps/1/done/").status_code == 302
    assert browser.post(one, {"outcome": "", "close": ""}).status_code == 200
    assert browser.post(one, {"outcome": "solved", "close": ""}).status_code == 302
    made.refresh_from_db()
    assert (made.closed_on, made.outcome) == (TODAY, "solved")
    assert "solved" in browser.get(at).content.decode()
    assert browser.post(one, step).status_code == 200
    assert IncidentStep.objects.count() == 2
    for event in ("entered", "step_added", "step_done", "closed"):
        assert AuditLine.objects.filter(event=f"incident.{event}", ids=[made.code]).exists()


def test_how_long_it_is_open_stands_in_the_lists(
    keeper: Person, place: Location, desk: Desk
) -> None:
    made = incident(keeper, place)
    to_do(keeper, made)
    Incident.objects.filter(pk=made.pk).update(entered_on=ago(20), happened_on=ago(20))
    browser = desk(keeper)
    assert "open for 20 days" in browser.get("/en/desk/incidents/").content.decode()
    page = browser.get(f"/en/desk/places/{place.code}/").content.decode()
    assert "1 open incident" in page
    assert "open for 20 days" in page
    watch()
    page = browser.get("/en/desk/reception-tasks/").content.decode()
    assert f"/desk/incidents/{made.code}/" in page
    finish_step(viewer(keeper), made, 1)
    close_incident(viewer(keeper), made, "solved")
    assert not Task.objects.filter(kind="incident_open_long", done_at=None).exists()


def test_sexual_violence_needs_somebody_to_talk_to(
    keeper: Person, runner: Person, place: Location, desk: Desk
) -> None:
    browser, address = desk(runner), f"/en/desk/places/{place.code}/incidents/new/"
    sent = {**SENT, "kind": "sexual_violence"}
    assert "No independent contact is known" in browser.get(address).content.decode()
    independent()
    assert "aria-invalid" in browser.post(address, sent).content.decode()
    for contact in ("", "gm0344", "shelter_foundation"):
        with pytest.raises(CannotDo, match="no_independent_contact"):
            incident(runner, place, "sexual_violence", contact=contact)
    assert not Incident.objects.exists()
    answer = browser.post(address, {**sent, "contact": "comensha"}, follow=True)
    assert "Passed on to the municipality" in answer.content.decode()
    made = Incident.objects.get()
    assert custody.holders_of(made.record) == ["comensha", "gm0344"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=made.pk).update(independent_contact="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=made.pk).update(is_confidential=False)


def test_who_runs_the_location_does_not_read_it_again(
    runner: Person, place: Location, hidden: Incident, desk: Desk
) -> None:
    Incident.objects.filter(pk=hidden.pk).update(entered_on=ago(20), happened_on=ago(20))
    watch()
    others = {
        "runs it": runner,
        "runs it too": person("staff", "shelter_foundation", "coordinator"),
        "region": safety_region(),
        "neighbour": neighbour(),
        "another contact": independent("another"),
    }
    for who, account in others.items():
        browser = desk(account)
        assert browser.get(f"/en/desk/incidents/{hidden.code}/").status_code == 404, who
        for address in ("incidents/", "reception-tasks/", f"places/{place.code}/incidents/"):
            page = browser.get(f"/en/desk/{address}").content.decode()
            assert hidden.code not in page, (who, address)
            assert "Sexual violence" not in page, (who, address)
        page = browser.get(f"/en/desk/places/{place.code}/").content.decode()
        assert "1 open incident" not in page, who
        assert not tasks_for(viewer(account)).exists(), who
        with pytest.raises(NotAllowed):
            close_incident(viewer(account), hidden, "solved")
        with pytest.raises(NotAllowed):
            add_step(viewer(account), hidden, TO_DO, account.pk, TODAY)
    reporter = person("ria", "comensha", "reporter")
    assert desk(reporter).get(f"/en/desk/incidents/{hidden.code}/").status_code == 403


def test_the_trail_of_who_runs_the_location_does_not_name_it(
    keeper: Person, runner: Person, place: Location, hidden: Incident, desk: Desk
) -> None:
    seen = incident(runner, place)
    assert desk(runner).get(f"/en/desk/incidents/{hidden.code}/").status_code == 404
    administrators = {
        "shelter_foundation": {seen.code},
        "gm0344": {seen.code, hidden.code},
        "comensha": {hidden.code},
    }
    for account in (keeper, Person.objects.get(organisation__code="comensha")):
        desk(account).get("/en/desk/incidents/")
    for code, expected in administrators.items():
        ada = person("ada", code, "administrator")
        lines = read_trail(viewer(ada, "administrator"), Search()).lines
        named = {one for line in lines if line.kind == "incident" for one in line.ids}
        assert named == expected, code


def test_the_municipality_and_the_contact_follow_it_up(
    keeper: Person, hidden: Incident, desk: Desk
) -> None:
    contact = Person.objects.get(organisation__code="comensha")
    for account in (keeper, contact):
        browser = desk(account)
        assert hidden.code in browser.get("/en/desk/incidents/").content.decode()
        page = browser.get(f"/en/desk/incidents/{hidden.code}/").content.decode()
        assert WORDS in page
        assert "Only the municipality and" in page, "true also where that runs the location"
        assert f"/en/report/?location={hidden.location.code}" in page
        to_do(account, hidden)
    assert hidden.steps.count() == 2
    Incident.objects.filter(pk=hidden.pk).update(entered_on=ago(20), happened_on=ago(20))
    watch()
    assert tasks_for(viewer(keeper)).get().location is None


def test_a_missing_child_is_a_task_of_today(runner: Person, place: Location, desk: Desk) -> None:
    made = incident(runner, place, "missing_child")
    page = desk(runner).get(f"/en/desk/incidents/{made.code}/").content.decode()
    assert "Call today" in page
    assert "088-501 18 85" in page
    assert "0900-8844" in page
    task = Task.objects.get()
    assert (task.kind, task.due_on, task.location) == ("child_missing", TODAY, place)
    close_incident(viewer(runner), made, "solved")
    assert not Task.objects.filter(done_at=None).exists()


def test_a_round_after_an_incident_begins_from_it(
    keeper: Person, place: Location, desk: Desk
) -> None:
    load_handbooks(OPERATOR, [one for one in shipped() if one.code == "goo"])
    page = desk(keeper).get(f"/en/desk/incidents/{incident(keeper, place).code}/").content.decode()
    action = f"/en/desk/places/{place.code}/inspections/"
    assert f'action="{action}"' in page
    assert desk(keeper).post(action, {"occasion": "after_incident"}).status_code == 302
    assert Inspection.objects.get().occasion == "after_incident"


def test_a_region_reads_that_it_happened_and_not_what(
    keeper: Person, place: Location, desk: Desk
) -> None:
    made, region = incident(keeper, place), safety_region()
    page = desk(region).get(f"/en/desk/incidents/{made.code}/").content.decode()
    assert "only the organisations concerned can read" in page
    assert WORDS not in page
    assert desk(region).post(f"/en/desk/incidents/{made.code}/steps/1/done/").status_code == 403
    with pytest.raises(NotAllowed):
        close_incident(viewer(region), made, "solved")
    with pytest.raises(NotAllowed):
        incident(region, place)


def test_what_happened_after_today_or_has_no_words_is_not_written_down(
    keeper: Person, place: Location
) -> None:
    tomorrow = TODAY + datetime.timedelta(days=1)
    for wrong in ({"happened_on": tomorrow}, {"words": " "}, {"told_to": ("nobody_knows",)}):
        with pytest.raises(CannotDo):
            incident(keeper, place, **wrong)
    with pytest.raises(CannotDo, match="wrong_dates"):
        incident(keeper, place, happened_on=datetime.date(2022, 2, 28))


def test_a_kind_is_there_from_its_day_to_its_last() -> None:
    first = datetime.date(2022, 3, 1)
    assert set(kinds_on(first)) == set(every_kind())
    assert not kinds_on(first - datetime.timedelta(days=1))
    assert [one.code for one in every_kind().values() if one.confidential] == ["sexual_violence"]


def test_a_step_stays_as_it_was_written(keeper: Person, place: Location) -> None:
    made = incident(keeper, place)
    to_do(keeper, made)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        IncidentStep.objects.update(on=ago(3))
    with pytest.raises(CannotDo, match="wrong_dates"):
        to_do(keeper, made, days=-1)
    finish_step(viewer(keeper), made, 1)
    with pytest.raises(CannotDo, match="somebody_was_first"):
        finish_step(viewer(keeper), made, 1)


def test_the_words_of_an_incident_go_when_their_term_ends(
    keeper: Person, place: Location, desk: Desk
) -> None:
    old, newer, left = (incident(keeper, place) for _ in range(3))
    to_do(keeper, old)
    finish_step(viewer(keeper), old, 1)
    for one, days in ((old, 731), (newer, 729)):
        close_incident(viewer(keeper), one, "solved")
        Incident.objects.filter(pk=one.pk).update(
            happened_on=ago(800), entered_on=ago(800), closed_on=ago(days)
        )
    Incident.objects.filter(pk=left.pk).update(happened_on=ago(1826), entered_on=ago(1826))
    assert forget_incidents(10) == 2
    assert forget_incidents(10) == 0
    assert custody.holders_of(old.record) == custody.holders_of(left.record) == []
    assert custody.holders_of(newer.record) == ["gm0344", "shelter_foundation"]
    page = desk(keeper).get(f"/en/desk/incidents/{old.code}/").content.decode()
    assert "The words were destroyed" in page
    for secret in (WORDS, TO_DO):
        assert secret not in page
    add = {"words": TO_DO, "owner": keeper.pk, "due_on": TODAY.isoformat(), "add": ""}
    assert desk(keeper).post(f"/en/desk/incidents/{left.code}/", add).status_code == 403


def test_pages_cost_the_same_for_many(keeper: Person, place: Location, desk: Desk) -> None:
    browser = desk(keeper)
    at = f"/en/desk/places/{place.code}/"
    addresses = ["/en/desk/incidents/", f"{at}incidents/", at]

    def cost() -> list[int]:
        counted = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counted.append(len(queries))
        return counted

    to_do(keeper, incident(keeper, place))
    one = f"/en/desk/incidents/{Incident.objects.get().code}/"
    addresses.append(one)
    cost()
    few = cost()
    for _ in range(4):
        to_do(keeper, incident(keeper, place))
    for _ in range(4):
        to_do(keeper, Incident.objects.order_by("pk").first())  # type: ignore[arg-type]
    assert cost() == few
