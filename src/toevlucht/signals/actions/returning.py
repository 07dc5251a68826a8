"""Come back with the words of a receipt: to read, to add, or to see whether they are right.

Words that are unknown, mistyped or of a report that was destroyed get the same answer after the
same work: one slow key, the same queries, one line in the audit trail.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from toevlucht.records.actions import record_read, record_refusal
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import PUBLIC, NotAllowed
from toevlucht.signals.conversation import unseal_message
from toevlucht.signals.models import Message, Receipt, ReceiptVisits, Report
from toevlucht.signals.receipts import key_of, lookups_of

NO_RECORD = "report:none"


@dataclass(frozen=True)
class Turn:
    """A message as the reporter reads it: words of the handler's own, or the name of a text."""

    from_reporter: bool
    sent_on: datetime.date
    text: str
    text_code: str


@dataclass(frozen=True)
class Returned:
    """A report that the words opened."""

    report: Report
    key: bytes
    turns: tuple[Turn, ...]


def come_back(words: str, counts: bool = True) -> Returned | None:
    """``counts`` is false where somebody only tries whether the words were kept well."""
    lookups = lookups_of(words)
    receipt = Receipt.objects.select_related("report").filter(lookup__in=lookups).first()
    report = receipt.report if receipt else None
    secret = key_of(words, receipt.lookup if receipt else lookups[0])
    try:
        key = custody.open_key_with_receipt(report.record if report else NO_RECORD, secret)
    except custody.NoKey:
        report = None
    messages = list(Message.objects.filter(report=report.pk if report else 0).order_by("number"))
    if counts:
        _count(report, receipt.lookup if receipt and report else "")
    if report is None:
        record_refusal(PUBLIC, NotAllowed("report.returned_to", "report"))
        return None
    record_read(PUBLIC, "report.returned_to", "report", [report.reference])
    return Returned(report, key, tuple(turn_of(key, report, one) for one in messages))


def turn_of(key: bytes, report: Report, message: Message) -> Turn:
    text = unseal_message(key, report, message)
    return Turn(message.from_reporter, message.sent_on, text, message.text_code)


def _count(report: Report | None, lookup: str) -> None:
    """The first return to a report counts for the month in which the report came in."""
    month = (report.received_on if report else timezone.localdate()).replace(day=1)
    with transaction.atomic():
        new = Receipt.objects.filter(lookup=lookup, was_returned_to=False)
        first = new.update(was_returned_to=True)
        visits = ReceiptVisits.objects.filter(month=month)
        if not visits.update(returned=F("returned") + first) and first:
            ReceiptVisits.objects.bulk_create([ReceiptVisits(month=month)], ignore_conflicts=True)
            visits.update(returned=F("returned") + first)
