"""Who logs in: browsers, telephones with codes, and what the audit trail says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings
from tests.partners.people import PASSWORD, person

from toevlucht.partners.models import Person

LogIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def no_attempts_counted(db: None) -> None:
    cache.clear()


@pytest.fixture
def with_second_factor(settings: Settings) -> None:
    """As in production."""
    settings.TOEVLUCHT_SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def desk() -> Callable[[Person], Client]:
    """A browser in which this person is logged in."""

    def open_for(somebody: Person) -> Client:
        browser = Client()
        browser.force_login(somebody)
        return browser

    return open_for


@pytest.fixture
def centre_administrator() -> Person:
    return person("cato", "emm", "administrator")


@pytest.fixture
def administrator() -> Person:
    """Of a partner."""
    return person("ada", "red_cross", "administrator")


@pytest.fixture
def colleague() -> Person:
    """Of the same partner, with no say over people."""
    return person("ivo", "red_cross", "contributor")


@pytest.fixture
def outsider() -> Person:
    """An administrator of another partner."""
    return person("olga", "police", "administrator")


def log_in(browser: Client, somebody: Person, password: str = PASSWORD) -> Any:
    return browser.post("/en/account/login/", {"login": somebody.email, "password": password})
