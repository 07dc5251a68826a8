"""A form works once, not within three seconds and not after six hours; a flood is only counted."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError
from tests.signals.telling import municipality, telling

from toevlucht.partners.flood import RENEWED_AFTER, Flood
from toevlucht.records.viewer import PUBLIC
from toevlucht.signals.actions.receiving import Way, receive_report
from toevlucht.signals.form_tokens import (
    OLDEST,
    YOUNGEST,
    TooYoung,
    Unusable,
    forget_expired_tokens,
    new_token,
    read_token,
)
from toevlucht.signals.models import Report, UsedToken

NOW = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)


def test_a_form_can_be_sent_after_some_seconds_and_until_six_hours() -> None:
    token = new_token(NOW)
    first = read_token(token, NOW + YOUNGEST)
    assert read_token(token, NOW + OLDEST) == first
    with pytest.raises(TooYoung):
        read_token(token, NOW + YOUNGEST - SECOND)
    with pytest.raises(Unusable):
        read_token(token, NOW + OLDEST + SECOND)


@pytest.mark.parametrize("text", ["", "x", "ы", "A" * 72, "=", "a b", "\x00"])
def test_what_was_not_made_here_is_no_token(text: str) -> None:
    with pytest.raises(Unusable):
        read_token(text, NOW)


def test_a_token_that_was_changed_is_no_token() -> None:
    token = new_token(NOW)
    for place in (0, 20, 25, 40):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(Unusable):
            read_token(token[:place] + other + token[place + 1 :], NOW + YOUNGEST)


def test_no_two_forms_are_the_same() -> None:
    made = [read_token(new_token(NOW), NOW + YOUNGEST) for _ in range(100)]
    assert len({one.nonce for one in made}) == len({one.once.digest for one in made}) == 100
    assert made[0].nonce not in made[0].once.digest


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_form_makes_one_report_and_its_token_is_forgotten_when_it_has_expired() -> None:
    municipality()
    used = read_token(new_token(NOW), NOW + YOUNGEST)
    way = Way("page", "public", "nl", token=used.once)
    receive_report(PUBLIC, telling(), way)
    with pytest.raises(IntegrityError):
        receive_report(PUBLIC, telling(), way)
    assert Report.objects.count() == 1
    assert forget_expired_tokens(NOW + OLDEST) == 0
    assert forget_expired_tokens(NOW + OLDEST + SECOND) == 1
    assert not UsedToken.objects.exists()


def test_each_address_is_counted_by_itself_for_an_hour() -> None:
    flood = Flood()
    assert [flood.count("192.0.2.1", NOW) for _ in range(3)] == [1, 2, 3]
    assert flood.count("192.0.2.2", NOW) == 1
    assert flood.count("192.0.2.1", NOW + RENEWED_AFTER) == 1


def test_no_address_is_kept_and_the_key_of_the_last_hour_is_gone() -> None:
    flood = Flood()
    flood.count("192.0.2.1", NOW)
    before = dict(vars(flood))
    assert "192.0.2.1" not in str(before)
    flood.count("192.0.2.1", NOW + RENEWED_AFTER)
    assert flood._key != before["_key"]
    assert set(flood._counts).isdisjoint(before["_counts"])
