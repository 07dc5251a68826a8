"""People make, see and withdraw the API keys of their organisation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.partners.people import person

from toevlucht.partners.actions.api_keys import make_api_key, withdraw_api_key
from toevlucht.partners.actions.people import set_roles
from toevlucht.partners.models import ApiKey, Person
from toevlucht.partners.queries import viewer_of_api_key, viewer_of_person
from toevlucht.partners.rules import Refused
from toevlucht.records.models import AuditLine
from toevlucht.records.viewer import OPERATOR, PUBLIC, NotAllowed

pytestmark = pytest.mark.django_db

Desk = Callable[[Person], Client]
LIST = "/en/desk/api-keys/"
KEY = re.compile(r"toevlucht_[a-z0-9]{12}_[A-Za-z0-9]{43}")


def make(maker: Person, *roles: str) -> tuple[ApiKey, str]:
    return make_api_key(viewer_of_person(maker.pk), "nightly", roles or ("contributor",), 30)


def test_a_contributor_makes_a_key_and_sees_it_once(colleague: Person, desk: Desk) -> None:
    browser = desk(colleague)
    given = {"name": "nightly", "roles": ["contributor"], "days": "90"}
    page = browser.post(LIST, given).content.decode()
    found = KEY.search(page)
    assert found
    assert viewer_of_api_key(found[0]).organisation == "red_cross"
    assert not KEY.search(browser.get(LIST).content.decode())
    line = AuditLine.objects.get(event="api_key.made")
    assert (line.person, line.ids) == (colleague.pk, [str(ApiKey.objects.get().pk)])


def test_a_key_does_no_more_than_its_maker(colleague: Person) -> None:
    with pytest.raises(Refused):
        make(colleague, "approver")
    with pytest.raises(Refused):
        make(person("rita", "red_cross", "reader"), "contributor")


def test_a_key_loses_a_role_with_its_maker(colleague: Person) -> None:
    _, words = make(colleague, "contributor", "reader")
    set_roles(OPERATOR, colleague, ["reader"])
    assert viewer_of_api_key(words).roles == {"reader"}
    set_roles(OPERATOR, colleague, [])
    assert viewer_of_api_key(words) == PUBLIC


def test_an_administrator_alone_makes_no_key_but_withdraws_any(
    administrator: Person, colleague: Person, desk: Desk
) -> None:
    key, words = make(colleague)
    browser = desk(administrator)
    page = browser.get(LIST).content.decode()
    assert "nightly" in page
    assert "Make a key" not in page
    browser.post(LIST, {"name": "x", "roles": ["contributor"], "days": "30"})
    assert ApiKey.objects.count() == 1
    with pytest.raises(NotAllowed):
        make(administrator, "reader")
    browser.post(f"{LIST}{key.pk}/withdraw/")
    assert viewer_of_api_key(words) == PUBLIC


def test_a_colleague_withdraws_only_their_own(colleague: Person, desk: Desk) -> None:
    key, words = make(colleague)
    other = person("kim", "red_cross", "contributor")
    assert desk(other).post(f"{LIST}{key.pk}/withdraw/").status_code == 403
    assert viewer_of_api_key(words) != PUBLIC
    assert desk(colleague).post(f"{LIST}{key.pk}/withdraw/").status_code == 302
    assert viewer_of_api_key(words) == PUBLIC


def test_an_outsider_finds_no_key(outsider: Person, colleague: Person, desk: Desk) -> None:
    key, words = make(colleague)
    browser = desk(outsider)
    assert "nightly" not in browser.get(LIST).content.decode()
    assert browser.post(f"{LIST}{key.pk}/withdraw/").status_code == 404
    with pytest.raises(NotAllowed):
        withdraw_api_key(viewer_of_person(outsider.pk), key)
    assert viewer_of_api_key(words) != PUBLIC


def test_a_key_makes_no_keys(colleague: Person) -> None:
    _, words = make(colleague)
    with pytest.raises(NotAllowed):
        make_api_key(viewer_of_api_key(words), "more", ("contributor",), 30)


@pytest.mark.parametrize("days", [0, 366])
def test_a_key_lives_a_year_at_most(colleague: Person, days: int) -> None:
    with pytest.raises(Refused):
        make_api_key(viewer_of_person(colleague.pk), "long", ("contributor",), days)


def test_a_form_without_a_role_says_so(colleague: Person, desk: Desk) -> None:
    page = desk(colleague).post(LIST, {"name": "nightly", "days": "30"}).content.decode()
    assert 'href="#id_roles_0"' in page
    assert not ApiKey.objects.exists()
