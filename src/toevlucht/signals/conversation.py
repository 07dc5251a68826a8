"""What reporter and handler write to each other: sealed under the report's key, in turn."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from toevlucht.records.sealed.envelope import seal, unseal
from toevlucht.signals.models import Message, Report

LONGEST = 20_000  # characters of one message


def seal_message(key: bytes, report: Report, number: int, text: str) -> bytes:
    return seal(key, text.encode(), _about(report, number))


def unseal_message(key: bytes, report: Report, message: Message) -> str:
    """The words that somebody wrote; empty where only a fixed text was sent."""
    if message.content is None:
        return ""
    return unseal(key, message.content, _about(report, message.number)).decode()


def append_message(report: Report, key: bytes | None, text: str, **facts: Any) -> Message:
    """The next turn, inside the transaction of whoever sends it; two at once get two numbers.

    ``facts`` are the other fields of a `Message`. Without ``text`` no key is needed.
    """
    with transaction.atomic():
        Report.objects.select_for_update().filter(pk=report.pk).values("pk").first()
        last = Message.objects.filter(report=report).aggregate(last=Max("number"))["last"]
        number = (last or 0) + 1
        content = seal_message(key, report, number, text) if text and key else None
        return Message.objects.create(
            report=report, number=number, sent_on=timezone.localdate(), content=content, **facts
        )


def _about(report: Report, number: int) -> str:
    return f"message {number} of {report.record}"
