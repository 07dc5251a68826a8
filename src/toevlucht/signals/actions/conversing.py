"""What somebody who kept the receipt does with it: add facts and questions."""

from __future__ import annotations

from django.db import transaction

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import PUBLIC
from toevlucht.signals.conversation import append_message
from toevlucht.signals.models import Message, Report


def add_message_from_reporter(report: Report, key: bytes, text: str) -> Message:
    """``key`` is the report's own, which only the words of the receipt gave."""
    with transaction.atomic():
        message = append_message(report, key, text, from_reporter=True)
        record_change(PUBLIC, "report.added_to", "report", [report.reference])
        return message
