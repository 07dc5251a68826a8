"""Pass on what is known of a report, and answer what was passed on: one function a step.

Each referral has a key of its own, under which only the parts that were chosen are sealed once
more, and the words of its steps. The receiver never holds the key of the report.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import codes, policy
from toevlucht.signals.actions.corrections import send_corrections
from toevlucht.signals.actions.settling import follow_with_handler, settle
from toevlucht.signals.actions.sharing_files import clean_files, copied, destroy_copies
from toevlucht.signals.models import (
    DeskEntry,
    OneTimeLink,
    Recipient,
    Referral,
    ReferralStep,
    SharedFile,
    SharedPart,
)
from toevlucht.signals.parts import FILES, only
from toevlucht.signals.queries.agreements import Allowed
from toevlucht.signals.queries.opening import open_sealed
from toevlucht.signals.queries.receivers import allowed_for, people_for
from toevlucht.signals.step_words import seal_words
from toevlucht.signals.telling import seal_content

LONGEST = datetime.timedelta(days=365)
HANDLINGS = ("red", "amber_strict", "amber", "green")  # nothing of a report is for everybody


@dataclass(frozen=True)
class Offer:
    """What is passed on to whom, why it may, and until when. No recipients: all who coordinate."""

    act: str
    receiver: str
    purpose: str
    basis: str
    handling: str
    expires_on: datetime.date
    consent: str = "not_asked"
    parts: tuple[str, ...] = ()
    files: tuple[int, ...] = ()  # numbers of files of the report, of which clean copies go along
    recipients: tuple[int, ...] = ()
    question: str = ""


@dataclass(frozen=True)
class Told:
    """What a file says of a step beside the step itself; nothing on a page."""

    happened_on: datetime.date | None = None
    row: str = ""


ON_A_PAGE = Told()


def offer(viewer: Viewer, reference: str, offered: Offer) -> Referral:
    """The receiver sees the open part at once, and what is sealed after accepting."""
    entry = _handled(viewer, reference, "referral.offered")
    allowed = _allowed(entry, offered)
    referral = _referral(viewer, entry, offered, allowed)
    key = custody.make_key(referral.record, [viewer.organisation])
    opened = open_sealed(viewer, entry) if referral.included else None
    report_key = opened.key if opened else None
    copying = copied(entry.report, report_key, referral, key, offered.files)
    with copying as copies, transaction.atomic():
        _must_be_the_only_one(entry, offered.receiver)
        referral.save(force_insert=True)
        if opened:
            sealed = seal_content(key, referral.record, only(opened.content, offered.parts))
            SharedPart.objects.create(referral=referral, content=sealed)
        SharedFile.objects.bulk_create(copies)
        Recipient.objects.bulk_create(
            Recipient(referral=referral, person=person) for person in offered.recipients
        )
        note_step(viewer, referral, "offered", words=offered.question)
    return referral


@transaction.atomic
def accept(viewer: Viewer, reference: str) -> None:
    """From now on the receiver can open what is included; the next step is an answer."""
    referral = _received(viewer, reference, "referral.accepted", ("offered",))
    accept_referral(viewer, referral)


@transaction.atomic
def refuse(viewer: Viewer, reference: str, reason: str) -> None:
    referral = _received(viewer, reference, "referral.refused", ("offered",))
    refuse_referral(viewer, referral, reason)


@transaction.atomic
def answer(viewer: Viewer, reference: str, status: str, words: str = "") -> None:
    """As often as there is something new."""
    referral = _received(viewer, reference, "referral.answered", ("accepted", "answered"))
    answer_referral(viewer, referral, status, words)


@transaction.atomic
def hand_back(viewer: Viewer, reference: str, reason: str) -> None:
    """The receiver does not go on with it, and can open nothing of it any more."""
    referral = _received(viewer, reference, "referral.handed_back", ("accepted", "answered"))
    hand_back_referral(viewer, referral, reason)


@transaction.atomic
def revoke(viewer: Viewer, reference: str, reason: str) -> None:
    """Takes the key from the receiver. What was read with it cannot be unread."""
    found = policy.sent_referrals(viewer).select_for_update().filter(reference=reference).first()
    if found is None:
        raise NotAllowed("referral.revoked", "referral", (reference,))
    _must_be_in(found, codes.LIVE_STATES)
    _must_be_one_of(reason, codes.REVOCATIONS)
    end_referral(viewer, found, "revoked", reason)


def expire_referrals() -> int:
    """Those whose last day is over; nobody could open them since then."""
    today = timezone.localdate()
    over = Referral.objects.filter(state__in=codes.LIVE_STATES, expires_on__lt=today)
    ended = 0
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            found = over.select_for_update().filter(pk=pk).first()
            if found is not None:
                end_referral(CLOCK, found, "expired")
                ended += 1
    return ended


def accept_referral(viewer: Viewer, referral: Referral, told: Told = ON_A_PAGE) -> None:
    if referral.act != "registration":
        key = custody.open_key(referral.record, referral.report.handler)
        custody.give_key(referral.record, key, referral.receiver)
    note_step(viewer, referral, "accepted", asks_anew=True, told=told)


def refuse_referral(
    viewer: Viewer, referral: Referral, reason: str, told: Told = ON_A_PAGE
) -> None:
    _must_be_one_of(reason, codes.REFUSALS)
    end_referral(viewer, referral, "refused", reason, told)


def hand_back_referral(
    viewer: Viewer, referral: Referral, reason: str, told: Told = ON_A_PAGE
) -> None:
    _must_be_one_of(reason, codes.HAND_BACKS)
    end_referral(viewer, referral, "handed_back", reason, told)


def answer_referral(
    viewer: Viewer, referral: Referral, status: str, words: str, told: Told = ON_A_PAGE
) -> None:
    _must_be_one_of(status, codes.ANSWERS)
    if words and referral.act == "registration":
        raise Refused(Message("sharing.problem.no_words"), "words")
    earlier = referral.steps.filter(state="answered").order_by("-pk").first()
    before = earlier.reason if earlier else referral.report.rung
    to_come = status in codes.ANSWERS_TO_COME
    note_step(viewer, referral, "answered", status, words, asks_anew=to_come, told=told)
    if status == "no_indications" and before != status:
        send_corrections(viewer, referral.report, "answered", before, status)


def end_referral(
    viewer: Viewer, referral: Referral, state: str, reason: str = "", told: Told = ON_A_PAGE
) -> None:
    """The key first: where the rest fails, the receiver has lost it all the same."""
    custody.take_key(referral.record, referral.receiver)
    withdraw_links(referral)
    note_step(viewer, referral, state, reason, told=told)
    destroy_copies(referral)


def withdraw_links(referral: Referral) -> None:
    waiting = OneTimeLink.objects.filter(referral=referral, withdrawn_at=None)
    waiting.update(withdrawn_at=timezone.now(), wrapped=b"")


def note_step(
    viewer: Viewer,
    referral: Referral,
    state: str,
    reason: str = "",
    words: str = "",
    asks_anew: bool = False,
    told: Told = ON_A_PAGE,
) -> None:
    """Keep the step, and let both desks follow it."""
    report = referral.report
    referral.state = state
    if asks_anew:
        days = datetime.timedelta(days=referral.answer_days)
        referral.due_on = min(timezone.localdate() + days, referral.expires_on)
    referral.save(update_fields=["state", "due_on"])
    key = custody.open_key(referral.record, report.handler) if words else b""
    ReferralStep.objects.create(
        referral=referral,
        person=viewer.person,
        organisation=viewer.organisation,
        state=state,
        reason=reason,
        words=seal_words(key, referral, words) if words else None,
        happened_on=told.happened_on,
        row=told.row,
    )
    follow_with_handler(report)
    settle(report, referral.receiver)
    record_change(viewer, f"referral.{state}", "referral", [referral.reference])


def _handled(viewer: Viewer, reference: str, event: str) -> DeskEntry:
    found = policy.handled(viewer).select_related("report").filter(report__reference=reference)
    entry = found.first()
    if entry is None or entry.report.destroyed_on:
        raise NotAllowed(event, "report", (reference,))
    return entry


def _received(viewer: Viewer, reference: str, event: str, states: Collection[str]) -> Referral:
    received = policy.received_referrals(viewer).select_for_update()
    found = received.filter(reference=reference).first()
    if found is None:
        raise NotAllowed(event, "referral", (reference,))
    _must_be_in(found, states)
    return found


def _must_be_in(referral: Referral, states: Collection[str]) -> None:
    if referral.state not in states or referral.expires_on < timezone.localdate():
        raise Refused(Message("sharing.problem.other_state"))


def _must_be_one_of(reason: str, reasons: Collection[str]) -> None:
    if reason not in reasons:
        raise Refused(Message("sharing.problem.reason"), "reason")


def _must_be_the_only_one(entry: DeskEntry, receiver: str) -> None:
    """Two open questions to one organisation about one report would have two answers."""
    DeskEntry.objects.select_for_update().get(pk=entry.pk)
    asked = Referral.objects.filter(report=entry.report, receiver=receiver)
    if asked.filter(state__in=codes.STATES_TO_ANSWER).exists():
        raise Refused(Message("sharing.problem.already"), "receiver")


def _allowed(entry: DeskEntry, offered: Offer) -> Allowed:
    """The agreement and basis for it; what cannot be is explained at its field."""
    receivers = [one for one in allowed_for(entry.report) if one.receiver.code == offered.receiver]
    acts = [one for one in receivers if one.act == offered.act]
    bases = [one for one in acts if one.basis.code == offered.basis]
    for found, field in ((receivers, "receiver"), (acts, "act"), (bases, "basis")):
        if not found:
            raise Refused(Message(f"sharing.problem.not_agreed_{field}"), field)
    for problem, field in _problems(entry, offered, bases[0]):
        raise Refused(Message(f"sharing.problem.{problem}"), field)
    return bases[0]


def _problems(entry: DeskEntry, offered: Offer, allowed: Allowed) -> list[tuple[str, str]]:
    today = timezone.localdate()
    is_registration = offered.act == "registration"
    people = people_for(entry.report, [offered.receiver]).filter(pk__in=offered.recipients)
    wrong = (
        (offered.purpose not in codes.PURPOSES[offered.act], "purpose", "purpose"),
        (not set(offered.parts) <= set(codes.PARTS), "parts", "parts"),
        (is_registration and bool(offered.parts), "registration_parts", "parts"),
        (not set(offered.files) <= _clean_numbers(entry), "files", "copies"),
        (is_registration and bool(offered.files), "registration_parts", "copies"),
        (is_registration and bool(offered.question), "no_words", "question"),
        (offered.consent not in codes.CONSENTS, "consent", "consent"),
        (
            allowed.basis.needs_consent and offered.consent not in codes.CONSENTED,
            "needs_consent",
            "consent",
        ),
        (offered.handling not in HANDLINGS, "handling", "handling"),
        (offered.handling == "red" and not offered.recipients, "red", "recipients"),
        (people.count() != len(set(offered.recipients)), "recipients", "recipients"),
        (not today <= offered.expires_on <= today + LONGEST, "expires_on", "expires_on"),
    )
    return [(problem, field) for is_wrong, problem, field in wrong if is_wrong]


def _clean_numbers(entry: DeskEntry) -> set[int]:
    return set(clean_files(entry.report).values_list("number", flat=True))


def _referral(viewer: Viewer, entry: DeskEntry, offered: Offer, allowed: Allowed) -> Referral:
    today = timezone.localdate()
    due_on = today + datetime.timedelta(days=allowed.answer_days)
    return Referral(
        reference=new_reference(),
        report=entry.report,
        act=offered.act,
        sender=viewer.organisation,
        receiver=offered.receiver,
        for_named=bool(offered.recipients),
        purpose=offered.purpose,
        basis=offered.basis,
        basis_on=today,
        consent=offered.consent,
        included=[
            *(part for part in codes.PARTS if part in offered.parts),
            *([FILES] if offered.files else []),
        ],
        handling=offered.handling,
        made_by=viewer.person,
        answer_days=allowed.answer_days,
        due_on=min(due_on, offered.expires_on),
        expires_on=offered.expires_on,
    )
