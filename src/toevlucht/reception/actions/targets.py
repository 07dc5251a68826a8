"""Write down what is asked of areas: by hand, or the fair share of a total of each of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.language import Message, Value
from toevlucht.partners.rules import Refused
from toevlucht.reception.circles import circle_of
from toevlucht.reception.models import Target
from toevlucht.reception.models.coordination import SCHEMES
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.statistics.apportionment import Share, fair_shares


@dataclass(frozen=True)
class Asking:
    """From when, by when, and who decided it. Without places nothing is asked from that day on."""

    scheme: str
    valid_from: datetime.date
    due_on: datetime.date | None
    source: str


def set_targets(viewer: Viewer, asking: Asking, places: Mapping[str, int | None]) -> None:
    """By area. What was asked before stays readable; only who coordinates in the country asks."""
    may_set = circle_of(viewer).is_national
    if viewer.person is None or not may_set or asking.scheme not in SCHEMES:
        raise NotAllowed("target.set", "area", tuple(places)[:1])
    if unknown := [area for area in places if not areas.exists(area, asking.valid_from)]:
        raise Refused(Message("coordination.refused.no_such_area", {"area": unknown[0]}), "area")
    if asking.due_on and asking.due_on < asking.valid_from:
        raise Refused(Message("coordination.refused.due_before"), "due_on")
    with transaction.atomic():
        Target.objects.bulk_create(
            Target(
                scheme=asking.scheme,
                area=area,
                valid_from=asking.valid_from,
                due_on=asking.due_on,
                places=asked,
                source=asking.source.strip(),
                organisation=viewer.organisation,
                person=viewer.person,
            )
            for area, asked in places.items()
        )
        record_change(viewer, "target.set", "area", list(places))


def shares_of(total: int, kind: str, on: datetime.date) -> tuple[Share, ...]:
    """Of the safety regions or the municipalities of a day, by their inhabitants."""
    if on < areas.FIRST_DAY:
        raise Refused(Message("coordination.refused.before_register"), "valid_from")
    found = areas.municipalities(on) if kind == "municipality" else areas.safety_regions(on)
    uncounted = [one.named for one in found if one.population is None]
    if uncounted:
        values: dict[str, Value] = {"areas": tuple(uncounted), "day": on}
        raise Refused(Message("coordination.refused.uncounted", values), "valid_from")
    return fair_shares(total, {one.code: one.population or 0 for one in found})


def set_fair_shares(viewer: Viewer, total: int, kind: str, asking: Asking) -> None:
    """The total of the country, and of each area what the sum on the page says."""
    shares = shares_of(total, kind, asking.valid_from)
    whole = {areas.national(timezone.localdate()).code: total}
    set_targets(viewer, asking, whole | {one.name: one.places for one in shares})
