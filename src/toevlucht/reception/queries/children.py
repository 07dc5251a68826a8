"""Where is which child: of a municipality those in its care, of who runs a location those there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from toevlucht.reception.models import Person, Relation, Stay, Task
from toevlucht.reception.queries.families import families_for
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


@dataclass(frozen=True)
class Child:
    """``shown``: state of the relation by which the child stays, else of the best there is."""

    person: Person
    stay: Stay | None
    shown: str


def minors(day: datetime.date) -> Q:
    """A person whose age is not established counts as one."""
    return Q(age="not_established") | Q(age="minor", minor_until__gt=day)


def find_person(viewer: Viewer, code: str) -> Person | None:
    found = Person.objects.filter(code=code, family__in=families_for(viewer))
    return found.select_related("family").first()


def open_stay_of(person: Person) -> Stay | None:
    found = Stay.objects.filter(person=person, departed_at=None)
    return found.select_related("location", "household", "relation", "place__room").first()


def relations_of(child: Person) -> QuerySet[Relation]:
    found = Relation.objects.filter(child=child).select_related("adult__family")
    return found.order_by("-pk")


def find_relation(viewer: Viewer, code: str) -> Relation | None:
    found = Relation.objects.filter(code=code, child__family__in=families_for(viewer))
    return found.select_related("child__family", "adult__family").first()


def list_children(viewer: Viewer, after: str = "") -> tuple[list[Child], str]:
    """The newest first, and the code of the last where more follow."""
    today = timezone.localdate()
    reachable = Person.objects.filter(minors(today), family__in=families_for(viewer))
    found = reachable.select_related("family").order_by("-pk")
    if last := reachable.filter(code=after).first() if after else None:
        found = found.filter(pk__lt=last.pk)
    stays = Stay.objects.filter(departed_at=None)
    found = found.prefetch_related(
        Prefetch("stays", stays.select_related("location", "household", "relation"), "here"),
        "relations_to_adults",
    )
    people = list(found[: ON_A_PAGE + 1])
    shown = people[:ON_A_PAGE]
    more = shown[-1].code if len(people) > ON_A_PAGE else ""
    return [_child(one, today) for one in shown], more


def _child(person: Person, today: datetime.date) -> Child:
    stay: Stay | None = next(iter(person.here), None)  # type: ignore[attr-defined]
    if stay and stay.relation:
        return Child(person, stay, stay.relation.state(today))
    states = {one.state(today) for one in person.relations_to_adults.all()}
    order = ("verified", "unchecked", "expired", "without_authority", "withdrawn")
    return Child(person, stay, next((one for one in order if one in states), ""))


def tasks_for(viewer: Viewer) -> QuerySet[Task]:
    """What is to be done in the own municipality or in locations that the organisation runs."""
    reach = reach_of(viewer)
    if not reach.organisation:
        return Task.objects.none()
    own = Q(location__operator=reach.organisation)
    if reach.keeps_municipality:
        own |= Q(municipality=reach.keeps_municipality)
    found = Task.objects.filter(own, done_at=None).select_related("location")
    return found.order_by("due_on", "pk")
