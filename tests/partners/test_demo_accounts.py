"""The demo's accounts: one for each role, random passwords, and nowhere but in the demo."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.partners.conftest import log_in

from toevlucht.partners.actions.demo_accounts import make_demo_accounts
from toevlucht.partners.models import Organisation, Person
from toevlucht.partners.queries import viewer_of_person
from toevlucht.records.viewer import ROLES

pytestmark = pytest.mark.django_db


def test_there_is_an_account_for_every_role(settings: Settings) -> None:
    settings.TOEVLUCHT_DEMO = True
    accounts = make_demo_accounts()
    assert {account.role for account in accounts} == set(ROLES)
    assert len({account.password for account in accounts}) == len(accounts)
    assert Organisation.objects.get(is_centre=True).code == "emm"
    for account in accounts:
        somebody = Person.objects.get(email=account.email)
        assert somebody.is_demo
        assert viewer_of_person(somebody.pk).roles == {account.role}
        assert log_in(Client(), somebody, account.password).status_code == 302


def test_every_page_of_the_demo_says_so(
    settings: Settings, client: Client, published: None
) -> None:
    settings.TOEVLUCHT_DEMO = True
    for address in ("/en/", "/en/account/login/", "/en/nothing-here/"):
        assert "This is a demo." in client.get(address).content.decode()
    settings.TOEVLUCHT_DEMO = False
    assert "This is a demo." not in client.get("/en/").content.decode()


def test_real_use_gets_no_demo_accounts() -> None:
    with pytest.raises(RuntimeError):
        make_demo_accounts()
    assert not Person.objects.exists()
