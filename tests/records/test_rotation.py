"""Keys are changed without anybody losing what they could open, also when it is broken off."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from toevlucht.records.keystore.models import OrganisationKey, WrappedKey
from toevlucht.records.sealed import custody, rotation
from toevlucht.records.sealed.envelope import new_key

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HELD = [f"report:{number:012}" for number in range(7)]


@pytest.fixture
def keys() -> dict[str, bytes]:
    """What two organisations hold, and one receipt."""
    held = {record: custody.make_key(record, ["gm0344"]) for record in HELD}
    custody.give_key(HELD[0], held[HELD[0]], "vr09")
    custody.give_key_to_receipt(HELD[0], held[HELD[0]], RECEIPT)
    return held


RECEIPT = new_key()


def opened(holder: str = "gm0344") -> dict[str, bytes]:
    return custody.open_keys(HELD, holder)


def test_after_a_new_master_key_the_old_one_is_needed_no_more(
    keys: dict[str, bytes], settings: Settings
) -> None:
    settings.TOEVLUCHT_CONTENT_OLD_KEYS = [settings.TOEVLUCHT_CONTENT_KEY]
    settings.TOEVLUCHT_CONTENT_KEY = "another master key"
    assert rotation.status().under_old_master == 2
    assert opened() == keys
    assert rotation.rewrap_under_current_master() == 2
    assert rotation.rewrap_under_current_master() == 0
    settings.TOEVLUCHT_CONTENT_OLD_KEYS = []
    assert rotation.status().under_old_master == 0
    assert opened() == keys
    assert custody.open_key_with_receipt(HELD[0], RECEIPT) == keys[HELD[0]]


def test_without_the_old_master_key_nothing_opens_and_nothing_is_lost(
    keys: dict[str, bytes], settings: Settings
) -> None:
    old = settings.TOEVLUCHT_CONTENT_KEY
    settings.TOEVLUCHT_CONTENT_KEY = "another master key"
    custody._unwrap.cache_clear()  # as in a process that begins anew
    assert opened() == {}
    with pytest.raises(custody.NoKey):
        rotation.rewrap_under_current_master()
    settings.TOEVLUCHT_CONTENT_KEY = old
    assert opened() == keys


def test_a_new_key_of_an_organisation_wraps_all_that_it_holds_and_nothing_of_others(
    keys: dict[str, bytes],
) -> None:
    others = WrappedKey.objects.get(holder="vr09").wrapped
    assert rotation.renew("gm0344") == len(HELD)
    assert OrganisationKey.objects.filter(organisation="gm0344").count() == 1
    assert opened() == keys
    assert bytes(WrappedKey.objects.get(holder="vr09").wrapped) == bytes(others)


def test_a_renewal_that_was_broken_off_goes_on_where_it_was(
    keys: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 2)
    rewrap, done = custody.rewrap, 0

    def break_off(held: WrappedKey) -> None:
        nonlocal done
        done += 1
        if done == 6:
            raise KeyboardInterrupt
        rewrap(held)

    monkeypatch.setattr(custody, "rewrap", break_off)
    with pytest.raises(KeyboardInterrupt):
        rotation.renew("gm0344")
    assert rotation.status().to_rewrap == 3
    assert opened() == keys
    assert rotation.renew("gm0344") == 3
    assert rotation.status().to_rewrap == 0
    assert OrganisationKey.objects.filter(organisation="gm0344").count() == 1
    assert opened() == keys


def test_an_organisation_without_a_key_gets_none() -> None:
    with pytest.raises(custody.NoKey):
        rotation.renew("nobody")
    assert not OrganisationKey.objects.exists()
