"""A municipality with a coordinator and a report, for tests of what is done with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.signals.telling import municipality, report

from toevlucht.partners.models import Person
from toevlucht.signals.models import Report

AtDesk = Callable[[Person], Client]


@pytest.fixture
def at_desk() -> AtDesk:
    def open_for(somebody: Person) -> Client:
        browser = Client()
        browser.force_login(somebody)
        return browser

    return open_for


@pytest.fixture
def owner(db: None) -> Person:
    return municipality()


@pytest.fixture
def made(owner: Person) -> Report:
    return report()
