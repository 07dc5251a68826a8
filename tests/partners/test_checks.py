"""An account of the demo never comes along into real use."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings
from tests.partners.people import person

from toevlucht.partners.checks import no_demo_accounts

pytestmark = pytest.mark.django_db


def test_a_demo_account_stops_real_use() -> None:
    person("demo", "emm", is_demo=True)
    assert [error.id for error in no_demo_accounts(databases=["default"])] == ["partners.E001"]


def test_real_accounts_are_fine() -> None:
    person("real", "emm")
    assert no_demo_accounts(databases=["default"]) == []


def test_the_demo_may_have_them(settings: Settings) -> None:
    settings.TOEVLUCHT_DEMO = True
    person("demo", "emm", is_demo=True)
    assert no_demo_accounts(databases=["default"]) == []


def test_the_check_names_no_database_no_query() -> None:
    assert no_demo_accounts() == []
