"""The log: JSON lines with what an operator needs, and nothing that a person wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from toevlucht.layout import request_log
from toevlucht.layout.log_lines import JsonLines, log_uncaught
from toevlucht.records.models import AuditLine

SECRETS = ("Olena", "olena@example.org", "zxcvb12345", "198.51.100.7", "Mozilla")

Read = Callable[[], list[dict[str, Any]]]


def breaks(request: HttpRequest, name: str = "") -> HttpResponse:
    wrote = request.POST.get("story", "")
    try:
        raise KeyError(f"{wrote} of {name}")
    except KeyError as error:
        raise ValueError(f"nobody is called {name}, who wrote {wrote}") from error


urlpatterns = [path("nl/desk/people/<name>/", breaks, name="breaks")]
handler400 = handler403 = handler404 = "toevlucht.layout.errors.bad_request"


@pytest.fixture
def lines() -> Iterator[Read]:
    """What the handlers of the site write to standard error while a test runs."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("toevlucht").setLevel("INFO")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)
    logging.getLogger("toevlucht").setLevel("WARNING")


@pytest.fixture
def person() -> Client:
    headers = {"user-agent": "Mozilla/5.0", "x-forwarded-for": "198.51.100.7"}
    return Client(raise_request_exception=False, headers=headers, REMOTE_ADDR="198.51.100.7")


def test_an_error_is_told_without_a_word_of_the_form_the_address_or_the_exception(
    lines: Read, person: Client, settings: Settings, db: None
) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["toevlucht.layout.request_log.logged"]
    answer = person.post("/nl/desk/people/Olena/?mail=olena@example.org", {"story": "zxcvb12345"})
    assert answer.status_code == 500
    written = lines()
    assert [secret for secret in SECRETS if secret in json.dumps(written)] == []
    (failure,) = [line for line in written if "error" in line]
    assert [one["type"] for one in failure["error"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert failure["error"][0]["frames"][-1].endswith(" breaks")
    assert (failure["level"], failure["route"], failure["status"]) == ("error", "breaks", 500)
    (answered,) = [line for line in written if line["logger"] == "toevlucht.request"]
    assert (answered["route"], answered["method"], answered["status"]) == ("breaks", "POST", 500)
    assert answered["ms"] >= 0


def test_the_form_and_the_message_would_have_been_told_by_pythons_own_formatter(
    person: Client, settings: Settings, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    """So that the test before this one cannot pass because nothing was ever there to tell."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    with caplog.at_level("ERROR"):
        person.post("/nl/desk/people/Olena/", {"story": "zxcvb12345"})
    assert "zxcvb12345" in caplog.text
    assert "Olena" in caplog.text


@pytest.mark.usefixtures("published")
def test_which_public_pages_are_read_is_not_written_down(
    lines: Read, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_log, "SLOW", 60_000)  # whatever else this machine does
    assert client.get("/nl/picture/ukraine-2022/1/").status_code == 200
    assert client.get("/nl/about/").status_code == 200
    assert lines() == []


@pytest.mark.usefixtures("published")
def test_a_page_that_took_long_is_logged_by_its_route(
    lines: Read, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_log, "SLOW", 0)
    client.get("/nl/picture/ukraine-2022/1/")
    (line,) = lines()
    assert (line["route"], line["status"]) == ("edition", 200)
    assert "ukraine" not in json.dumps(line)


def test_a_page_that_is_not_there_is_logged_without_its_address(
    lines: Read, client: Client, db: None
) -> None:
    client.get("/nl/olena@example.org/?story=zxcvb12345")
    (line,) = lines()
    assert (line["status"], line["level"], "route" in line) == (404, "info", False)
    assert "olena" not in json.dumps(line)


def test_a_line_of_the_log_and_those_of_the_trail_have_one_name(
    lines: Read, client: Client, transactional_db: None
) -> None:
    client.post("/nl/account/login/", {"login": "olena@example.org", "password": "zxcvb12345"})
    logged = {line["request"] for line in lines() if line["logger"] == "toevlucht.request"}
    in_trail = set(AuditLine.objects.values_list("request", flat=True))
    assert in_trail
    assert in_trail <= logged
    assert not any(secret in json.dumps(lines()) for secret in SECRETS)


def test_what_other_software_filled_in_is_left_out(lines: Read) -> None:
    other = logging.getLogger("somebody.else")
    other.error("could not read %s", "olena@example.org")
    other.error("could not read olena@example.org")
    logging.getLogger("toevlucht.jobs").error("job %d failed", 7)
    assert [line.get("event") for line in lines()] == ["could not read %s", None, "job 7 failed"]


def test_a_process_that_breaks_tells_kinds_and_places_only(lines: Read) -> None:
    try:
        raise ValueError("olena@example.org")
    except ValueError as error:
        log_uncaught(ValueError, error, error.__traceback__)
    (line,) = lines()
    assert line["error"][0]["type"] == "builtins.ValueError"
    assert "olena" not in json.dumps(line)


def test_nobody_is_mailed_about_an_error() -> None:
    names = ("", "django", "django.request", "django.server", "toevlucht")
    handlers = [handler for name in names for handler in logging.getLogger(name).handlers]
    assert [one for one in handlers if "Mail" in type(one).__name__] == []
