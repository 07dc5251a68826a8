"""How services stand: of one family in full, of a location or municipality in numbers."""

from __future__ import annotations

import datetime
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from toevlucht.reception.models import Family, Location, Person, ServiceStep, Stay
from toevlucht.reception.models.services import SCHOOL, SERVICE_STEPS
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.people import keys_of, open_words
from toevlucht.reception.services import HAS_IT, Standing, Taken, is_of_school_age, norm_of
from toevlucht.records.viewer import Viewer

Overdue = tuple[str, str, str, Location | None]
"""Kind and code of whom it is for, the municipality that acts, and where they stay."""
FOR_FAMILIES = tuple(one for one in SERVICE_STEPS if one != SCHOOL)


@dataclass(frozen=True)
class OfFamily:
    """``child`` is for whom it is, of a school; ``notes`` by code of the step."""

    standing: Standing
    steps: Sequence[ServiceStep]
    child: Person | None
    notes: Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """How one service stands for many: of how many, and waiting days of those that asked."""

    service: str
    needed: int
    has_it: int
    waiting: int
    not_asked: int
    overdue: int
    waits: int | None  # median of who waits now
    waited: int | None  # median of who got it


def services_of(viewer: Viewer, family: Family) -> list[OfFamily]:
    """Of a family that was found for the viewer, in a constant number of queries."""
    steps: dict[tuple[str, int | None], list[ServiceStep]] = defaultdict(list)
    for one in family.service_steps.select_related("person").order_by("pk"):
        steps[one.service, one.person_id].append(one)
    arrived = _arrived_on(family)
    key = keys_of([family], viewer.organisation).get(family.record)
    found = []
    for service, child in _asked_after(family, {child for _, child in steps}):
        taken = steps[service, child.pk if child else None]
        notes = {
            one.code: open_words(key, family, one.notes, part_of_notes(one.code))["notes"]
            for one in taken
            if one.notes is not None and key is not None
        }
        standing = Standing(service, [Taken(one.step, one.on) for one in taken], arrived)
        found.append(OfFamily(standing, taken, child, notes))
    return found


def part_of_notes(code: str) -> str:
    """Where the sealed notes of a step belong."""
    return f"notes of service {code}"


def _asked_after(family: Family, known: set[int | None]) -> Iterator[tuple[str, Person | None]]:
    """A school for each child of that age, and who has steps already; the rest for the family."""
    today = timezone.localdate()
    for child in family.people.select_related("family").order_by("pk"):
        if child.pk in known or is_of_school_age(child.minor_until, today):
            yield SCHOOL, child
    for service in FOR_FAMILIES:
        yield service, None


def _arrived_on(family: Family) -> datetime.date:
    """The first time that one of them came somewhere; until then when they were registered."""
    first = Stay.objects.filter(person__family=family).aggregate(at=Min("arrived_at"))["at"]
    return timezone.localdate(first or family.created_at)


def count_at(location: Location) -> list[Counted]:
    """Of who stays now at a location that was found for the viewer."""
    return _counted(Stay.objects.filter(location=location))


def count_in(viewer: Viewer) -> list[Counted]:
    """Of who stays somewhere now and is in the care of the own municipality."""
    municipality = reach_of(viewer).keeps_municipality
    return _counted(Stay.objects.filter(person__family__municipality=municipality))


