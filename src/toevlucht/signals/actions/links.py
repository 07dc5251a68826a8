"""A one-time link: a partner without an account reads a referral once, and answers it.

The link carries 128 random bits, which are kept nowhere. Its digest finds it again, and the key
of the referral is wrapped under it until it is opened. The mail holds the link and nothing else.
Where files go along, the page that was opened fetches them with words that only that page holds.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import KEY_BYTES, CannotOpen, seal, unseal
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions.sharing import (
    accept_referral,
    answer_referral,
    refuse_referral,
    withdraw_links,
)
from toevlucht.signals.codes import LIVE_STATES
from toevlucht.signals.models import OneTimeLink, Referral
from toevlucht.signals.queries.files import Fetched
from toevlucht.signals.queries.shared_files import Shared, fetch_under, listed_under
from toevlucht.signals.step_words import unseal_words
from toevlucht.signals.telling import Content, unseal_content

BYTES = 16
LIVES = datetime.timedelta(days=7)
FILES_FOR = datetime.timedelta(hours=1)  # after opening


@dataclass(frozen=True)
class Opened:
    """What a link shows, once."""

    referral: Referral
    content: Content | None
    question: str
    files: list[Shared]
    ticket: str  # with which this page fetches the files; nobody else has it


def make_link(viewer: Viewer, reference: str) -> str:
    """The words of the link; an earlier one of the same referral no longer works."""
    with transaction.atomic():
        sent = policy.sent_referrals(viewer).select_for_update()
        referral = sent.filter(reference=reference).first()
        if referral is None:
            raise NotAllowed("referral.linked", "referral", (reference,))
        if referral.state != "offered" or referral.expires_on < timezone.localdate():
            raise Refused(Message("sharing.problem.other_state"))
        if referral.handling == "red":
            raise Refused(Message("sharing.problem.no_link_for_red"))
        withdraw_links(referral)
        token = secrets.token_urlsafe(BYTES)
        key = custody.open_key(referral.record, viewer.organisation)
        OneTimeLink.objects.create(
            digest=_digest(token),
            referral=referral,
            wrapped=seal(_key_of(token), key, _about(referral)),
            expires_at=_ends(referral),
        )
        record_change(viewer, "referral.linked", "referral", [reference])
    return token


def find_link(token: str) -> OneTimeLink | None:
    """One that still works, opened or not. Withdrawn, over and made up are the same."""
    found = OneTimeLink.objects.select_related("referral__report")
    link = found.filter(digest=_digest(token), withdrawn_at=None, answered_at=None).first()
    if link is None or link.expires_at <= timezone.now():
        return None
    return link if link.referral.state in LIVE_STATES else None


@transaction.atomic
def open_link(token: str) -> Opened | None:
    """Uses it up: what is needed to read is destroyed with this reading."""
    link = _taken(token)
    if link is None or link.opened_at is not None:
        return None
    referral = link.referral
    key = unseal(_key_of(token), link.wrapped, _about(referral))
    files = listed_under(key, referral)
    ticket = secrets.token_urlsafe(BYTES) if files else ""
    link.opened_at = timezone.now()
    link.wrapped = seal(_key_of(ticket), key, _about_files(referral)) if files else b""
    link.save(update_fields=["opened_at", "wrapped"])
    record_change(_partner(referral), "referral.link_opened", "referral", [referral.reference])
    content = None
    if referral.included:
        content = unseal_content(key, referral.record, referral.shared.content)
    asked = referral.steps.filter(state="offered", words__isnull=False).first()
    question = unseal_words(key, referral, asked.words) if asked and asked.words else ""
    return Opened(referral, content, question, files, ticket)


def fetch_with_link(token: str, ticket: str, number: int) -> Fetched | None:
    """For the page that opened the link, for an hour, as long as the referral goes on."""
    link = find_link(token)
    if link is None or link.opened_at is None or link.opened_at + FILES_FOR < timezone.now():
        return None
    referral = link.referral
    try:
        key = unseal(_key_of(ticket), link.wrapped, _about_files(referral))
    except CannotOpen:
        return None
    return fetch_under(_partner(referral), key, referral, number)


@transaction.atomic
def answer_link(token: str, status: str, words: str) -> bool:
    """Accept and answer in one; whether the link could still be answered with."""
    link = _taken(token)
    if link is None or link.opened_at is None:
        return False
    partner = _partner(link.referral)
    if link.referral.state == "offered":
        accept_referral(partner, link.referral)
    answer_referral(partner, link.referral, status, words)
    _mark_answered(link)
    return True


@transaction.atomic
def refuse_link(token: str, reason: str) -> bool:
    link = _taken(token)
    if link is None or link.opened_at is None or link.referral.state != "offered":
        return False
    _mark_answered(link)
    refuse_referral(_partner(link.referral), link.referral, reason)
    return True


def _taken(token: str) -> OneTimeLink | None:
    """Of two who press at once, one comes first."""
    OneTimeLink.objects.select_for_update().filter(digest=_digest(token)).first()
    return find_link(token)


def _mark_answered(link: OneTimeLink) -> None:
    link.answered_at, link.wrapped = timezone.now(), b""
    link.save(update_fields=["answered_at", "wrapped"])


def _partner(referral: Referral) -> Viewer:
    """Whoever holds the link, for the organisation that it was sent to."""
    return Viewer(organisation=referral.receiver)


def _ends(referral: Referral) -> datetime.datetime:
    after = referral.expires_on + datetime.timedelta(days=1)
    last = timezone.make_aware(datetime.datetime.combine(after, datetime.time()))
    return min(timezone.now() + LIVES, last)


def _digest(token: str) -> str:
    return hashlib.sha256(b"digest of a one-time link:" + token.encode()).hexdigest()


def _key_of(token: str) -> bytes:
    hkdf = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"toevlucht one-time link")
    return hkdf.derive(token.encode())


def _about(referral: Referral) -> str:
    return f"key of {referral.record} for a link"


def _about_files(referral: Referral) -> str:
    return f"key of {referral.record} for the files of an opened link"
