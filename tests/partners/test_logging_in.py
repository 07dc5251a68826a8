"""Somebody logs in: with which password, from where to where, how often, and for how long."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests.partners.conftest import log_in
from tests.partners.people import PASSWORD, organisation, person

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine

pytestmark = pytest.mark.django_db

WRONG = "not the right secret"


def lines(event: str) -> list[tuple[int | None, list[str]]]:
    found = AuditLine.objects.filter(event=event).order_by("pk")
    return [(line.person, line.ids) for line in found]


def test_somebody_logs_in_and_out(client: Client, colleague: Person) -> None:
    response = log_in(client, colleague)
    assert response["Location"] == "/en/desk/"
    assert client.get("/en/desk/").status_code == 200
    assert lines("person.logged_in") == [(colleague.pk, [str(colleague.pk)])]
    client.post("/en/account/logout/")
    assert client.get("/en/desk/")["Location"] == "/en/account/login/?next=/en/desk/"
    assert lines("person.logged_out") == [(colleague.pk, [str(colleague.pk)])]


def test_who_was_logged_out_while_filling_in_a_form_comes_back_at_the_desk(client: Client) -> None:
    answer = client.post("/en/desk/people/1/close/")
    assert answer["Location"] == "/en/account/login/?next=/en/desk/"


def test_an_address_may_be_typed_in_any_case(client: Client, colleague: Person) -> None:
    given = {"login": colleague.email.upper(), "password": PASSWORD}
    assert client.post("/en/account/login/", given).status_code == 302


def test_a_visit_by_link_does_not_log_out(client: Client, colleague: Person) -> None:
    log_in(client, colleague)
    assert client.get("/en/account/logout/").status_code == 200
    assert client.get("/en/desk/").status_code == 200


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_the_page_to_log_in_is_ours_in_each_language(client: Client, tag: str) -> None:
    page = client.get(f"/{tag}/account/login/").content.decode()
    assert f'<html lang="{tag}">' in page
    assert page.count("<h1>") == 1
    assert "placeholder" not in page
    assert "style=" not in page


def test_a_known_and_an_unknown_address_get_the_same_answer(
    client: Client, colleague: Person
) -> None:
    known = log_in(client, colleague, WRONG)
    given = {"login": "nobody@example.org", "password": WRONG}
    unknown = client.post("/en/account/login/", given)
    assert known.status_code == unknown.status_code == 200
    assert told(known, colleague.email) == told(unknown, "nobody@example.org")


def told(response: object, email: str) -> list[str]:
    """The page without what differs by nature: the address typed and the token of the form."""
    page = response.content.decode().replace(email, "")  # type: ignore[attr-defined]
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_closed_account_answers_as_a_wrong_password(client: Client, colleague: Person) -> None:
    wrong = told(log_in(client, colleague, WRONG), colleague.email)
    Person.objects.update(is_active=False)
    assert told(log_in(client, colleague), colleague.email) == wrong


def test_nobody_of_a_closed_organisation_comes_in(client: Client, colleague: Person) -> None:
    log_in(client, colleague)
    type(organisation()).objects.update(is_active=False)
    assert client.get("/en/desk/").status_code == 302
    assert log_in(Client(), colleague).status_code == 200


def test_as_much_is_hashed_for_an_unknown_address(
    client: Client, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    log_in(client, colleague, WRONG)
    known = len(hashed)
    client.post("/en/account/login/", {"login": "nobody@example.org", "password": WRONG})
    assert len(hashed) == 2 * known > 0


def test_a_failure_is_on_record_without_what_was_typed(client: Client, colleague: Person) -> None:
    log_in(client, colleague, WRONG)
    client.post("/en/account/login/", {"login": "nobody@example.org", "password": WRONG})
    assert lines("person.login_failed") == [(None, [str(colleague.pk)]), (None, [])]
    everything = str(list(AuditLine.objects.values()))
    assert "@" not in everything
    assert WRONG not in everything


def test_who_tries_too_often_reads_when_to_try_again(client: Client, colleague: Person) -> None:
    for _ in range(5):
        log_in(client, colleague, WRONG)
    page = log_in(client, colleague).content.decode()
    assert "You tried too often. Wait five minutes" in page
    assert client.get("/en/desk/").status_code == 302


def test_attempts_are_still_counted_where_very_many_others_are(
    client: Client, colleague: Person
) -> None:
    for _ in range(5):
        log_in(client, colleague, WRONG)
    for number in range(400):  # more than Django keeps by itself
        cache.set(f"other-{number}", 1, 300)
    assert "You tried too often" in log_in(client, colleague).content.decode()


@pytest.mark.parametrize("written", [str.upper, str.title, "{} ".format, " {}".format])
def test_the_same_address_written_otherwise_is_no_new_attempt(
    client: Client, colleague: Person, written: Callable[[str], str]
) -> None:
    for _ in range(5):
        log_in(client, colleague, WRONG)
    given = {"login": written(colleague.email), "password": PASSWORD}
    assert "You tried too often" in client.post("/en/account/login/", given).content.decode()


def test_attempts_are_counted_by_address_and_do_not_lock_others_out(
    client: Client, colleague: Person
) -> None:
    for _ in range(5):
        log_in(client, colleague, WRONG)
    assert log_in(Client(), person("eva", "red_cross")).status_code == 302


def test_a_machine_that_tries_everybody_gets_a_clear_page(client: Client) -> None:
    for attempt in range(31):
        given = {"login": f"n{attempt}@example.org", "password": WRONG}
        response = client.post("/en/account/login/", given)
    assert response.status_code == 429
    assert "Wait five minutes" in response.content.decode()


def test_no_network_address_is_kept_with_the_attempts(
    client: Client, colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    add = type(cache).__getattr__(cache, "set")
    monkeypatch.setattr(
        "django.core.cache.backends.db.DatabaseCache.set",
        lambda self, key, *rest, **more: kept.append(key),
    )
    assert callable(add)
    log_in(client, colleague, WRONG)
    assert kept
    assert not any("127.0.0.1" in key or "@" in key for key in kept)


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_logging_in_leads_nowhere_else(client: Client, colleague: Person, away: str) -> None:
    given = {"login": colleague.email, "password": PASSWORD, "next": away}
    assert client.post("/en/account/login/", given)["Location"] == "/en/desk/"


def test_logging_in_leads_to_the_page_that_was_asked(client: Client, colleague: Person) -> None:
    given = {"login": colleague.email, "password": PASSWORD, "next": "/uk/desk/account/"}
    assert client.post("/en/account/login/", given)["Location"] == "/uk/desk/account/"


def test_a_session_from_before_logging_in_is_worth_nothing(
    client: Client, colleague: Person
) -> None:
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    log_in(client, colleague)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize(
    ("minutes", "every", "still_in"),
    [(29, 29, True), (31, 31, False), (7 * 60, 20, True), (8 * 60 + 1, 20, False)],
)
def test_a_session_ends_when_idle_and_after_a_working_day(
    client: Client,
    colleague: Person,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    every: int,
    still_in: bool,
) -> None:
    start = time.time()
    log_in(client, colleague)
    for passed in [*range(every, minutes, every), minutes]:
        now = start + passed * 60
        monkeypatch.setattr("toevlucht.partners.sessions.time.time", lambda now=now: now)
        response = client.get("/en/desk/")
    assert (response.status_code == 200) is still_in


def test_whoever_leaves_everywhere_else_stays_here(colleague: Person) -> None:
    here, elsewhere = Client(), Client()
    log_in(here, colleague)
    log_in(elsewhere, colleague)
    here.post("/en/desk/account/sessions/")
    assert here.get("/en/desk/").status_code == 200
    assert elsewhere.get("/en/desk/").status_code == 302


def test_another_password_ends_the_other_sessions(colleague: Person) -> None:
    here, elsewhere = Client(), Client()
    log_in(here, colleague)
    log_in(elsewhere, colleague)
    new = "another long secret"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/en/account/password/", given)["Location"] == "/en/desk/account/"
    assert here.get("/en/desk/").status_code == 200
    assert elsewhere.get("/en/desk/").status_code == 302
    assert log_in(Client(), colleague, new).status_code == 302
    assert lines("person.changed") == [(colleague.pk, [str(colleague.pk)])]


@pytest.mark.parametrize("bad", ["short", "123456789012", "qwerty123456", "ivo.red_cross"])
def test_a_weak_password_is_refused(
    client: Client, colleague: Person, bad: str, desk: Callable[[Person], Client]
) -> None:
    given = {"oldpassword": PASSWORD, "password1": bad, "password2": bad}
    page = desk(colleague).post("/en/account/password/", given)
    assert page.status_code == 200
    assert "error-summary" in page.content.decode()


@pytest.mark.parametrize("name", ["signup", "email", "inactive", "confirm-email", "password/set"])
def test_pages_that_nobody_needs_are_not_there(client: Client, name: str) -> None:
    assert client.get(f"/en/account/{name}/").status_code == 404


def test_the_public_pages_never_look_at_the_session(
    client: Client, published: None, colleague: Person
) -> None:
    log_in(client, colleague)
    response = client.get("/en/")
    assert "sessionid" not in response.cookies
    assert "Cookie" not in response.get("Vary", "")
