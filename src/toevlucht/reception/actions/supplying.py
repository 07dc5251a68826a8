"""Supply figures of municipalities, by whatever way they come: all of them, or none."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.reception.circles import circle_of
from toevlucht.reception.doubts import Doubt, doubts_about
from toevlucht.reception.figures import COUNTED, NUMBERS, PLACES, Numbers
from toevlucht.reception.models import LedgerPeriod, SuppliedFigures
from toevlucht.reception.queries.supplied import last_supplied
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer

ORDERED = (*((f"{name}_short", name) for name in PLACES), ("present_low", "present_high"))


@dataclass(frozen=True)
class Said:
    """The numbers of one municipality at one moment. What is not among them is not supplied."""

    municipality: str
    counted_on: datetime.date
    numbers: Numbers
    counted_time: datetime.time | None = None


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one number, or with the whole where no number is named."""

    name: str
    message: Message


@dataclass(frozen=True)
class Supplied:
    """How many were taken; or, by their place in what was sent, what is doubted and asked."""

    taken: int = 0
    doubts: Mapping[int, Sequence[Doubt]] = field(default_factory=dict)


class WrongFigures(Exception):
    """Nothing was taken; what is wrong, by the place in what was sent."""

    def __init__(self, wrong: Mapping[int, Sequence[Wrong]]) -> None:
        super().__init__("figures with problems")
        self.wrong = wrong


@transaction.atomic
def supply(
    viewer: Viewer, all_said: Sequence[Said], channel: str, is_certain: bool = False
) -> Supplied:
    """Without ``is_certain`` nothing is taken as long as anything is doubted."""
    today, circle = timezone.localdate(), circle_of(viewer)
    if not circle.supplies_any:
        raise NotAllowed("figures.supplied", "area", tuple(one.municipality for one in all_said))
    kept = _kept_by([one.municipality for one in all_said])
    wrong = {place: found for place, one in enumerate(all_said) if (found := _wrong(one, kept))}
    for place, one in enumerate(all_said):
        if not circle.supplies(one.municipality, today):
            wrong[place] = [Wrong("area", Message("coordination.refused.not_yours"))]
    if wrong:
        raise WrongFigures(wrong)
    if not is_certain and (doubts := _doubts(all_said)):
        return Supplied(doubts=doubts)
    SuppliedFigures.objects.bulk_create(_row(viewer, one, channel) for one in all_said)
    codes = sorted({one.municipality for one in all_said})
    record_change(viewer, "figures.supplied", "area", codes)
    return Supplied(len(all_said))


def begin_ledger(viewer: Viewer, since: datetime.date) -> None:
    """From this day on what the municipality keeps here counts, not what it supplies."""
    circle, today = circle_of(viewer), timezone.localdate()
    if not circle.area.startswith("GM"):
        raise NotAllowed("ledger.begun", "area", (circle.area,) if circle.area else ())
    if since > today:
        raise Refused(Message("coordination.refused.future"), "since")
    with transaction.atomic():
        earlier = LedgerPeriod.objects.filter(municipality=circle.area)
        if earlier.filter(until=None).exists() or earlier.filter(until__gte=since).exists():
            raise Refused(Message("coordination.refused.ledger_begun"), "since")
        LedgerPeriod.objects.create(municipality=circle.area, since=since)
        record_change(viewer, "ledger.begun", "area", [circle.area])


def end_ledger(viewer: Viewer) -> None:
    """Today is its last day."""
    circle = circle_of(viewer)
    with transaction.atomic():
        found = LedgerPeriod.objects.filter(municipality=circle.area, until=None)
        if not circle.area.startswith("GM") or not found.update(until=timezone.localdate()):
            raise NotAllowed("ledger.ended", "area", (circle.area,) if circle.area else ())
        record_change(viewer, "ledger.ended", "area", [circle.area])


def _wrong(said: Said, kept: Mapping[str, Sequence[LedgerPeriod]]) -> list[Wrong]:
    found = []
    if said.counted_on > timezone.localdate() or said.counted_on < areas.FIRST_DAY:
        found.append(Wrong("counted_on", Message("coordination.refused.day")))
    numbers = {name: said.numbers.get(name) for name in NUMBERS}
    if all(number is None for number in numbers.values()):
        found.append(Wrong("", Message("coordination.refused.nothing")))
    for part, whole in ORDERED:
        low, high = numbers[part], numbers[whole]
        is_open = whole == "present_high" and high is None  # nobody knows a limit
        if low is not None and not is_open and (high is None or low > high):
            found.append(Wrong(part, Message(f"coordination.refused.part_{whole}")))
    counted = [name for name in (*COUNTED, "hosted") if numbers[name] is not None]
    if counted and any(_covers(one, said.counted_on) for one in kept.get(said.municipality, ())):
        found.append(Wrong(counted[0], Message("coordination.refused.ledger_says")))
    return found


def _kept_by(municipalities: Sequence[str]) -> dict[str, list[LedgerPeriod]]:
    found: dict[str, list[LedgerPeriod]] = {}
    for one in LedgerPeriod.objects.filter(municipality__in=municipalities):
        found.setdefault(one.municipality, []).append(one)
    return found


def _covers(period: LedgerPeriod, day: datetime.date) -> bool:
    return period.since <= day and (period.until is None or period.until >= day)


def _doubts(all_said: Sequence[Said]) -> dict[int, list[Doubt]]:
    before = last_supplied({one.municipality: one.counted_on for one in all_said})
    told = {}
    for place, one in enumerate(all_said):
        earlier = before.get(one.municipality)
        found = doubts_about(one.numbers, earlier.numbers if earlier else {})
        if found:
            told[place] = found
    return told


def _row(viewer: Viewer, said: Said, channel: str) -> SuppliedFigures:
    return SuppliedFigures(
        municipality=said.municipality,
        counted_on=said.counted_on,
        counted_time=said.counted_time,
        organisation=viewer.organisation,
        person=viewer.person,
        channel=channel,
        **{name: said.numbers.get(name) for name in NUMBERS},
    )
