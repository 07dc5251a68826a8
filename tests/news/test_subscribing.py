"""On a list by two steps, off it by one, and forgotten for good; nobody learns who is on it."""

from __future__ import annotations

import datetime
import re
from smtplib import SMTPRecipientsRefused
from unittest import mock

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.news.subscribers import asked, link_in_last_mail

from toevlucht.language import language
from toevlucht.news.actions import subscribing
from toevlucht.news.addresses import addresses_of, put_subscribers
from toevlucht.news.links import CONFIRM, END, reference_in, token_for
from toevlucht.news.models import (
    Asking,
    Forgotten,
    FormMail,
    Subscriber,
    Subscription,
    SubscriptionStep,
)
from toevlucht.news.pages import subscribing as pages
from toevlucht.news.tasks import retention
from toevlucht.partners.flood import Flood
from toevlucht.records.keystore.models import WrappedKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

OLENA = "olena@example.org"


@pytest.fixture(autouse=True)
def nobody_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_asked", Flood())


def states() -> list[str]:
    return list(Subscription.objects.order_by("pk").values_list("state", flat=True))


def on_the_list() -> Subscriber:
    asked(OLENA, "public", "hosts")
    Client().post(link_in_last_mail())
    return Subscriber.objects.get()


def test_only_who_presses_the_button_of_the_mail_is_on_the_list() -> None:
    first = asked(OLENA, "public", "hosts")
    assert mail.outbox[0].to == [OLENA]
    assert states() == ["asked", "asked"]
    link = link_in_last_mail()
    shown = Client().get(link)  # as a program does that looks for danger
    assert shown.status_code == 200
    for audience in ("public", "hosts"):  # perhaps somebody else asked for one of them
        assert language("en").say(f"newsletter.audience.{audience}") in shown.content.decode()
    assert states() == ["asked", "asked"]
    assert "You are on the list" in Client().post(link).content.decode()
    assert states() == ["confirmed", "confirmed"]
    assert "nothing to confirm" in Client().post(link).content.decode()
    steps = SubscriptionStep.objects.values_list("state", "cause", "consent")
    assert set(steps) == {("asked", "form", "2026-11"), ("confirmed", "mail_link", "")}
    with pytest.raises(DatabaseError), transaction.atomic():
        SubscriptionStep.objects.update(cause="page")
    assert asked(OLENA) == first == asked("nobody@example.org")
    assert [one.to for one in mail.outbox] == [[OLENA], ["nobody@example.org"]]
    assert Asking.objects.count() == 0


def test_who_is_on_the_list_already_is_told_by_mail_only() -> None:
    on_the_list()
    FormMail.objects.update(at=F("at") - datetime.timedelta(hours=2))
    asked(OLENA.upper())
    assert "You are on that list already" in str(mail.outbox[-1].body)
    assert states() == ["confirmed", "confirmed"]


def test_an_address_that_others_fill_in_gets_three_mails_a_week() -> None:
    def ask_later(hours: int) -> int:
        FormMail.objects.update(at=F("at") - datetime.timedelta(hours=hours))
        asked(OLENA, place=f"192.0.2.{len(mail.outbox)}")
        return len(mail.outbox)

    assert [ask_later(hours) for hours in (0, 0, 2, 2, 2, 20)] == [1, 1, 2, 3, 3, 3]
    assert ask_later(7 * 24) == 4


def test_others_do_not_use_up_the_mails_that_a_subscriber_needs() -> None:
    """Each network has its own; who reads the rows cannot tell whom else it asked for."""
    on_the_list()
    FormMail.objects.all().delete()
    sent = len(mail.outbox)

    def ask_from(place: str, address: str = OLENA) -> int:
        FormMail.objects.update(at=F("at") - datetime.timedelta(hours=2))
        told.add(asked(address, "partners", place=place))
        return sum(one.to == [OLENA] for one in mail.outbox) - sent

    told: set[str] = set()
    stranger = "2001:db8:1:1::"
    counts = [ask_from(f"{stranger}{end}") for end in (1, 2, 3, 4, 5)]
    assert counts == [1, 2, 3, 3, 3], "addresses of one connection are one network"
    assert ask_from("192.0.2.7") == 4, "the subscriber still gets a link"
    Client().post(link_in_last_mail())
    assert states() == ["confirmed"] * 3
    assert [ask_from(f"198.51.100.{one}") for one in range(9)] == [5, 6, 7, 8, 9, 9, 9, 9, 9]
    ask_from(stranger, "nobody@example.org")
    assert len(told) == 1, "the page tells nobody which address is known"
    networks = set(FormMail.objects.values_list("network", flat=True))
    assert len(networks) == 1 + 1 + 5 + 1, "the same place is another digest for another address"
    FormMail.objects.update(at=F("at") - datetime.timedelta(days=7))
    retention(lambda *_: None)
    assert not FormMail.objects.exists()


