"""The second step of logging in: compulsory, with real codes, and what changes of it ends."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from tests.partners.conftest import log_in
from tests.partners.people import PASSWORD

from toevlucht.partners.models import Person
from toevlucht.records.models import AuditLine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_second_factor")]

SETUP = "/en/account/second-factor/"
DESKS = ["/en/desk/", "/en/desk/account/", "/en/desk/people/", "/en/account/password/"]


def code_now(secret: str, steps: int = 0) -> str:
    """What a telephone shows."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def confirm(browser: Client, then: str) -> Any:
    """Say again who you are, with the password."""
    return browser.post("/en/account/confirm/", {"password": PASSWORD, "next": then})


def set_up(browser: Client) -> str:
    """Add an app as a person would; returns the secret that the telephone keeps."""
    add = f"{SETUP}app/add/"
    assert browser.get(add)["Location"] == f"/en/account/confirm/?next={add.replace('/', '%2F')}"
    assert confirm(browser, add)["Location"] == add
    page = browser.get(add).content.decode()
    secret = re.search(r'<p class="secret">([A-Z2-7]+)</p>', page)
    assert secret
    assert browser.post(add, {"code": code_now(secret[1])})["Location"] == f"{SETUP}codes/"
    return secret[1]


def codes_of(browser: Client) -> list[str]:
    page = browser.get(f"{SETUP}codes/").content.decode()
    return re.findall(r"<li>(\d{8})</li>", page)


def events() -> list[str]:
    return list(AuditLine.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.parametrize("page", DESKS)
def test_without_a_second_factor_nothing_else_opens(administrator: Person, page: str) -> None:
    browser = Client()
    log_in(browser, administrator)
    assert browser.get(page)["Location"] == SETUP
    assert "Set this up first" in browser.get(SETUP).content.decode()


def test_the_page_to_set_it_up_lets_one_log_out_and_shows_no_menu(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    page = browser.get(SETUP).content.decode()
    assert "/en/account/logout/" in page
    assert "/en/desk/people/" not in page


def test_somebody_sets_up_an_app_and_logs_in_with_a_code(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    secret = set_up(browser)
    assert browser.get("/en/desk/people/").status_code == 200
    later = Client()
    assert log_in(later, administrator)["Location"] == f"{SETUP}login/"
    assert later.get("/en/desk/").status_code == 302
    assert later.get("/en/desk/")["Location"].startswith("/en/account/login/")
    later.post(f"{SETUP}login/", {"code": code_now(secret, steps=1)})
    assert later.get("/en/desk/people/").status_code == 200
    assert events().count("person.logged_in") == 2
    assert events().count("person.second_factor_added") == 2  # the app and the recovery codes


def test_a_wrong_code_does_not_log_in_and_is_on_record(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    set_up(browser)
    later = Client()
    log_in(later, administrator)
    page = later.post(f"{SETUP}login/", {"code": "000000"}).content.decode()
    assert "This code is not right" in page
    assert later.get("/en/desk/").status_code == 302
    line = AuditLine.objects.get(event="person.login_failed")
    assert (line.kind, line.ids) == ("totp", [str(administrator.pk)])


def test_codes_cannot_be_tried_without_end(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    secret = set_up(browser)
    later = Client()
    log_in(later, administrator)
    for _ in range(5):
        later.post(f"{SETUP}login/", {"code": "000000"})
    page = later.post(f"{SETUP}login/", {"code": code_now(secret, steps=1)}).content.decode()
    assert "You tried too often" in page
    assert later.get("/en/desk/").status_code == 302


def test_a_code_works_once(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    secret = set_up(browser)
    code = code_now(secret, steps=1)
    first, second = Client(), Client()
    for other in (first, second):
        log_in(other, administrator)
        other.post(f"{SETUP}login/", {"code": code})
    assert first.get("/en/desk/").status_code == 200
    assert second.get("/en/desk/").status_code == 302


def test_a_recovery_code_lets_one_in_once(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    set_up(browser)
    codes = codes_of(browser)
    assert len(codes) == 10
    for attempt in (200, 302):
        later = Client()
        log_in(later, administrator)
        later.post(f"{SETUP}login/", {"code": codes[0]})
        assert later.get("/en/desk/").status_code == attempt


def test_a_session_from_before_the_second_factor_ends(administrator: Person) -> None:
    """Who knew the password and waited does not come in on somebody else's telephone."""
    thief, owner = Client(), Client()
    log_in(thief, administrator)
    log_in(owner, administrator)
    set_up(owner)
    assert owner.get("/en/desk/").status_code == 200
    assert thief.get("/en/desk/")["Location"].startswith("/en/account/login/")


def test_who_removes_the_only_one_has_to_set_it_up_again(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    set_up(browser)
    assert browser.post(f"{SETUP}app/remove/").status_code == 302
    assert browser.get("/en/desk/")["Location"] == SETUP
    assert "person.second_factor_removed" in events()
    assert not Authenticator.objects.exists()


def test_changing_it_asks_who_you_are(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    set_up(browser)
    session = browser.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()
    for page in ("app/remove/", "codes/new/", "passkeys/add/"):
        asked = browser.post(f"{SETUP}{page}")["Location"]
        assert asked.startswith("/en/account/confirm/")
    assert Authenticator.objects.count() == 2


def test_the_database_does_not_hold_the_secret(administrator: Person) -> None:
    browser = Client()
    log_in(browser, administrator)
    secret = set_up(browser)
    assert secret not in str(list(Authenticator.objects.values()))


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_every_page_of_it_is_ours_in_each_language(administrator: Person, tag: str) -> None:
    browser = Client()
    log_in(browser, administrator)
    set_up(browser)
    for page in (
        "confirm/",
        "second-factor/",
        "second-factor/confirm/",
        "second-factor/app/remove/",
        "second-factor/codes/",
        "second-factor/codes/new/",
        "second-factor/passkeys/",
        "second-factor/passkeys/add/",
        "password/",
        "logout/",
    ):
        response = browser.get(f"/{tag}/account/{page}")
        words = response.content.decode()
        assert response.status_code == 200, page
        assert f'<html lang="{tag}">' in words
        assert words.count("<h1>") == 1, page
        assert "style=" not in words
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", words), page
        assert response["Cache-Control"].count("no-store"), page


def test_the_number_of_queries_stays_the_same_with_more_people(
    administrator: Person, django_assert_max_num_queries: Any
) -> None:
    browser = Client()
    log_in(browser, administrator)
    set_up(browser)
    with django_assert_max_num_queries(12):
        browser.get("/en/desk/account/")
