"""Courses through their pages: nothing kept, as a guest, with an account."""

from __future__ import annotations

import datetime
import secrets

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.learning.walking import EXAMPLE, begin_as_guest, example, walk
from tests.partners.people import organisation, person
from tests.reception.places import location
from tests.signals.telling import municipality, viewer

from toevlucht.cli import demo_learning
from toevlucht.learning.actions import answering
from toevlucht.learning.actions.certificates import revoke
from toevlucht.learning.actions.remembering import forget_learners, remind
from toevlucht.learning.courses.answering import best_answers
from toevlucht.learning.courses.elsewhere import elsewhere
from toevlucht.learning.courses.loading import courses
from toevlucht.learning.guests import new_token
from toevlucht.learning.models import Attempt, Certificate, Enrolment, Learner
from toevlucht.learning.pages import everybody
from toevlucht.learning.queries.learned import learned_at
from toevlucht.partners.flood import Flood
from toevlucht.reception.actions.route_cards import Reachable, set_contact
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import NotAllowed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MOST_BYTES = 500_000


def test_whoever_only_reads_along_leaves_nothing_behind(client: Client) -> None:
    walk(client, f"/nl/courses/{EXAMPLE}/")
    assert not Learner.objects.exists()
    assert not Attempt.objects.exists()
    assert not client.cookies


def test_a_whole_course_is_small_enough_for_a_slow_network(client: Client) -> None:
    for course in courses().values():
        for tag in ("nl", "uk"):
            listed = client.get(f"/{tag}/courses/{course.code}/offline.json").json()
            parts = [client.get(one) for one in (*listed["pages"], *listed["parts"])]
            assert all(one.status_code == 200 for one in parts)
            sizes = [len(b"".join(one) if one.streaming else one.content) for one in parts]  # type: ignore[arg-type]
            assert sum(sizes) < MOST_BYTES, (course.code, tag, sum(sizes))


def test_a_guest_goes_on_with_an_address_and_gets_a_certificate(client: Client) -> None:
    address = begin_as_guest(client)
    assert client.get(address).status_code == 200
    assert not Learner.objects.exists(), "nothing is kept before the first answer"
    walk(client, address.replace("/nl/", "/uk/"))
    assert not client.cookies
    enrolment = Enrolment.objects.get()
    assert enrolment.done == len(example().steps)
    assert enrolment.passed_on == timezone.localdate()
    page = client.get(address)
    assert "certificate/" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    paper = client.post(f"{address}certificate/", {"name": "Оксана Приклад"})
    assert paper.content.startswith(b"%PDF")
    code = Certificate.objects.get().code
    checked = client.get(f"/nl/certificates/{code}/").content.decode()
    assert "Dit certificaat is geldig" in checked
    assert "Оксана" not in checked
    assert not AuditLine.objects.filter(ids__icontains=address.split("/")[-2]).exists()


def test_an_address_that_was_not_made_here_opens_nothing(client: Client) -> None:
    address = begin_as_guest(client)
    token = address.split("/")[-2]
    other = ("A" if token[0] != "A" else "B") + token[1:]
    assert client.get(address.replace(token, other)).status_code == 404
    assert client.get("/nl/certificates/222222222222/").status_code == 404


def test_answering_worse_later_takes_nothing_away(client: Client) -> None:
    address = begin_as_guest(client)
    walk(client, address)
    scene = f"{address}at-the-gate/"
    client.post(scene, {"item": "stops"})
    client.post(scene, {"item": "decision", "chosen": "wait"})
    enrolment = Enrolment.objects.get()
    assert enrolment.permille == 1000
    assert enrolment.valid_until is not None


def test_the_timeline_tells_what_was_found_and_missed_and_why(client: Client) -> None:
    start = f"/nl/courses/{EXAMPLE}/at-the-gate/"
    sent = client.post(start, {"item": "stops", "chosen": ["van", "smoke"]})
    assert sent["Location"] == f"{start}after/2-3/"
    page = client.get(sent["Location"]).content.decode()
    assert "U vond 1 van de 3 signalen" in page
    assert page.count("Gemist: een signaal") == 2
    assert "U stopte hier. Dit is geen signaal" in page
    assert "nu.nl, artikel 6196649" in page
    assert f'href="/uk/courses/{EXAMPLE}/at-the-gate/after/2-3/"' in page, "the language switches"
    decided = client.post(start, {"item": "decision", "chosen": "wait", "stops": "2-3"})
    then = client.get(decided["Location"]).content.decode()
    assert "Liever niet" in then
    assert "Goed gekozen" in then, "what else could have been done"