def _counted(stays: QuerySet[Stay]) -> list[Counted]:
    """In three queries, however many families there are."""
    today = timezone.localdate()
    here = stays.filter(departed_at=None)
    families = Family.objects.filter(pk__in=here.values("person__family"))
    arrived = {
        pk: timezone.localdate(at)
        for pk, at in families.values_list("pk").annotate(at=Min("people__stays__arrived_at"))
    }
    steps: dict[tuple[str, int, int | None], list[Taken]] = defaultdict(list)
    # By number: nested twice, PostgreSQL may look through all steps for each family.
    numbers = list(arrived)
    rows = ServiceStep.objects.filter(family__in=numbers).order_by("pk")
    for service, family, person, step, on in rows.values_list(
        "service", "family", "person", "step", "on"
    ):
        steps[service, family, person].append(Taken(step, on))
    pupils = [
        (family, person)
        for person, family, until in Person.objects.filter(
            family__in=numbers, minor_until__gt=today
        ).values_list("pk", "family", "minor_until")
        if is_of_school_age(until, today)
    ]
    standings = [_standing(SCHOOL, steps, arrived, *one) for one in pupils]
    counted = [_count(SCHOOL, standings, today)]
    for service in FOR_FAMILIES:
        of_all = [_standing(service, steps, arrived, family) for family in arrived]
        counted.append(_count(service, of_all, today))
    return counted


def _standing(
    service: str,
    steps: Mapping[tuple[str, int, int | None], Sequence[Taken]],
    arrived: Mapping[int, datetime.date],
    family: int,
    person: int | None = None,
) -> Standing:
    return Standing(service, steps.get((service, family, person), ()), arrived[family])


def _count(service: str, standings: Iterable[Standing], today: datetime.date) -> Counted:
    needed = [one for one in standings if one.state != "not_needed"]
    waiting = [one for one in needed if one.is_waiting]
    has_it = [one for one in needed if one.state in HAS_IT]
    return Counted(
        service,
        len(needed),
        len(has_it),
        len(waiting),
        sum(one.state == "not_asked" for one in needed),
        sum(one.is_overdue(today) for one in needed),
        _median(one.waited(today) for one in waiting),
        _median(one.waited(today) for one in has_it),
    )


def _median(days: Iterable[int | None]) -> int | None:
    known = [one for one in days if one is not None]
    return round(statistics.median(known)) if known else None


def overdue(service: str) -> Iterator[Overdue]:
    """For whom this service waits longer than the norm of today."""
    today = timezone.localdate()
    norm = norm_of(service, today)
    if norm is None:
        return
    before = today - norm.term
    if norm.counts_from == "arrival":
        yield from _never_done(service, before)
    else:
        yield from _asked_too_long_ago(service, before)


def _never_done(service: str, before: datetime.date) -> Iterator[Overdue]:
    answered = ServiceStep.objects.filter(family=OuterRef("pk"), service=service)
    stays = Stay.objects.filter(person__family=OuterRef("pk"))
    found = Family.objects.filter(
        Exists(stays.filter(departed_at=None)),
        Exists(stays.filter(arrived_at__date__lt=before)),
        ~Exists(answered.exclude(step="asked")),
    ).annotate(there=_where("pk"))
    rows = list(found.order_by("pk").values_list("code", "municipality", "there"))
    places = Location.objects.in_bulk({there for _, _, there in rows if there})
    for code, municipality, there in rows:
        yield "family", code, municipality, places.get(there)


def _asked_too_long_ago(service: str, before: datetime.date) -> Iterator[Overdue]:
    same = Q(person=OuterRef("person")) if service == SCHOOL else Q()
    later = ServiceStep.objects.filter(
        same, family=OuterRef("family"), service=service, pk__gt=OuterRef("pk")
    )
    stays = Stay.objects.filter(person__family=OuterRef("family"), departed_at=None)
    found = ServiceStep.objects.filter(
        ~Exists(later), Exists(stays), service=service, step="asked", on__lt=before
    ).annotate(there=_where("family"))
    whose = "person" if service == SCHOOL else "family"
    rows = list(found.order_by("pk").values_list(f"{whose}__code", "family__municipality", "there"))
    places = Location.objects.in_bulk({there for _, _, there in rows if there})
    for code, municipality, there in rows:
        yield whose, code, municipality, places.get(there)


def _where(family: str) -> Subquery:
    here = Stay.objects.filter(
        person__family=OuterRef(family), departed_at=None, location__isnull=False
    )
    return Subquery(here.order_by("pk").values("location")[:1])
