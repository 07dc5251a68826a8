"""Report without an account: one form makes one report, and its words lead back to it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import IntegrityError
from django.utils import timezone

from toevlucht.records.viewer import PUBLIC
from toevlucht.signals.actions.receiving import Way, receive_report
from toevlucht.signals.form_tokens import FormToken
from toevlucht.signals.models import DeskEntry, UsedToken
from toevlucht.signals.receipts import keys_of, receipt_for
from toevlucht.signals.telling import Telling

SHOWN_AGAIN = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Sent:
    """What whoever sent the form is told; no words where they are not shown any more."""

    words: str
    received_on: datetime.date
    is_again: bool


def report_unnamed(telling: Telling, form: FormToken, language: str, is_held: bool) -> Sent:
    """The receipt; the same one again where an answer got lost and the form is sent once more."""
    words = receipt_for(form.nonce, language)
    receipt = keys_of(words)
    way = Way("page", "public", language, is_held=is_held, token=form.once)
    try:
        report = receive_report(PUBLIC, telling, way, receipt)
    except IntegrityError:
        if not UsedToken.objects.filter(digest=form.once.digest).exists():
            raise
        return _sent_before(words, receipt.lookup)
    return Sent(words, report.received_on, is_again=False)


def _sent_before(words: str, lookup: str) -> Sent:
    lately = timezone.now() - SHOWN_AGAIN
    entries = DeskEntry.objects.filter(report__receipt__lookup=lookup, ground="handling")
    entry = entries.filter(since__gte=lately).order_by("id").first()
    if entry is None:
        return Sent("", timezone.localdate(), is_again=True)
    return Sent(words, entry.received_on, is_again=True)
