"""Report without an account: one form makes one report, and its words lead back to it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from toevlucht.records.attachments.taking import GivenFile
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import PUBLIC, Viewer
from toevlucht.signals.actions.attaching import attach_files
from toevlucht.signals.actions.receiving import ReceiptKeys, Way, receive_report
from toevlucht.signals.form_tokens import FormToken
from toevlucht.signals.models import DeskEntry, Report, UsedToken
from toevlucht.signals.receipts import keys_of, receipt_for
from toevlucht.signals.reporters import holder_of
from toevlucht.signals.routing import UNCLAIMED
from toevlucht.signals.telling import Telling

_log = logging.getLogger("toevlucht.reporting")

SHOWN_AGAIN = datetime.timedelta(minutes=15)


@dataclass(frozen=True)
class Told:
    """What somebody tells, in which language, with which files."""

    telling: Telling
    language: str
    files: Sequence[GivenFile] = ()


@dataclass(frozen=True)
class Sent:
    """What whoever sent the form is told; no words where they are not shown any more."""

    words: str
    received_on: datetime.date
    is_again: bool = False
    has_handler: bool = True
    lacks_files: bool = False


def report_unnamed(told: Told, form: FormToken, is_held: bool) -> Sent:
    """The receipt; the same one again where an answer got lost and the form is sent once more."""
    words = receipt_for(form.nonce, told.language)
    receipt = keys_of(words)
    way = Way("page", "public", told.language, is_held=is_held, token=form.once)
    try:
        report = receive_report(PUBLIC, told.telling, way, receipt)
    except IntegrityError:
        if not UsedToken.objects.filter(digest=form.once.digest).exists():
            raise
        return _sent_before(words, receipt.lookup)
    is_whole = attach_what_can_be(report, told.files, receipt)
    has_handler = report.handler != UNCLAIMED
    return Sent(words, report.received_on, has_handler=has_handler, lacks_files=not is_whole)


def attach_what_can_be(
    report: Report,
    files: Sequence[GivenFile],
    receipt: ReceiptKeys | None = None,
    viewer: Viewer = PUBLIC,
) -> bool:
    """The report is safe already: where its files cannot be kept, that is said."""
    if not files:
        return True
    try:
        if receipt:
            key = custody.open_key_with_receipt(report.record, receipt.key)
        else:
            key = custody.open_key(report.record, holder_of(report))
        attach_files(report, key, files, viewer=viewer)
    except (DatabaseError, OSError, custody.NoKey) as error:
        _log.error("files of a report were not kept: %s", type(error).__name__)
        return False
    return True


def _sent_before(words: str, lookup: str) -> Sent:
    lately = timezone.now() - SHOWN_AGAIN
    entries = DeskEntry.objects.filter(report__receipt__lookup=lookup, ground="handling")
    entry = entries.filter(since__gte=lately).order_by("id").first()
    if entry is None:
        return Sent("", timezone.localdate(), is_again=True)
    has_handler = entry.organisation != UNCLAIMED
    return Sent(words, entry.received_on, is_again=True, has_handler=has_handler)
