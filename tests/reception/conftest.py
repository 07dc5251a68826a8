"""A browser for somebody at a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from toevlucht.partners.models import Person

Desk = Callable[[Person], Client]


@pytest.fixture
def desk() -> Desk:
    def open_for(somebody: Person) -> Client:
        browser = Client()
        browser.force_login(somebody)
        return browser

    return open_for
