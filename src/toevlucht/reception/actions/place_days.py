"""Say why the number of places of a location changed on a day."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.reception.models import DayBalance, Location, PlacesReason
from toevlucht.reception.models.coordination import CHANGES
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def give_reason(viewer: Viewer, location: Location, day: datetime.date, reason: str) -> None:
    """Who gave it and when stays with it; given again, the later one stands."""
    keeps = reach_of(viewer).keeps(location)
    if viewer.person is None or not keeps or reason not in CHANGES:
        raise NotAllowed("location.changed", "location", (location.code,))
    is_there = DayBalance.objects.filter(location=location, day=day).exists()
    if day > timezone.localdate() or not is_there:
        raise Refused(Message("coordination.refused.no_change"), "reason")
    PlacesReason.objects.create(
        location=location,
        day=day,
        reason=reason,
        organisation=viewer.organisation,
        person=viewer.person,
    )
    record_change(viewer, "location.changed", "location", (location.code,))