@pytest.mark.parametrize("wrong", ["after/9/", "after/x/", "after/2/nothing/", "after/0/wait/x/"])
def test_an_address_with_something_else_in_it_is_not_there(client: Client, wrong: str) -> None:
    assert client.get(f"/nl/courses/{EXAMPLE}/at-the-gate/{wrong}").status_code == 404


def test_no_answer_is_told_where_to_choose(client: Client) -> None:
    page = client.post(f"/nl/courses/{EXAMPLE}/which-note/", {"item": "answer"})
    assert 'href="#choose"' in page.content.decode()


def test_the_end_names_whom_to_call_at_this_location(client: Client) -> None:
    keeper = municipality("gm0014", "GM0014")
    here = location(keeper)
    reachable = Reachable("Nachtbalie De Linde", "050 123 45 67", "", "")
    set_contact(viewer(keeper), "nearby", reachable, here)
    free = client.get(f"/nl/courses/{EXAMPLE}/at/{here.code}/whom-to-call/").content.decode()
    assert "Nachtbalie De Linde" in free
    address = begin_as_guest(client, here.code)
    assert "Nachtbalie De Linde" in client.get(f"{address}whom-to-call/").content.decode()
    walk(client, address)
    assert Learner.objects.get().location == here
    client.force_login(keeper)
    page = client.get(f"/nl/desk/places/{here.code}/").content.decode()
    assert "Wie leerde hier?" in page
    assert "1 persoon" in page
    nowhere = client.get(f"/nl/courses/{EXAMPLE}/whom-to-call/").content.decode()
    assert "Nachtbalie" not in nowhere
    assert "112" in nowhere


def test_somebody_with_an_account_learns_at_the_desk(client: Client) -> None:
    organisation("red_cross")
    vera = person("vera", "red_cross", "reader")
    assert client.get("/nl/desk/courses/").status_code == 302
    client.force_login(vera)
    assert example().title["nl"] in client.get("/nl/desk/courses/").content.decode()
    walk(client, f"/nl/desk/courses/{EXAMPLE}/")
    assert Learner.objects.get().person == vera.pk
    assert "U hebt deze cursus gehaald." in client.get("/nl/desk/courses/").content.decode()
    assert AuditLine.objects.filter(event="course.passed", person=vera.pk).count() == 1
    paper = client.post(f"/nl/desk/courses/{EXAMPLE}/certificate/", {"name": "Vera"})
    assert paper.content.startswith(b"%PDF")


def test_a_guest_claims_a_certificate_for_an_account_and_nobody_else_does(client: Client) -> None:
    address = begin_as_guest(client)
    walk(client, address)
    code = Certificate.objects.get().code
    organisation("red_cross")
    vera, otto = person("vera", "red_cross", "reader"), person("otto", "red_cross", "reader")
    browser = Client()
    browser.force_login(vera)
    employer = Client()
    employer.force_login(otto)
    forged = f"{address.rpartition('/mine/')[0]}/mine/{new_token()}/"
    for shown in (code, f"https://testserver/nl/certificates/{code}/", forged):
        answer = employer.post("/nl/desk/courses/", {"address": shown, "code": code})
        assert "geen certificaat dat u kunt overnemen" in answer.content.decode(), shown
    assert Enrolment.objects.get().learner.person is None, "who is shown it does not get it"
    given = {"address": f"https://testserver{address}"}
    assert browser.post("/nl/desk/courses/", given).status_code == 302
    assert Enrolment.objects.get().learner.person == vera.pk
    assert employer.post("/nl/desk/courses/", given).status_code == 200, "once"
    with pytest.raises(NotAllowed):
        revoke(viewer(otto), code)
    centre = person("anna", organisation("emm", is_centre=True).code, "administrator")
    revoke(viewer(centre, "administrator"), code)
    assert "ingetrokken" in client.get(f"/nl/certificates/{code}/").content.decode()


def test_a_guest_who_answers_without_end_fills_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "MOST_TRIES", 3)
    step = f"{begin_as_guest(client)}which-note/"
    for _ in range(5):
        given = {"item": "answer", "chosen": "guess"}
        assert client.post(step, given).status_code == 302
    assert Attempt.objects.count() == 3


