"""A program calls with a key: what it may do, and when it may not."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from tests.partners.people import organisation, person

from toevlucht.partners.api_keys import FORM, digest_of, new_key
from toevlucht.partners.models import ApiKey, Person
from toevlucht.partners.queries import viewer_of_api_key
from toevlucht.records.viewer import PUBLIC

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def maker() -> Person:
    return person("ivo", "red_cross", "contributor")


def keep(maker: Person, **values: object) -> str:
    prefix, key = new_key()
    kept = {"roles": ["contributor"], "expires_on": timezone.localdate() + TOMORROW, **values}
    ApiKey.objects.create(
        organisation=maker.organisation,
        made_by=maker,
        name="nightly",
        prefix=prefix,
        digest=digest_of(key),
        **kept,
    )
    return key


def test_a_key_calls_for_its_organisation(maker: Person) -> None:
    viewer = viewer_of_api_key(keep(maker))
    assert (viewer.organisation, viewer.person) == ("red_cross", maker.pk)
    assert viewer.roles == {"contributor"}
    assert viewer.channel == "api"
    assert ApiKey.objects.get().last_used_on == timezone.localdate()


def test_the_key_itself_is_not_kept(maker: Person) -> None:
    key = keep(maker)
    kept = str(ApiKey.objects.values().get())
    assert key not in kept
    assert key.rpartition("_")[2] not in kept


def test_a_key_gives_no_role_that_keys_cannot_have(maker: Person) -> None:
    key = keep(maker, roles=["reader", "administrator", "approver"])
    assert viewer_of_api_key(key).roles == {"reader"}


def test_a_withdrawn_key_is_no_good(maker: Person) -> None:
    assert viewer_of_api_key(keep(maker, withdrawn_at=timezone.now())) == PUBLIC


def test_a_key_ends_after_its_last_day(maker: Person) -> None:
    today = timezone.localdate()
    assert viewer_of_api_key(keep(maker, expires_on=today)) != PUBLIC
    assert viewer_of_api_key(keep(maker, expires_on=today - TOMORROW)) == PUBLIC


def test_a_key_ends_with_its_makers_account(maker: Person) -> None:
    key = keep(maker)
    Person.objects.filter(pk=maker.pk).update(is_active=False)
    assert viewer_of_api_key(key) == PUBLIC


def test_a_key_ends_with_its_organisation(maker: Person) -> None:
    key = keep(maker)
    type(organisation()).objects.update(is_active=False)
    assert viewer_of_api_key(key) == PUBLIC


@pytest.mark.parametrize("change", [str.upper, lambda key: key[:-1] + "!", lambda key: "", repr])
def test_a_key_that_was_changed_is_no_good(maker: Person, change: object) -> None:
    assert viewer_of_api_key(change(keep(maker))) == PUBLIC  # type: ignore[operator]


def test_the_right_prefix_with_another_secret_is_no_good(maker: Person) -> None:
    key = keep(maker)
    _, other = new_key()
    guess = key[: key.rindex("_") + 1] + other.rpartition("_")[2]
    assert FORM.fullmatch(guess)
    assert viewer_of_api_key(guess) == PUBLIC
