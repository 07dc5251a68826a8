"""Come back with the words of a receipt: to read, to add, or to see whether they are right.

Words that are unknown, mistyped or of a report that was destroyed get the same answer after the
same work: one slow key, the same questions to both databases, one line in the audit trail.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from toevlucht.records.actions import record_read, record_refusal
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import PUBLIC, NotAllowed
from toevlucht.signals.models import Message, Receipt, ReceiptVisits, Report
from toevlucht.signals.queries.conversation import Turn, turns
from toevlucht.signals.receipts import key_of, lookups_of

NO_RECORD = "report:none"


@dataclass(frozen=True)
class Returned:
    """A report that the words opened."""

    report: Report
    key: bytes
    turns: tuple[Turn, ...]

    @property
    def files(self) -> int:
        """How many there are with it already."""
        return self.report.attachments.count()


def come_back(words: str, counts: bool = True) -> Returned | None:
    """``counts`` is false where somebody only tries whether the words were kept well."""
    lookups = lookups_of(words)
    receipt = Receipt.objects.select_related("report").filter(lookup__in=lookups).first()
    report = receipt.report if receipt else None
    secret = key_of(words, receipt.lookup if receipt else lookups[0])
    record = report.record if report else NO_RECORD
    try:
        key = custody.open_key_with_receipt(record, secret)
    except custody.NoKey:
        report = None
    if report is None or receipt is None:
        _find_nothing(counts)
        return None
    found = Returned(report, key, tuple(turns(report, key)))
    if counts:
        _count(report, receipt.lookup)
    record_read(PUBLIC, "report.returned_to", "report", [report.reference])
    return found


def _find_nothing(counts: bool) -> None:
    """As much work as where there is something, so that an answer is no faster for having none."""
    list(Message.objects.filter(report=0).order_by("number"))
    if counts:
        _count(None, "")
    record_refusal(PUBLIC, NotAllowed("report.returned_to", "report"))


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