EVENTS = ("form", "confirm", "leave", "undo", "bounce", "two_days")


@settings(max_examples=60, database=None, derandomize=True, deadline=None)
@given(events=st.lists(st.sampled_from(EVENTS), max_size=12))
@example(events=["form", "confirm", "leave", "form", "undo"])
@example(events=["form", "confirm", "leave", "form", "leave", "two_days", "undo"])
@example(events=["form", "confirm", "leave", "two_days", "form", *["two_days"] * 3, "undo"])
@example(events=["form", "confirm", "bounce", "undo"])
def test_who_is_on_a_list_follows_from_what_its_reader_did(events: list[str]) -> None:
    """Held against what a reader expects, told without the states by which it is kept."""
    clock = timezone.now()
    is_on, left_at, asked_at = False, None, None
    with transaction.atomic(), mock.patch.object(subscribing, "timezone") as patched:
        patched.now.side_effect = lambda: clock
        one = put_subscribers([OLENA])[0]
        for event in events:
            week = clock - datetime.timedelta(days=7)
            match event:
                case "form":
                    told = {"address": OLENA, "audiences": ["public"], "tag": "en", "site": ""}
                    if subscribing._note(told, is_again=False) and not is_on:
                        asked_at = clock
                case "confirm":
                    done = subscribing.confirm(one.reference)
                    assert done == (not is_on and asked_at is not None and asked_at >= week)
                    if done:
                        is_on, left_at = True, None
                case "leave":
                    subscribing.end(one.reference, "page")
                    is_on, left_at, asked_at = False, clock if is_on else left_at, None
                case "undo":
                    assert subscribing.may_undo(one.reference) == (
                        left_at is not None and left_at >= week
                    )
                    if subscribing.undo_end(one.reference):
                        is_on, left_at = True, None
                case "bounce":
                    subscribing.end(one.reference, "bounced")
                    if is_on or asked_at:
                        is_on, left_at, asked_at = False, None, None
                case "two_days":
                    clock += datetime.timedelta(days=2)
            assert one.subscriptions.filter(state="confirmed").exists() == is_on, event
        transaction.set_rollback(True)


def test_others_who_fill_in_an_address_keep_its_owner_from_no_list() -> None:
    """Of a link that ran out, and of mails that were all asked for by somebody else."""
    on_the_list()
    ago = timezone.now() - datetime.timedelta(days=8)
    for _ in range(2):
        Subscription.objects.update(since=ago)
        FormMail.objects.update(at=ago)
        asked(OLENA, "municipalities")
    link, sent = link_in_last_mail(), len(mail.outbox)
    asked(OLENA, "partners")
    shown = Client().get(link).content.decode()
    assert language("en").say("newsletter.audience.partners") in shown
    Client().post(link)
    assert (states(), len(mail.outbox)) == (["confirmed"] * 4, sent)


def test_who_confirms_confirms_what_they_saw() -> None:
    asked(OLENA, "public")
    link = link_in_last_mail()
    seen = re.findall(r'name="lists" value="(\d+)"', Client().get(link).content.decode())
    asked(OLENA, "partners")  # by somebody else, while the page stands open
    Client().post(link, {"lists": seen})
    assert sorted(states()) == ["asked", "confirmed"]


def test_a_link_goes_to_the_address_that_is_looked_up_and_to_none_that_looks_like_it() -> None:
    asked("\u017fam@example.org")  # a long s, which is an s to who compares without case
    assert mail.outbox[-1].to == ["sam@example.org"]


