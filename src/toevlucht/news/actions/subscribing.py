"""Come on a list by two steps, leave it by one, be forgotten."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from toevlucht.language import language
from toevlucht.news.addresses import as_known, find_subscriber, network_of, put_subscribers
from toevlucht.news.links import CONFIRM, END, token_for
from toevlucht.news.models import (
    Asking,
    Forgotten,
    FormMail,
    Subscriber,
    Subscription,
    SubscriptionStep,
)
from toevlucht.news.models.subscribers import ASKED, AUDIENCES, CONFIRMED, ENDED
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import ask
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen, seal, unseal
from toevlucht.records.sealed.masters import derived_keys
from toevlucht.records.viewer import PUBLIC

ASKING = "mailing.asked"
CONSENT = "2026-11"
"""The version of the words that somebody agrees to; they stand in newsletter.toml."""

MAIL_AGAIN_AFTER = datetime.timedelta(hours=1)
MOST_MAILS, IN = 3, datetime.timedelta(days=7)
MOST_TO_SUBSCRIBER = 9
"""From all networks together, to who is on a list: of each of them three at most."""
UNDO_WITHIN = datetime.timedelta(days=7)
CONFIRM_WITHIN = datetime.timedelta(days=7)
KEPT_AFTER_END = datetime.timedelta(days=30)


@transaction.atomic
def ask_to_subscribe(
    address: str, audiences: Iterable[str], tag: str, site: str, place: str
) -> None:
    """Keep what was filled in for a worker: answering takes as long whoever the address is of."""
    # The mail goes to the address that is looked up: one that only looks the same gets no link.
    known = as_known(address)
    told = {
        "address": known,
        "audiences": sorted(audiences),
        "tag": tag,
        "site": site,
        "network": network_of(place, known),
    }
    key = derived_keys("newsletter forms")[0]
    asking = Asking.objects.create(sealed=seal(key, json.dumps(told).encode(), "asking"))
    ask(PUBLIC, ASKING, asking=asking.pk)


def answer_asking(number: int) -> None:
    """Note who asked and mail a link to confirm; where the mail fails it is tried again."""
    asking = Asking.objects.filter(pk=number).first()
    told = _opened(asking) if asking else None
    if asking is None or told is None:
        return
    with transaction.atomic():
        mail = _note(told, asking.is_noted)
        asking.is_noted = True
        asking.save(update_fields=["is_noted"])
    if mail:
        mail.send()
    asking.delete()


def drop_askings() -> int:
    """What no mail server took in all that time is tried no more, and nothing of it is kept.

    Neither is from where mails of last week were asked for.
    """
    FormMail.objects.filter(at__lte=timezone.now() - IN).delete()
    number, _ = Asking.objects.filter(at__lt=timezone.now() - CONFIRM_WITHIN).delete()
    return number


def _opened(asking: Asking) -> dict[str, Any] | None:
    for key in derived_keys("newsletter forms"):
        with contextlib.suppress(CannotOpen):
            found: dict[str, Any] = json.loads(unseal(key, asking.sealed, "asking"))
            return found
    return None


def _note(told: Mapping[str, Any], is_again: bool) -> EmailMessage | None:
    """What is asked for without a new mail stands on the page of the link they already have."""
    address, tag = told["address"], told["tag"]
    network = told.get("network", "")  # an earlier version did not note it
    subscriber = find_subscriber(address) or put_subscribers([address])[0]
    now = timezone.now()
    may_mail = is_again or _may_mail(subscriber, network, now)
    for audience in told["audiences"]:
        one, is_new = Subscription.objects.get_or_create(
            subscriber=subscriber, audience=audience, language=tag, defaults={"since": now}
        )
        asks_again = one.state == ASKED and may_mail and not is_again
        if is_new or asks_again or (one.state == ENDED and may_mail):
            move(one, ASKED, "form")
    if not may_mail:
        return None
    if not is_again:
        FormMail.objects.create(subscriber=subscriber, network=network, at=now)
    there = subscriber.subscriptions.filter(state=ASKED).exists()
    return _mail(subscriber, address, tag, told["site"], is_new=there)


def _may_mail(subscriber: Subscriber, network: str, now: datetime.datetime) -> bool:
    """One an hour and three a week, to who is on no list whoever asks for them.

    Who is on a list has these of each network: others do not use up what they need themselves.
    """
    sent = list(subscriber.form_mails.filter(at__gt=now - IN).order_by("at"))
    if subscriber.subscriptions.filter(state=CONFIRMED).exists():
        if len(sent) >= MOST_TO_SUBSCRIBER:
            return False
        sent = [one for one in sent if one.network == network]
    return len(sent) < MOST_MAILS and (not sent or now - sent[-1].at >= MAIL_AGAIN_AFTER)


def _mail(subscriber: Subscriber, address: str, tag: str, site: str, is_new: bool) -> EmailMessage:
    """To confirm; or, for who is on all those lists already, that they are."""
    spoken = language(tag)
    with translation.override(tag):
        if is_new:
            path = reverse("confirm-subscription", args=(token_for(CONFIRM, subscriber.reference),))
        else:
            path = reverse("end-subscription", args=(token_for(END, subscriber.reference),))
    hello, why = spoken.say("newsletter.mail.hello"), spoken.say("newsletter.mail.not_you")
    words = spoken.say("newsletter.mail.confirm" if is_new else "newsletter.mail.already")
    subject = spoken.say("newsletter.mail.subject")
    body = f"{hello}\n\n{words}\n\n{site}{path}\n\n{why}\n"
    return EmailMessage(subject, body, to=[address], headers={"Auto-Submitted": "auto-replied"})


@transaction.atomic
def confirm(reference: str, lists: Collection[str] | None = None) -> bool:
    """Those of the lists that were asked for: what others ask for after somebody looked is not
    among what they saw. False where there is nothing to confirm any more.
    """
    asked = Subscription.objects.select_for_update().filter(
        subscriber__reference=reference, state=ASKED, since__gte=timezone.now() - CONFIRM_WITHIN
    )
    found = [one for one in asked if lists is None or str(one.pk) in lists]
    for one in found:
        move(one, CONFIRMED, "mail_link")
    if found:
        record_change(PUBLIC, "newsletter.confirmed", "subscriber", (reference,))
    return bool(found)


@transaction.atomic
def end(reference: str, cause: str, lists: Collection[str] | None = None) -> None:
    """The lists that are named by number; where none is, all: who presses wants no more mail."""
    found = Subscription.objects.select_for_update().filter(subscriber__reference=reference)
    going = [one for one in found.exclude(state=ENDED) if lists is None or str(one.pk) in lists]
    for one in going:
        move(one, ENDED, cause)
    if going:
        record_change(PUBLIC, "newsletter.ended", "subscriber", (reference,))


@transaction.atomic
def undo_end(reference: str) -> bool:
    """Back on the lists that were left in the last days; False where that is over."""
    back = list(_left_lately(reference).select_for_update())
    for one in back:
        move(one, CONFIRMED, "undone")
    if back:
        record_change(PUBLIC, "newsletter.confirmed", "subscriber", (reference,))
    return bool(back)


def may_undo(reference: str) -> bool:
    return _left_lately(reference).exists()


def _left_lately(reference: str) -> QuerySet[Subscription]:
    return Subscription.objects.filter(
        subscriber__reference=reference, left_at__gte=timezone.now() - UNDO_WITHIN
    )


def forget(reference: str, cause: str) -> bool:
    """Address, lists and history; what is left is a day. The key goes first."""
    found = Subscriber.objects.filter(reference=reference).first()
    if found is None:
        return False
    custody.destroy_key(found.record)
    with transaction.atomic():
        found.delete()
        Forgotten.objects.create(on=timezone.localdate(), cause=cause)
        record_change(PUBLIC, "newsletter.forgotten", "subscriber")
    return True


def forget_who_left(at_once: int) -> int:
    """Who never confirmed, and who left every list a while ago."""
    now = timezone.now()
    going = (
        Subscriber.objects.exclude(
            subscriptions__state=CONFIRMED,
        )
        .exclude(
            subscriptions__in=Subscription.objects.filter(
                state=ASKED, since__gte=now - CONFIRM_WITHIN
            )
        )
        .exclude(
            subscriptions__in=Subscription.objects.filter(
                state=ENDED, since__gte=now - KEPT_AFTER_END
            )
        )
    )
    some = list(going.distinct().order_by("pk").values_list("pk", "reference")[:at_once])
    for pk, reference in some:
        ended = Subscription.objects.filter(subscriber=pk, state=ENDED).exists()
        forget(reference, "ended" if ended else "unconfirmed")
    return len(some)


def move(one: Subscription, state: str, cause: str) -> None:
    """In the caller's transaction: the state and the step that led to it."""
    now = timezone.now()
    if state == CONFIRMED or cause == "bounced":  # what bounced does not come back
        one.left_at = None
    elif one.state == CONFIRMED:
        one.left_at = now
    one.state, one.since = state, now
    one.save(update_fields=["state", "since", "left_at"])
    SubscriptionStep.objects.create(
        subscription=one, state=state, cause=cause, consent=CONSENT if state == ASKED else ""
    )


def put_generated(addresses: Iterable[str], tag: str, audiences: Iterable[str] = AUDIENCES) -> int:
    """Made-up subscribers for the demo and for tests of load, marked as such; confirmed at once."""
    now = timezone.now()
    with transaction.atomic():
        made = put_subscribers(addresses, is_generated=True)
        rows = Subscription.objects.bulk_create(
            (
                Subscription(
                    subscriber=one, audience=audience, language=tag, state=CONFIRMED, since=now
                )
                for one in made
                for audience in audiences
            ),
            batch_size=500,
        )
        SubscriptionStep.objects.bulk_create(
            (
                SubscriptionStep(subscription=one, state=CONFIRMED, cause="generated")
                for one in rows
            ),
            batch_size=500,
        )
    return len(made)
