"""The conversation about a report, as who handles it and who wrote it read it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from toevlucht.signals.conversation import unseal_message
from toevlucht.signals.models import Report


@dataclass(frozen=True)
class Turn:
    """One message; ``code`` names a fixed text, ``text`` is what somebody wrote."""

    number: int
    from_reporter: bool
    sent_on: datetime.date
    kind: str
    code: str
    text: str = field(repr=False)


def turns(report: Report, key: bytes) -> list[Turn]:
    """In the order in which they were sent. ``key`` is the report's own."""
    return [
        Turn(
            one.number,
            one.from_reporter,
            one.sent_on,
            one.kind,
            one.text_code,
            unseal_message(key, report, one),
        )
        for one in report.messages.order_by("number")
    ]
