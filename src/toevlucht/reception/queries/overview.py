"""The figures of a day by municipality: from the ledger where it is kept, else as supplied.

Every number of a day is a lookup of the last balance on or before it. So a day of three years ago
costs what today costs.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from toevlucht.reception.figures import LEDGER, NUMBERS, STANDS_FOR, SUPPLIED, Figures, added
from toevlucht.reception.models import (
    DayBalance,
    HeadCount,
    LedgerPeriod,
    Location,
    SuppliedFigures,
)


@dataclass(frozen=True)
class Heads:
    """How many people somebody counted, and when; never added to the ledger."""

    number: int
    at: datetime.datetime


@dataclass(frozen=True)
class OfLocation:
    location: Location
    figures: Figures
    heads: Heads | None


BALANCE = ("places", "places_short", "present", "present_short")
Balance = Mapping[str, int]


def figures_on(
    day: datetime.date, municipalities: Collection[str] | None = None
) -> dict[str, Figures]:
    """By municipality; of all of them where none are named. Who said nothing is not there."""
    supplied = _supplied_on(day, municipalities)
    kept = _ledgers_on(day, municipalities)
    if not kept:
        return supplied
    of_locations: dict[str, list[Balance]] = defaultdict(list)
    for municipality, balance in _locations_on(day, municipalities):
        of_locations[municipality].append(balance)
    for municipality, (hosts, period) in kept.items():
        said = supplied.get(municipality, Figures())
        numbers = added(_numbers(one) for one in of_locations[municipality])
        numbers["hosted"] = hosts["present"] if hosts else 0
        for name in ("registered", "present_low", "present_high"):
            numbers[name] = said.number(name)
        supplied[municipality] = Figures(
            LEDGER, numbers, day, is_generated=period.is_generated, kept_since=period.since
        )
    return supplied


def locations_on(day: datetime.date, municipality: str) -> list[OfLocation]:
    """Those of a municipality that were open on a day, by name."""
    found = _open_on(day).filter(municipality=municipality).annotate(balance=_balance_on(day))
    counted = HeadCount.objects.filter(location=OuterRef("pk"), counted_at__lt=_end_of(day))
    newest = counted.order_by("-counted_at", "-pk")
    found = found.annotate(
        heads=Subquery(newest.values("heads")[:1]), at=Subquery(newest.values("counted_at")[:1])
    )
    return [
        OfLocation(
            one,
            Figures(LEDGER, _numbers(one.balance), day) if one.balance else Figures(),
            Heads(one.heads, one.at) if one.at else None,
        )
        for one in found.order_by("name", "pk")
    ]


def _end_of(day: datetime.date) -> datetime.datetime:
    next_day = day + datetime.timedelta(days=1)
    return datetime.datetime.combine(next_day, datetime.time(), timezone.get_current_timezone())


def _supplied_on(day: datetime.date, municipalities: Collection[str] | None) -> dict[str, Figures]:
    since = day - STANDS_FOR
    found = SuppliedFigures.objects.filter(counted_on__gt=since, counted_on__lte=day)
    if municipalities is not None:
        found = found.filter(municipality__in=municipalities)
    return {one.municipality: figures_of(one) for one in sorted(found, key=moment_of)}


def moment_of(one: SuppliedFigures) -> tuple[datetime.date, datetime.time, int]:
    """What is later, or was corrected later, stands."""
    return one.counted_on, one.counted_time or datetime.time.min, one.pk


def figures_of(one: SuppliedFigures) -> Figures:
    numbers = {name: getattr(one, name) for name in NUMBERS}
    return Figures(
        SUPPLIED,
        numbers,
        one.counted_on,
        one.counted_time,
        one.organisation,
        one.is_generated,
        known_on=timezone.localdate(one.recorded_at),
    )


def _ledgers_on(
    day: datetime.date, municipalities: Collection[str] | None
) -> dict[str, tuple[Balance | None, LedgerPeriod]]:
    """Who keeps a ledger on that day, with the balance of all its host households together."""
    kept = LedgerPeriod.objects.filter(since__lte=day).exclude(until__lt=day)
    if municipalities is not None:
        kept = kept.filter(municipality__in=municipalities)
    of_hosts = DayBalance.objects.filter(
        location=None, municipality=OuterRef("municipality"), day__lte=day
    )
    found = kept.annotate(balance=_newest(of_hosts)).order_by("since")
    return {one.municipality: (one.balance, one) for one in found}


def _locations_on(
    day: datetime.date, municipalities: Collection[str] | None
) -> Iterable[tuple[str, Balance]]:
    found = _open_on(day)
    if municipalities is not None:
        found = found.filter(municipality__in=municipalities)
    rows = found.annotate(balance=_balance_on(day)).values_list("municipality", "balance")
    return [(municipality, balance) for municipality, balance in rows if balance]


def _open_on(day: datetime.date) -> QuerySet[Location]:
    return Location.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day))


def _balance_on(day: datetime.date) -> Subquery:
    return _newest(DayBalance.objects.filter(location=OuterRef("pk"), day__lte=day))


def _newest(balances: QuerySet[DayBalance]) -> Subquery:
    """All of the last one in one lookup."""
    whole: Any = JSONObject(**{name: name for name in BALANCE})
    return Subquery(balances.order_by("-day").values(whole=whole)[:1])


def _numbers(balance: Balance) -> dict[str, int | None]:
    short = max(balance["places_short"] - balance["present_short"], 0)
    return {
        "realised": balance["places"],
        "realised_short": balance["places_short"],
        "occupied": balance["present"],
        "occupied_short": balance["present_short"],
        "free": max(balance["places"] - balance["present"], 0),
        "free_short": min(short, max(balance["places"] - balance["present"], 0)),
    }