def test_after_half_a_year_a_few_questions_make_it_valid_again(client: Client) -> None:
    organisation("red_cross")
    vera = person("vera", "red_cross", "reader")
    client.force_login(vera)
    start = f"/nl/desk/courses/{EXAMPLE}/"
    client.post(f"{start}which-note/", {"item": "answer", "chosen": "guess"})
    walk(client, start)
    assert client.post(f"{start}refresh/").status_code == 403, "there is time enough"
    today = timezone.localdate()
    Enrolment.objects.update(valid_until=today - datetime.timedelta(days=1))
    assert remind(10) == 1
    assert remind(10) == 0, "once"
    (sent,) = mail.outbox
    assert "mensenhandel" not in (sent.subject + sent.body).lower()
    client.post(f"{start}refresh/")
    enrolment = Enrolment.objects.get()
    asked = [one for one in example().refresh if one.goal == "act"]
    assert enrolment.asked == ["act"]
    for step in asked:
        for item, chosen in best_answers(step):
            client.post(f"{start}{step.name}/", {"item": item, "chosen": chosen})
    enrolment.refresh_from_db()
    assert (enrolment.valid_until or today) > today
    assert enrolment.passed_on == today
    assert Certificate.objects.count() == 1


def test_who_did_nothing_for_long_is_forgotten_with_everything(client: Client) -> None:
    walk(client, begin_as_guest(client))
    assert forget_learners(10) == 0
    Learner.objects.update(forget_on=timezone.localdate() - datetime.timedelta(days=1))
    assert forget_learners(10) == 1
    assert not Attempt.objects.exists()
    assert not Certificate.objects.exists()


def test_few_people_are_a_number_only_for_who_keeps_the_location() -> None:
    here, today = location(municipality("gm0014", "GM0014")), timezone.localdate()
    until = today + datetime.timedelta(days=90)

    def learn(people: int) -> None:
        made = Learner.objects.bulk_create(
            Learner(digest=secrets.token_hex(32), location=here, forget_on=until)
            for _ in range(people)
        )
        Enrolment.objects.bulk_create(
            Enrolment(learner=one, course=EXAMPLE, passed_on=today, valid_until=until)
            for one in made
        )

    def told(is_keeper: bool) -> tuple[int | None, int | None]:
        (found,) = [one for one in learned_at(here, today, is_keeper) if one.course.code == EXAMPLE]
        return found.valid, found.expired

    assert told(is_keeper=False) == (None, None)
    learn(4)
    assert told(is_keeper=True) == (4, 0)
    assert told(is_keeper=False) == (None, None)
    learn(1)
    assert told(is_keeper=False) == (5, None)


def test_a_claimed_certificate_still_counts_where_the_guest_began_until_it_is_revoked(
    client: Client,
) -> None:
    keeper, today = municipality("gm0014", "GM0014"), timezone.localdate()
    here = location(keeper)
    address = begin_as_guest(client)
    walk(client, address)
    Learner.objects.update(location=here, municipality="GM0014")
    browser = Client()
    browser.force_login(keeper)
    browser.post("/nl/desk/courses/", {"address": f"https://testserver{address}"})

    def valid() -> int | None:
        (found,) = [one for one in learned_at(here, today, True) if one.course.code == EXAMPLE]
        return found.valid

    assert Enrolment.objects.get().learner.person == keeper.pk
    assert valid() == 1
    Certificate.objects.update(revoked_at=timezone.now())
    assert valid() == 0


def test_the_demo_has_a_location_where_some_people_learned() -> None:
    here, today = (
        location(municipality("gm0014", "GM0014"), demo_learning.WHERE),
        timezone.localdate(),
    )
    demo_learning.fill_learning()
    (found,) = [one for one in learned_at(here, today, True) if one.course.code == EXAMPLE]
    assert (found.valid, found.soon, found.expired) == (3, 1, 1)


def test_courses_of_others_are_listed_and_an_unknown_length_is_said(client: Client) -> None:
    page = client.get("/nl/courses/").content.decode()
    assert "Van: Nederlandse Rode Kruis. De duur is niet bekend. Taal: Nederlands." in page
    assert "(CCV). Duurt 20–30 minuten. Taal: Nederlands." in page
    offered = elsewhere()["ccv-desk-and-inspection"].address
    assert f'href="{offered}" rel="noreferrer"' in page


def test_whoever_begins_too_often_from_one_network_is_told_and_nothing_is_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(everybody, "MOST_AN_HOUR", 1)
    monkeypatch.setattr(everybody, "_begun", Flood())
    step = example().steps[0]
    item, chosen = next(iter(best_answers(step)))
    answers = {"item": item, "chosen": list(chosen)}
    first, second = (begin_as_guest(client) for _ in range(2))
    for _ in range(2):
        assert client.post(f"{first}{step.name}/", answers).status_code < 400
    refused = client.post(f"{second}{step.name}/", answers)
    assert refused.status_code == 429
    assert f"/nl/courses/{EXAMPLE}/" in refused.content.decode()
    assert Learner.objects.count() == 1
