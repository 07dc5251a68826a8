"""Error pages: in the reader's language, and without a word on what went wrong inside."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client

from toevlucht.language import LANGUAGES, language
from toevlucht.site import pages

pytestmark = pytest.mark.django_db

SECRET = "the database password is hunter2"


def break_home_page(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(pages.queries, "newest_editions", fail)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SuspiciousOperation(SECRET), 400),
        (PermissionDenied(SECRET), 403),
        (RuntimeError(SECRET), 500),
    ],
)
def test_an_error_speaks_the_language_and_leaks_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, tag: str, error: Exception, status: int
) -> None:
    break_home_page(monkeypatch, error)
    client.raise_request_exception = False
    response = client.get(f"/{tag}/")
    html = response.content.decode()
    assert response.status_code == status
    assert language(tag).say(f"site.error.title_{status}") in html
    assert f'<html lang="{tag}">' in html
    for leak in ("hunter2", "Traceback", "site/pages.py", "RuntimeError", "SuspiciousOperation"):
        assert leak not in html


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_that_is_not_there_is_said_in_the_language(client: Client, tag: str) -> None:
    html = client.get(f"/{tag}/nothing/").content.decode()
    assert language(tag).say("site.error.title_404") in html


def test_an_address_without_language_errs_in_the_language_of_the_browser(client: Client) -> None:
    response = client.get("/nothing", headers={"accept-language": "uk"})
    assert response.status_code == 404
    assert language("uk").say("site.error.title_404") in response.content.decode()


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/nl/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_markup_in_an_address_stays_text(client: Client) -> None:
    html = client.get('/nl/"><script>alert(1)</script>/').content.decode()
    assert "<script>alert" not in html