def test_what_no_server_took_is_not_kept_and_tried_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise SMTPRecipientsRefused({OLENA: (550, b"5.1.1 nobody here")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    asked(OLENA)
    monkeypatch.undo()
    assert retention(lambda *_: None) == {"destroyed": 0}
    assert Asking.objects.count() == 1
    Asking.objects.update(at=timezone.now() - datetime.timedelta(days=8))
    retention(lambda *_: None)
    assert not Asking.objects.exists()


def test_an_address_lies_sealed_and_is_in_no_row() -> None:
    subscriber = on_the_list()
    assert OLENA.encode() not in bytes(subscriber.sealed)
    assert OLENA not in subscriber.lookup
    assert addresses_of([subscriber]) == {subscriber.reference: OLENA}


def test_one_press_in_the_mail_program_leaves_and_a_look_does_not() -> None:
    subscriber = on_the_list()
    link = f"/en/newsletter/leave/{token_for(END, subscriber.reference)}/"
    looked = Client(enforce_csrf_checks=True)
    assert looked.get(link).status_code == 200
    assert states() == ["confirmed", "confirmed"]
    answer = looked.post(link, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (200, b"", {})
    assert states() == ["ended", "ended"]
    assert "You are back" in looked.post(link, {"do": "undo"}).content.decode()
    assert states() == ["confirmed", "confirmed"]
    hosts = Subscription.objects.get(audience="hosts")
    looked.post(link, {"do": "leave", "list": str(hosts.pk)})
    assert Subscription.objects.get(state="ended") == hosts
    asked(OLENA, "hosts", place="192.0.2.9")  # somebody else, while it can be undone
    assert "You left a list" in looked.get(link).content.decode()
    assert "You are back" in looked.post(link, {"do": "undo"}).content.decode()
    assert states() == ["confirmed", "confirmed"]
    looked.post(link, {"do": "leave", "list": str(hosts.pk)})
    week_ago = timezone.now() - datetime.timedelta(days=8)
    Subscription.objects.update(left_at=week_ago)
    assert "You left a list" not in looked.get(link).content.decode()
    assert "no longer be undone" in looked.post(link, {"do": "undo"}).content.decode()


def test_who_asks_is_destroyed_and_what_stays_tells_nothing_of_whom() -> None:
    subscriber = on_the_list()
    link = f"/en/newsletter/leave/{token_for(END, subscriber.reference)}/"
    assert WrappedKey.objects.filter(record=subscriber.record).exists()
    said = Client().post(link, {"do": "forget"}).content.decode()
    assert "Your address is destroyed" in said
    assert not WrappedKey.objects.filter(record=subscriber.record).exists()
    assert (Subscriber.objects.count(), SubscriptionStep.objects.count()) == (0, 0)
    proof = Forgotten.objects.values().get()
    assert (proof["on"], proof["cause"]) == (timezone.localdate(), "asked")
    assert set(proof) == {"id", "on", "cause"}
    assert Client().post(link, {"do": "forget"}).content.decode() == said
    assert Client().get(link).status_code == 200


def test_a_link_that_this_site_did_not_make_opens_nothing() -> None:
    subscriber = on_the_list()
    good = token_for(CONFIRM, subscriber.reference)
    assert reference_in(CONFIRM, good) == subscriber.reference
    for token in (good[:-1] + ("0" if good[-1] != "0" else "1"), good[:12], "x", good.upper()):
        assert reference_in(CONFIRM, token) == ""
    assert Client().post(f"/en/newsletter/leave/{good}/").status_code == 404
    assert states() == ["confirmed", "confirmed"]


def test_who_never_confirms_or_left_long_ago_is_forgotten() -> None:
    for name in ("asks", "leaves", "stays", "just-asked"):
        asked(f"{name}@example.org")
        if name in ("leaves", "stays"):
            Client().post(link_in_last_mail())
    by_lookup = {one.pk: one for one in Subscription.objects.select_related("subscriber")}
    asks, leaves, _, _ = sorted(by_lookup.values(), key=lambda one: one.pk)
    subscribing.end(leaves.subscriber.reference, "page")
    assert subscribing.forget_who_left(10) == 0
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Subscription.objects.filter(pk__in=(asks.pk, leaves.pk)).update(since=long_ago)
    assert subscribing.forget_who_left(10) == 2
    causes = sorted(Forgotten.objects.values_list("cause", flat=True))
    assert causes == ["ended", "unconfirmed"]
    assert states() == ["confirmed", "asked"]


def test_one_place_cannot_fill_in_address_after_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_AN_HOUR", 2)
    form = {"address": OLENA, "audiences": "public"}
    codes = [Client().post("/nl/newsletter/", form).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    wrong = Client().post("/nl/newsletter/", {"address": "no address"})
    assert wrong.status_code == 400
    assert 'href="#id_address"' in wrong.content.decode()
