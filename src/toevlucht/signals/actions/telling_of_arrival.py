"""Tell reporters by itself that their report arrived, where nobody said anything for six days.

It is no acknowledgement: that somebody looks is for somebody to say, and stays asked for.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.signals.answers import ARRIVED
from toevlucht.signals.conversation import append_message
from toevlucht.signals.models import Report

AFTER = datetime.timedelta(days=6)
LOOKED_BACK = datetime.timedelta(days=90)  # who waits longer knows that it arrived, or is gone


def tell_of_arrival(most: int) -> int:
    """How many were told; each in a transaction of its own."""
    numbers = list(_silent().order_by("received_on", "pk").values_list("pk", flat=True)[:most])
    return sum(_tell(number) for number in numbers)


def _silent() -> QuerySet[Report]:
    """Reports of which the reporter heard nothing yet, neither by a person nor by itself."""
    today = timezone.localdate()
    return Report.objects.filter(
        acknowledged_on=None,
        arrival_told_on=None,
        destroyed_on=None,
        received_on__range=(today - LOOKED_BACK, today - AFTER),
    )


def _tell(number: int) -> bool:
    with transaction.atomic():
        report = _silent().select_for_update().filter(pk=number).first()
        if report is None:
            return False  # somebody wrote a moment earlier
        append_message(
            report, None, "", from_reporter=False, kind="acknowledgement", text_code=ARRIVED
        )
        report.arrival_told_on = timezone.localdate()
        report.save(update_fields=["arrival_told_on"])
        record_change(CLOCK, "report.arrival_told", "report", [report.reference])
    return True
