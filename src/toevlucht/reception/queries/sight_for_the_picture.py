"""What a municipality's register says of who looks where, as rows of the data dictionary.

In numbers of places, and of people who are trained there. A safety region sends none: its
municipalities' places would count twice.
Where no round was ever finished nobody can say that nothing was looked at, so there is no row.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.guidance.codes import OCCASIONS
from toevlucht.guidance.queries.checks import requirements_for
from toevlucht.language import language
from toevlucht.reception.models import (
    HostHousehold,
    Improvement,
    InspectionItem,
    Location,
    RouteContact,
)
from toevlucht.reception.models.inspections import MET, NOT_APPLICABLE, NOT_MET
from toevlucht.reception.queries.for_the_picture import SPOKEN, Row
from toevlucht.reception.queries.route_cards import is_confirmed
from toevlucht.reception.routes import local_kinds
from toevlucht.reception.training import Trained, trained_at

MONTHS = 12  # so many months of rounds are looked at, the current one included
COUNTS = ("places", "inspected", MET, NOT_MET, NOT_APPLICABLE, "actions_open")
WATCHED = (
    "places",
    "places_watching",
    "people",
    "people_trained",
    "places_with_route",
    "places_inspected",
    "last_inspection",
)
Shared = Callable[[datetime.date], bool]


@dataclass(frozen=True)
class _Kind:
    """Places of one kind, as the dictionary names it, and the handbook that holds for them."""

    name: str
    of: str  # the field of a round
    handbook: str
    open: QuerySet[Location] | QuerySet[HostHousehold]


@dataclass(frozen=True)
class _Looked:
    """What the last round at a place said of one requirement."""

    result: str
    on: datetime.date


def sight_for_the_picture(
    municipality: str, supplier: str, today: datetime.date, is_shared: Shared
) -> dict[str, list[Row]]:
    """Rows of ``inspections`` and ``watch``; only rounds of days that were shared count."""
    found: dict[str, list[Row]] = {"inspections": [], "watch": []}
    since = _months_back(today)
    same = {"known_on": today.isoformat(), "known_by": supplier, "stated_by": supplier}
    same |= {"area": municipality, "origin": "own"}
    same |= {"source": language(SPOKEN).say("to_picture.row.source")}
    for kind in _kinds(municipality):
        places = set(kind.open.values_list("pk", flat=True))
        looked = _looked(kind, since, is_shared)
        found["watch"] += _watch(kind, places, looked, same)
        if looked:
            found["inspections"] += _by_requirement(kind, places, looked, same, today)
    return found


def _kinds(municipality: str) -> tuple[_Kind, _Kind]:
    locations = Location.objects.filter(municipality=municipality, state__in=("open", "closing"))
    homes = HostHousehold.objects.filter(municipality=municipality, stage="moved_in", is_open=True)
    return (
        _Kind("reception", "location", "goo", locations),
        _Kind("host_household", "household", "poo", homes),
    )


def _months_back(today: datetime.date) -> datetime.date:
    months = today.year * 12 + today.month - MONTHS
    return datetime.date(months // 12, months % 12 + 1, 1)


def _looked(kind: _Kind, since: datetime.date, is_shared: Shared) -> dict[tuple[str, int], _Looked]:
    """By requirement and place, of places that are open now."""
    place, day = f"inspection__{kind.of}", "inspection__finished_on"
    items = InspectionItem.objects.filter(**{f"{place}__in": kind.open, f"{day}__gte": since})
    told = items.order_by(day, "inspection").values_list("code", place, "result", day)
    days = {one[3] for one in told}
    shared = {one for one in days if is_shared(one)}
    return {(code, pk): _Looked(said, on) for code, pk, said, on in told if on in shared}


def _by_requirement(
    kind: _Kind,
    places: set[int],
    looked: dict[tuple[str, int], _Looked],
    same: Row,
    today: datetime.date,
) -> Iterator[Row]:
    """Of all that the handbook asks on some occasion, also what no round came to."""
    to_mend = _to_mend(kind)
    period = {"period_from": _months_back(today).isoformat(), "period_to": today.isoformat()}
    asked = {
        one.code
        for occasion in OCCASIONS
        for one in requirements_for(occasion, today, handbook=kind.handbook)
    }
    for code in sorted(asked | {code for code, _ in looked}):
        there = {pk: one.result for (named, pk), one in looked.items() if named == code}
        results = list(there.values())
        counted = {result: results.count(result) for result in (MET, NOT_MET, NOT_APPLICABLE)}
        counted |= {"places": len(places), "inspected": len(there)}
        counted["actions_open"] = len(to_mend.get(code, set()) & there.keys())
        numbers = {name: str(counted[name]) for name in COUNTS}
        row = {"requirement": code, **period, **same, **numbers}
        yield {"id": _name("I", row), **row, "corrects": ""}


def _to_mend(kind: _Kind) -> dict[str, set[int]]:
    """The places where something is still to be mended, by requirement."""
    place = f"item__inspection__{kind.of}"
    waiting = Improvement.objects.filter(done_on=None, **{f"{place}__in": kind.open})
    found: dict[str, set[int]] = {}
    for code, pk in waiting.values_list("item__code", place):
        found.setdefault(code, set()).add(pk)
    return found


def _watch(
    kind: _Kind, places: set[int], looked: dict[tuple[str, int], _Looked], same: Row
) -> Iterator[Row]:
    """Of whom is trained nothing is said where no roster names anybody, which is not zero."""
    if not places:
        return
    inspected = {pk for _, pk in looked}
    last = max((one.on.isoformat() for one in looked.values()), default="")
    route = str(len(_with_route(kind, same["area"]))) if kind.of == "location" else ""
    row = {
        **same,
        "counted_on": same["known_on"],
        "place_kind": kind.name,
        "places": str(len(places)),
        **_trained(kind, places, same["known_on"]),
        "places_with_route": route,
        "places_inspected": str(len(inspected)) if looked else "",
        "last_inspection": last,
    }
    yield {"id": _name("W", row), **row, "corrects": ""}


def _trained(kind: _Kind, places: set[int], on: str) -> Row:
    """A place watches where somebody is trained. Of households nobody keeps a roster."""
    found: dict[str, Trained] = {}
    if kind.of == "location":
        locations = list(Location.objects.filter(pk__in=places))
        found = trained_at(locations, datetime.date.fromisoformat(on))
    told = {
        "places_watching": sum(one.trained > 0 for one in found.values()),
        "people": sum(one.people for one in found.values()),
        "people_trained": sum(one.trained for one in found.values()),
    }
    return {name: str(number) if found else "" for name, number in told.items()}


def _with_route(kind: _Kind, municipality: str) -> set[int]:
    """Locations with a local contact that somebody tried lately, for each kind there is."""
    today = timezone.localdate()
    region = areas.safety_region_of(municipality, today)
    named = [municipality, *([region.code] if region else [])]
    contacts = RouteContact.objects.filter(area__in=named, confirmed_on__isnull=False)
    confirmed = [one for one in contacts if is_confirmed(one, today)]
    for_all = {one.kind for one in confirmed if one.location_id is None}
    own: dict[int, set[str]] = {pk: set(for_all) for pk in kind.open.values_list("pk", flat=True)}
    for one in confirmed:
        if one.location_id in own:
            own[one.location_id].add(one.kind)
    return {pk for pk, kinds in own.items() if kinds >= set(local_kinds())}


def _name(letter: str, row: Row) -> str:
    """The same for the same numbers of the same day, and tells nothing but what the row does."""
    told = "\n".join(f"{name}={value}" for name, value in sorted(row.items()))
    return f"{letter}-{hashlib.sha256(told.encode()).hexdigest()[:20]}"
