"""Production refuses to start with less than it needs, and names everything that lacks at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from toevlucht.settings.demands import hsts, meet_demands, proxies, security_contact
from toevlucht.settings.environment import SettingError
from toevlucht.signals.safety import sentences
from toevlucht.site.starting import refuse_unsafe_start


def all_checked() -> str:
    """A file in which somebody checked every sentence on safety."""
    tables = [
        f'[[check]]\nsha256 = "{one.sum}"\nname = "A. Reader"\ndate = 2026-03-01'
        for one in sentences({})
    ]
    file = Path(tempfile.mkdtemp()) / "checks.toml"
    file.write_text("\n".join(tables), "utf-8")
    return str(file)


GOOD = {
    "TOEVLUCHT_SECRET_KEY": "b1ZxWk9tS2pQcVJzVHVWd1h5WjAxMjM0NTY3ODkwYWJjZGVmZ2hp",
    "TOEVLUCHT_AUDIT_KEY": "c2VhbGluZ0tleU9mVGhlVHJhaWwwOTg3NjU0MzIxenl4d3Z1dHNy",
    "TOEVLUCHT_CONTENT_KEY": "d3JhcHBpbmdLZXlzT2ZPcmdhbmlzYXRpb25zMTM1NzkwYWNlZ2lr",
    "TOEVLUCHT_KEY_STORE_URL": "postgresql://keys:secret@localhost/keys",
    "TOEVLUCHT_DATA": "/srv/toevlucht",
    "TOEVLUCHT_DATABASE_URL": "postgresql://toevlucht:secret@db.example/toevlucht",
    "TOEVLUCHT_HOSTS": "beeld.example.org",
    "TOEVLUCHT_ADDRESS": "https://beeld.example.org",
    "TOEVLUCHT_MAIL_URL": "smtp://mail.example.org",
    "TOEVLUCHT_MAIL_FROM": "beeld@example.org",
    "TOEVLUCHT_SECURITY_CONTACT": "mailto:security@example.org",
    "TOEVLUCHT_SAFETY_CHECKS": all_checked(),
}
# A process of its own, because a process has one module of settings.
ASK = """
import json, django
django.setup()
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
found = run_checks(include_deployment_checks=True)
client = Client(headers={"host": "beeld.example.org", "x-forwarded-proto": "https"})
page = client.get("/.well-known/security.txt")
plain = Client(headers={"host": "beeld.example.org"}).get("/nl/about/?name=somebody")
from django.conf import settings
print(json.dumps({
    "found": [one.id for one in found if not one.is_silenced()],
    "headers": dict(page.headers),
    "text": page.content.decode(),
    "moved": [plain.status_code, plain["Location"]],
    "stranger": Client(headers={"host": "evil.example"}).get("/nl/", secure=True).status_code,
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "hosts": settings.ALLOWED_HOSTS,
    "admins": [*settings.ADMINS, *settings.MANAGERS],
}))
"""


def refused(**changes: str) -> list[str]:
    with pytest.raises(SettingError) as refusal:
        meet_demands({**GOOD, **changes})
    return str(refusal.value).splitlines()[1:]


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK],
        env={**known, **GOOD, "DJANGO_SETTINGS_MODULE": "toevlucht.settings.production"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_a_complete_environment_is_enough() -> None:
    meet_demands(GOOD)


def test_an_empty_environment_is_refused_with_every_reason_at_once() -> None:
    with pytest.raises(SettingError) as refusal:
        meet_demands({})
    for name in GOOD:
        assert name in str(refusal.value)


@pytest.mark.parametrize("name", GOOD)
def test_each_setting_that_lacks_is_named_alone(name: str) -> None:
    (problem,) = refused(**{name: ""})
    assert name in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOEVLUCHT_SECRET_KEY", "Zx9Kq"),
        ("TOEVLUCHT_AUDIT_KEY", "Zx9Kq"),
        ("TOEVLUCHT_BACKUP_KEY", "Zx9Kq"),
        ("TOEVLUCHT_SECRET_KEY", "ab" * 40),
        ("TOEVLUCHT_AUDIT_KEY", GOOD["TOEVLUCHT_SECRET_KEY"]),
        ("TOEVLUCHT_BACKUP_KEY", GOOD["TOEVLUCHT_AUDIT_KEY"]),
        ("TOEVLUCHT_DATABASE_URL", "mysql://toevlucht:Zx9Kq@db/toevlucht"),
        ("TOEVLUCHT_MAIL_URL", "http://toevlucht:Zx9Kq@mail"),
        ("TOEVLUCHT_MAIL_URL", "smtp://toevlucht:Zx9Kq@mail.example.org?tls=no"),
    ],
)
def test_a_secret_that_will_not_do_is_named_and_not_repeated(name: str, value: str) -> None:
    (problem,) = refused(**{name: value})
    assert name in problem
    assert value not in problem
    assert "Zx9Kq" not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOEVLUCHT_DATA", "var"),
        ("TOEVLUCHT_HOSTS", "localhost"),
        ("TOEVLUCHT_HOSTS", "beeld.example.org,*"),
        ("TOEVLUCHT_HOSTS", "beeld.example.org,.example.org"),
        ("TOEVLUCHT_ADDRESS", "http://beeld.example.org"),
        ("TOEVLUCHT_ADDRESS", "https://elsewhere.example.org"),
        ("TOEVLUCHT_MAIL_FROM", "nobody"),
        ("TOEVLUCHT_SECURITY_CONTACT", "security@example.org"),
        ("TOEVLUCHT_SECURITY_CONTACT", "mailto:a@b.org\nExpires: 2001-01-01T00:00:00Z"),
        ("TOEVLUCHT_HSTS", "everything"),
        ("TOEVLUCHT_PROXIES", "0"),
        ("TOEVLUCHT_DEMO", "True"),
    ],
)
def test_a_setting_that_would_be_unsafe_is_refused(name: str, value: str) -> None:
    problems = refused(**{name: value})
    assert len([problem for problem in problems if name in problem]) == 1


def test_mail_within_one_machine_may_go_plain() -> None:
    meet_demands({**GOOD, "TOEVLUCHT_MAIL_URL": "smtp://localhost:25?tls=no"})


def test_subdomains_and_preloading_are_a_choice() -> None:
    assert hsts({}) == (False, False)
    assert hsts({"TOEVLUCHT_HSTS": "subdomains"}) == (True, False)
    assert hsts({"TOEVLUCHT_HSTS": "preload"}) == (True, True)
    assert (proxies({}), proxies({"TOEVLUCHT_PROXIES": "2"})) == (1, 2)
    assert security_contact({}) == ""


def test_djangos_own_checks_for_deployment_find_nothing_but_the_two_choices(
    production: dict[str, Any],
) -> None:
    """Subdomains and preloading, which TOEVLUCHT_HSTS decides, are all that they ask about."""
    assert set(production["found"]) == {"security.W005", "security.W021"}


def test_production_answers_over_tls_only_and_with_the_headers(production: dict[str, Any]) -> None:
    headers = production["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    status, place = production["moved"]
    assert (status, place) == (301, "https://beeld.example.org/nl/about/?name=somebody")


def test_production_answers_to_its_own_names_only(production: dict[str, Any]) -> None:
    assert production["stranger"] == 400
    assert "*" not in production["hosts"]


def test_cookies_are_bound_to_the_host_and_errors_are_mailed_to_nobody(
    production: dict[str, Any],
) -> None:
    assert production["cookies"] == ["__Host-session", "__Host-csrf"]
    assert production["admins"] == []


def test_the_security_contact_is_told_with_the_sites_own_address(
    production: dict[str, Any],
) -> None:
    assert "Contact: mailto:security@example.org\n" in production["text"]
    assert "Canonical: https://beeld.example.org/.well-known/security.txt\n" in production["text"]


def test_a_module_that_switches_debugging_on_is_refused(
    settings: Settings, transactional_db: None
) -> None:
    settings.TOEVLUCHT_PRODUCTION = True
    settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED = True
    refuse_unsafe_start()
    settings.DEBUG = True
    settings.TOEVLUCHT_DEMO = True
    settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED = False
    with pytest.raises(SettingError) as refusal:
        refuse_unsafe_start()
    assert [line[:6] for line in str(refusal.value).splitlines()[1:]] == [
        "- DEBU",
        "- TOEV",
        "- Peop",
    ]


def test_an_account_of_the_demo_is_refused(settings: Settings, transactional_db: None) -> None:
    from toevlucht.partners.models import Organisation, Person

    settings.TOEVLUCHT_PRODUCTION = True
    settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED = True
    organisation = Organisation.objects.first() or Organisation.objects.create(code="emm")
    Person.objects.create(email="a@example.org", organisation=organisation, is_demo=True)
    with pytest.raises(SettingError, match="accounts of the demo"):
        refuse_unsafe_start()
