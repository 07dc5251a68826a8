"""What machines look for in fixed places: security.txt (RFC 9116) and robots.txt."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

PLACE = "/.well-known/security.txt"


def test_without_a_contact_there_is_no_security_txt(client: Client, db: None) -> None:
    assert client.get(PLACE).status_code == 404


def test_security_txt_says_what_the_standard_asks(client: Client, settings: Settings) -> None:
    settings.TOEVLUCHT_SECURITY_CONTACT = "https://example.org/report"
    settings.TOEVLUCHT_ADDRESS = "https://beeld.example.org"
    answer = client.get(PLACE)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert not answer.cookies
    fields = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    names = [name for name, _ in fields]
    assert names.count("Contact") == names.count("Expires") == names.count("Canonical") == 1
    assert names.count("Preferred-Languages") == 1
    told = dict(fields)
    assert told["Contact"] == "https://example.org/report"
    assert told["Preferred-Languages"] == "nl, en, uk"
    assert told["Canonical"] == f"https://beeld.example.org{PLACE}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told["Expires"])
    left = datetime.datetime.fromisoformat(told["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=90) < left < datetime.timedelta(days=365)


@pytest.mark.parametrize("tag", ["nl", "en", "uk"])
def test_the_policy_that_it_names_is_a_page(client: Client, settings: Settings, tag: str) -> None:
    settings.TOEVLUCHT_SECURITY_CONTACT = "mailto:security@example.org"
    policies = re.findall(
        r"^Policy: https?://[^/]+(/.*)$", client.get(PLACE).content.decode(), re.M
    )
    page = client.get(next(place for place in policies if place.startswith(f"/{tag}/")))
    assert page.status_code == 200
    assert f'href="{PLACE}"' in page.content.decode()


def test_robots_are_kept_from_the_desk_and_not_from_editions(client: Client) -> None:
    closed = re.findall(r"^Disallow: (.+)$", client.get("/robots.txt").content.decode(), re.M)
    assert "/nl/desk/" in closed
    assert not any("/nl/picture/".startswith(place) for place in closed)
