"""At the door of a location: who was turned away, and how many heads somebody counted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.models import HeadCount, Location, Refusal
from toevlucht.reception.models.stays import DESTINATIONS, REFUSED, SAME_PLACE
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.reach import account_of, reach_of
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutRefusal:
    """``destination``: where they went; may be unknown."""

    people: int
    reason: str
    destination: str
    at: datetime.datetime
    minors: int = 0


@transaction.atomic
def refuse_at_the_door(viewer: Viewer, location: Location, about: AboutRefusal) -> Refusal:
    _must_keep(viewer, location, "refusal.registered")
    known = about.destination in DESTINATIONS and about.destination != SAME_PLACE
    if about.reason not in REFUSED or not known or not 0 <= about.minors <= about.people:
        raise NotAllowed("refusal.registered", "location", (location.code,))
    if about.people < 1:
        raise CannotDo("nobody_chosen")
    _must_be_past(about.at)
    made = Refusal.objects.create(
        location=location,
        refused_at=about.at,
        people=about.people,
        minors=about.minors,
        reason=about.reason,
        destination=about.destination,
        refused_by=account_of(viewer),
    )
    record_change(viewer, "refusal.registered", "location", (location.code,))
    return made


@transaction.atomic
def count_heads(
    viewer: Viewer, location: Location, heads: int, at: datetime.datetime | None = None
) -> HeadCount:
    """Beside the ledger: it changes nobody's stay."""
    _must_keep(viewer, location, "heads.counted")
    moment = at or timezone.now()
    _must_be_past(moment)
    made = HeadCount.objects.create(
        location=location, counted_at=moment, heads=heads, counted_by=account_of(viewer)
    )
    record_change(viewer, "heads.counted", "location", (location.code,))
    return made


def _must_be_past(at: datetime.datetime) -> None:
    if at > timezone.now():
        raise CannotDo("still_to_come")


def _must_keep(viewer: Viewer, location: Location, event: str) -> None:
    if not reach_of(viewer).keeps(location):
        raise NotAllowed(event, "location", (location.code,))
