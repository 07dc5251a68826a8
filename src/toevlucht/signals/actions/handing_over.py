"""Hand the handling of a report over to where it belongs: the key goes along."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import codes, policy
from toevlucht.signals.actions.settling import settle
from toevlucht.signals.actions.sharing import end_referral
from toevlucht.signals.actions.sharing_files import clean_files, copied
from toevlucht.signals.models import (
    DeskEntry,
    Referral,
    ReferralStep,
    Report,
    SharedFile,
    SharedPart,
)
from toevlucht.signals.parts import FILES, filled, only
from toevlucht.signals.queries.opening import Opened, open_sealed
from toevlucht.signals.queries.places_to_go import could_handle
from toevlucht.signals.telling import seal_content

INVOLVED_DAYS = 90


def hand_over(viewer: Viewer, reference: str, to: str, stays_involved: bool = False) -> None:
    """The other organisation handles it from now on.

    Who handled it keeps nothing, unless it stays involved: then a referral lets it read on what
    it could read, under a key of its own, until a day, and the new handler can revoke it.
    """
    entry = policy.handled(viewer).select_related("report").filter(report__reference=reference)
    found = entry.first()
    if found is None or found.report.destroyed_on:
        raise NotAllowed("handling.transferred", "report", (reference,))
    report = found.report
    if to not in {one.code for one in could_handle(report)}:
        raise Refused(Message("sharing.problem.not_there"), "to")
    opened = open_sealed(viewer, found)
    custody.give_key(report.record, custody.open_key(report.record, viewer.organisation), to)
    with transaction.atomic():
        DeskEntry.objects.select_for_update().get(pk=found.pk)
        _move(viewer, report, found, to)
        move_keys_of_referrals(report, viewer.organisation, to)
        record_change(viewer, "handling.transferred", "report", [report.reference])
        if stays_involved:
            _share_with_old_handler(viewer, report, opened)
    custody.take_key(report.record, viewer.organisation)


def _move(viewer: Viewer, report: Report, old: DeskEntry, to: str) -> None:
    today = timezone.localdate()
    end_what_it_had(viewer, report, to)
    report.handler = to
    report.save(update_fields=["handler"])
    DeskEntry.objects.filter(pk=old.pk).update(
        organisation=to, since=timezone.now(), assignee=None, due_on=max(old.due_on, today)
    )


def end_what_it_had(viewer: Viewer, report: Report, to: str) -> None:
    """What the new handler had as a referral is over: now it has all of it."""
    had = Referral.objects.filter(report=report, receiver=to, state__in=codes.LIVE_STATES)
    for referral in had.select_related("report"):
        end_referral(viewer, referral, "handed_back", "done")


def move_keys_of_referrals(report: Report, old: str, to: str) -> None:
    """The new handler reads the answers that are still to come, the old one does not."""
    for referral in Referral.objects.filter(report=report):
        if old in custody.holders_of(referral.record):
            custody.give_key(referral.record, custody.open_key(referral.record, old), to)
            custody.take_key(referral.record, old)


def _share_with_old_handler(viewer: Viewer, report: Report, opened: Opened) -> None:
    today = timezone.localdate()
    numbers = clean_files(report).values_list("number", flat=True)
    last_day = today + datetime.timedelta(days=INVOLVED_DAYS)
    referral = Referral(
        reference=new_reference(),
        report=report,
        act="referral",
        sender=report.handler,
        receiver=viewer.organisation,
        purpose="advise",
        basis="public_task",
        basis_on=today,
        consent="not_asked",
        included=[*filled(opened.content), *([FILES] if numbers else [])],
        handling="amber_strict",
        state="accepted",
        made_by=viewer.person,
        answer_days=INVOLVED_DAYS,
        due_on=last_day,
        expires_on=last_day,
    )
    key = custody.make_key(referral.record, [report.handler, viewer.organisation])
    with copied(report, opened.key, referral, key, numbers) as copies:
        referral.save(force_insert=True)
        sealed = seal_content(key, referral.record, only(opened.content, referral.included))
        SharedPart.objects.create(referral=referral, content=sealed)
        SharedFile.objects.bulk_create(copies)
        ReferralStep.objects.create(
            referral=referral,
            person=viewer.person,
            organisation=viewer.organisation,
            state="accepted",
        )
        settle(report, viewer.organisation)
