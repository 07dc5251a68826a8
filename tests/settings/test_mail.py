"""Settings from the environment: how mail leaves, and what the site calls itself."""

from __future__ import annotations

import pytest

from toevlucht.settings.environment import SettingError, address, mail, newsletter_pace


def test_mail_is_kept_as_files_unless_a_server_is_named() -> None:
    found = mail({})
    assert found["EMAIL_BACKEND"].endswith("mail_files.EmailBackend")


@pytest.mark.parametrize(
    ("given", "port", "ssl", "tls"),
    [
        ("smtp://post:p%40ss@mail.example", 587, False, True),
        ("smtps://post:p%40ss@mail.example", 465, True, False),
        ("smtp://post:p%40ss@mail.example:25?tls=no", 25, False, False),
    ],
)
def test_a_server_is_named_by_an_address(given: str, port: int, ssl: bool, tls: bool) -> None:
    found = mail({"TOEVLUCHT_MAIL_URL": given, "TOEVLUCHT_MAIL_FROM": "a@b.example"})
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("post", "p@ss")
    assert (found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (ssl, tls)
    assert found["DEFAULT_FROM_EMAIL"] == "a@b.example"


@pytest.mark.parametrize(
    "given", ["http://secret@mail.example", "smtp:/secret", "smtp://mail:port"]
)
def test_another_mail_server_is_refused_without_repeating_it(given: str) -> None:
    with pytest.raises(SettingError) as refused:
        mail({"TOEVLUCHT_MAIL_URL": given})
    assert given not in str(refused.value)


def test_the_site_may_be_told_its_address() -> None:
    given = {"TOEVLUCHT_ADDRESS": "https://picture.example.org/"}
    assert address({}) == ""
    assert address(given) == "https://picture.example.org"


@pytest.mark.parametrize("given", ["picture.example.org", "ftp://a.example", "https://a.example/b"])
def test_another_address_is_refused(given: str) -> None:
    with pytest.raises(SettingError):
        address({"TOEVLUCHT_ADDRESS": given})


@pytest.mark.parametrize("given", ["0", "-1", "many"])
def test_a_newsletter_goes_out_at_a_pace_above_nothing(given: str) -> None:
    assert newsletter_pace({}) == 1200
    with pytest.raises(SettingError):
        newsletter_pace({"TOEVLUCHT_NEWSLETTER_PER_MINUTE": given})
