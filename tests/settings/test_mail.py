"""Settings from the environment: how mail leaves, and what the site calls itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from toevlucht.settings.environment import SettingError, address, mail


def test_mail_is_kept_as_files_unless_a_server_is_named(tmp_path: Path) -> None:
    found = mail(tmp_path, {})
    assert found["EMAIL_FILE_PATH"] == tmp_path / "mail"
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")


@pytest.mark.parametrize(
    ("given", "port", "ssl", "tls"),
    [
        ("smtp://post:p%40ss@mail.example", 587, False, True),
        ("smtps://post:p%40ss@mail.example", 465, True, False),
        ("smtp://post:p%40ss@mail.example:25?tls=no", 25, False, False),
    ],
)
def test_a_server_is_named_by_an_address(
    tmp_path: Path, given: str, port: int, ssl: bool, tls: bool
) -> None:
    found = mail(tmp_path, {"TOEVLUCHT_MAIL_URL": given, "TOEVLUCHT_MAIL_FROM": "a@b.example"})
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("post", "p@ss")
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls)
    assert found["DEFAULT_FROM_EMAIL"] == "a@b.example"


@pytest.mark.parametrize(
    "given", ["http://secret@mail.example", "smtp:/secret", "smtp://mail:port"]
)
def test_another_mail_server_is_refused_without_repeating_it(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingError) as refused:
        mail(tmp_path, {"TOEVLUCHT_MAIL_URL": given})
    assert given not in str(refused.value)


def test_the_site_may_be_told_its_address() -> None:
    given = {"TOEVLUCHT_ADDRESS": "https://picture.example.org/"}
    assert address({}) == ""
    assert address(given) == "https://picture.example.org"


@pytest.mark.parametrize("given", ["picture.example.org", "ftp://a.example", "https://a.example/b"])
def test_another_address_is_refused(given: str) -> None:
    with pytest.raises(SettingError):
        address({"TOEVLUCHT_ADDRESS": given})
