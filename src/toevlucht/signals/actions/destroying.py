"""Destroy reports whose term has ended: their keys first of all, and everything that was sealed.

What stays is the open part, for the statistics, under a reference that leads nowhere, and that it
was destroyed. It is final once no backup of the key store can hold a key of it any more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.files import destroy_file
from toevlucht.signals import codes
from toevlucht.signals.actions.sharing_files import stored_copies
from toevlucht.signals.models import (
    Assessment,
    Attachment,
    Correction,
    DeskEntry,
    Destruction,
    EmergencyReading,
    HiddenReference,
    Judgement,
    Message,
    ProgramCall,
    Receipt,
    Referral,
    Report,
    SealedPart,
    Step,
    Teller,
)
from toevlucht.signals.queries.terms import term_of

# Everything that hangs on a report is named in one of these two; a test holds them to the models.
GOES = (
    Assessment,
    Attachment,
    Correction,
    DeskEntry,  # so that it is on no desk, in no list and in no search any more
    EmergencyReading,
    Message,
    ProgramCall,
    Receipt,
    Referral,  # with its steps, its copies of what was shared, its recipients and links
    SealedPart,
    Step,
)
STAYS = (
    "SignalLink",  # so that a signal is still counted once, by as many sources
    "Exclusion",  # so that it stays hidden in the trail and in counts from whom it was kept
)
FINAL = "destroyed:"  # how the name of a record begins of which nothing can be found any more


def destroy_due(most: int) -> int:
    """The reports whose last day has passed, a hold excepted; how many they were."""
    today = timezone.localdate()
    due = Report.objects.filter(keep_until__lt=today, on_hold=False, destroyed_on=None)
    numbers = list(due.order_by("keep_until", "pk").values_list("pk", flat=True)[:most])
    return sum(_destroy(number, today) for number in numbers)


def _destroy(number: int, today: datetime.date) -> bool:
    """Keys and files go last: whatever fails before takes all of it back."""
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=number)
        is_due = report.keep_until is not None and report.keep_until < today
        if not is_due or report.on_hold or report.destroyed_on:
            return False
        records = _records(report)
        stored = _files(report)
        _write_down(report, records)
        _empty(report, today)
        for record in records:
            custody.destroy_key(record)
        for name in stored:
            destroy_file(name)
    return True


def _records(report: Report) -> list[str]:
    """Under which names keys are held: of the report itself, and of each referral of it."""
    return [report.record, *(referral.record for referral in report.referrals.all())]


def _files(report: Report) -> list[str]:
    found = report.attachments.values_list("original", "clean_copy")
    shared = stored_copies(report.referrals.values_list("pk", flat=True))
    return [name for both in found for name in both if name] + shared


def _write_down(report: Report, records: Iterable[str]) -> None:
    """Whoever is kept from a report must not learn here that there was one."""
    term = term_of(report.handler, report.origin, report.outcome)
    rule = f"{'own' if term.own else term.default.basis} {term.months} {report.origin}"
    is_hidden = report.exclusions.filter(person__isnull=False).exists()
    now = timezone.now()
    days = datetime.timedelta(days=settings.TOEVLUCHT_KEY_BACKUP_DAYS + 1)
    Destruction.objects.bulk_create(
        Destruction(
            record=record,
            organisation="" if is_hidden or record != report.record else report.handler,
            rule=f"{rule} {report.outcome}".strip(),
            requested_at=now,
            final_on=timezone.localdate(now) + days,
        )
        for record in records
    )
    record_change(CLOCK, "report.destroyed", "report", [report.reference])


def _empty(report: Report, today: datetime.date) -> None:
    _stay_hidden(report)
    _stay_counted(report)
    for model in GOES:
        model._default_manager.filter(report=report).delete()
    Judgement.objects.filter(Q(first=report) | Q(second=report)).delete()
    Teller.objects.filter(report=report).update(report=None)
    report.reference = new_reference()
    report.reporter, report.reporter_organisation = None, ""
    report.has_attachments, report.destroyed_on = False, today
    report.save()


def _stay_hidden(report: Report) -> None:
    """Whoever it was kept from does not see the lines of the trail about it later either."""
    named = [report.reference]
    for records in (report.referrals, report.corrections):
        named += records.values_list("reference", flat=True)
    HiddenReference.objects.bulk_create(
        HiddenReference(exclusion=exclusion, reference=reference)
        for exclusion in report.exclusions.all()
        for reference in named
    )


def _stay_counted(report: Report) -> None:
    """That it was passed on and taken up, for months of follow-up that are counted again."""
    passed_on = report.referrals.exclude(act="registration")
    report.had_referral = passed_on.exists()
    report.had_taken_up = passed_on.filter(state__in=codes.TAKEN_UP).exists()


def forget_final() -> int:
    """After its final day the name of a record serves nothing any more, and goes too."""
    over = Destruction.objects.filter(final_on__lte=timezone.localdate())
    known = list(over.exclude(record__startswith=FINAL))
    for one in known:
        one.record = f"{FINAL}{one.pk}"
    Destruction.objects.bulk_update(known, ["record"], batch_size=500)
    return len(known)


def destroy_again() -> int:
    """After the key store was put back from a backup: take away what it should not have."""
    asked_for = Destruction.objects.exclude(record__startswith=FINAL)
    return sum(custody.destroy_key(record) for record in asked_for.values_list("record", flat=True))
