"""Links to choose a password: for whom, how often, how long, and what an asker learns."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.partners.conftest import log_in
from tests.partners.people import person

from toevlucht.partners.links import link_for, person_of
from toevlucht.partners.models import Person
from toevlucht.records.jobs import work_all

pytestmark = pytest.mark.django_db

NEW = "a brand new secret"


def address_in(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found[1]


def invited(administrator: Person, desk: Any) -> str:
    """Invite Piet in the pages; the path of the link in his mail."""
    given = {
        "email": "Piet@Example.org",
        "name": "Piet de Wit",
        "language": "nl",
        "roles": ["reader"],
    }
    desk(administrator).post("/en/desk/people/invite/red_cross/", given)
    return address_in(mail.outbox[-1])


def choose(path: str, password: str = NEW, browser: Client | None = None) -> Any:
    return (browser or Client()).post(path, {"password": password, "again": password})


def test_somebody_who_is_invited_chooses_a_password_and_logs_in(
    administrator: Person, desk: Any
) -> None:
    path = invited(administrator, desk)
    assert path.startswith("/nl/account/password/invitation/")
    assert "piet@example.org" in Client().get(path).content.decode()
    assert choose(path)["Location"] == "/nl/account/login/"
    piet = Person.objects.get(email="piet@example.org")
    assert log_in(Client(), piet, NEW).status_code == 302


def test_the_mail_is_in_their_language_and_says_nothing_of_anybody(
    administrator: Person, desk: Any
) -> None:
    invited(administrator, desk)
    message = mail.outbox[-1]
    assert message.to == ["piet@example.org"]
    assert message.subject == "Uw account bij Toevlucht"
    assert "Piet" not in message.subject + message.body
    for secret in ("red_cross", "Red Cross", administrator.name, administrator.email):
        assert secret not in message.subject + message.body


def test_a_link_works_once(administrator: Person, desk: Any) -> None:
    path = invited(administrator, desk)
    choose(path)
    again = choose(path, "yet another secret")
    assert again.status_code == 404
    assert "werkt niet meer" in again.content.decode()
    piet = Person.objects.get(email="piet@example.org")
    assert piet.check_password(NEW)


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_an_invitation_lives_three_days(
    administrator: Person, desk: Any, monkeypatch: pytest.MonkeyPatch, hours: int, works: bool
) -> None:
    path = invited(administrator, desk)
    assert (later(monkeypatch, hours, path).status_code == 302) is works


def later(monkeypatch: pytest.MonkeyPatch, hours: float, path: str) -> Any:
    from django.core import signing

    now = signing.time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + hours * 3600)
    return choose(path)


def test_a_new_link_makes_the_older_one_void(administrator: Person, desk: Any) -> None:
    old = invited(administrator, desk)
    piet = Person.objects.get(email="piet@example.org")
    desk(administrator).post(f"/en/desk/people/{piet.pk}/link/")
    new = address_in(mail.outbox[-1])
    assert choose(old).status_code == 404
    assert choose(new).status_code == 302


def test_a_link_that_was_changed_does_not_work(administrator: Person, desk: Any) -> None:
    path = invited(administrator, desk)
    other = person("eva", "red_cross")
    number = path.split("/")[5].split(".")[0]
    for wrong in (
        path.replace(f"/{number}.", f"/{other.pk}."),
        path.replace("/invitation/", "/reset/"),
        path.replace("/invitation/", "/anything/"),
        path[:-3] + "xx/",
    ):
        assert choose(wrong).status_code == 404, wrong


def test_a_link_for_who_was_closed_meanwhile_does_not_work(
    administrator: Person, desk: Any
) -> None:
    path = invited(administrator, desk)
    Person.objects.filter(email="piet@example.org").update(is_active=False)
    assert choose(path).status_code == 404


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "12"),
        ("1234567890123", "1234567890123", "cijfers"),
        (NEW, "something else", "niet hetzelfde"),
        ("", "", "verplicht"),
    ],
)
def test_what_is_wrong_with_a_password_is_said_at_its_field(
    administrator: Person, desk: Any, password: str, again: str, says: str
) -> None:
    path = invited(administrator, desk)
    page = Client().post(path, {"password": password, "again": again})
    assert page.status_code == 200
    assert says in page.content.decode()
    assert 'aria-invalid="true"' in page.content.decode()
    assert not Person.objects.get(email="piet@example.org").has_usable_password()


def ask(email: str) -> Any:
    return Client().post("/en/account/password/forgotten/", {"email": email})


def test_who_forgot_a_password_gets_a_link_for_an_hour(
    colleague: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(colleague.email)
    work_all()
    path = address_in(mail.outbox[-1])
    assert later(monkeypatch, 0.9, path).status_code == 302
    ask(colleague.email)
    work_all()
    assert later(monkeypatch, 1.1, address_in(mail.outbox[-1])).status_code == 404


def test_logging_in_makes_a_link_for_a_new_password_void(colleague: Person) -> None:
    ask(colleague.email)
    work_all()
    log_in(Client(), colleague)
    assert choose(address_in(mail.outbox[-1])).status_code == 404


def test_an_asker_does_not_learn_who_has_an_account(
    colleague: Person, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    pages, work = [], []
    for email in (colleague.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as captured:
            pages.append(ask(email).content)
        work.append(len(captured))
    assert pages[0] == pages[1]
    assert work[0] == work[1]
    assert mail.outbox == []  # nothing is sent while the asker waits
    work_all()
    assert [message.to for message in mail.outbox] == [[colleague.email]]


def test_nobody_is_flooded_with_mail(colleague: Person) -> None:
    for _ in range(3):
        assert ask(colleague.email).status_code == 200
    refused = ask(colleague.email)
    assert refused.status_code == 429
    assert "Wait five minutes" in refused.content.decode()


def test_a_link_names_the_site_as_its_settings_do(colleague: Person, settings: Any) -> None:
    """Whatever host a request claims."""
    settings.TOEVLUCHT_ADDRESS = "https://picture.example.org"
    ask(colleague.email)
    work_all()
    assert "https://picture.example.org/nl/account/" in mail.outbox[-1].body


def test_a_token_is_bound_to_its_purpose(colleague: Person) -> None:
    token = link_for(colleague, "reset").token
    assert person_of("reset", token) == colleague
    assert person_of("invitation", token) is None
