"""Who works for an organisation, where and as what, and whose certificate of conduct is valid."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from toevlucht.partners.models import Person, RosterEntry
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import unseal
from toevlucht.records.viewer import Viewer

KEEPS = ("coordinator", "administrator")
ON_A_PAGE = 50
SOON = datetime.timedelta(days=30)

Keepers = Mapping[str, Collection[str]]
"""For each code of a place the organisations that keep it: whoever else names it is not counted."""


@dataclass(frozen=True)
class Chosen:
    """What a list is narrowed to. ``certificate``: without, or ends soon."""

    place: str = ""
    role: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class RoleCount:
    """How many work at a place in a role, and of how many the certificate is valid."""

    place: str
    role: str
    people: int
    certified: int


def works_on(day: datetime.date) -> Q:
    return Q(works_from__lte=day) & (Q(works_until__isnull=True) | Q(works_until__gte=day))


def certified_on(day: datetime.date) -> Q:
    """It was seen by then, and has no last day or that is still to come."""
    return Q(checked_on__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def ends_soon(day: datetime.date) -> Q:
    return certified_on(day) & Q(valid_until__lte=day + SOON)


def entries_for(viewer: Viewer) -> QuerySet[RosterEntry]:
    """Of the own organisation, for who keeps its people."""
    if viewer.person is None or not viewer.has(*KEEPS):
        return RosterEntry.objects.none()
    return RosterEntry.objects.filter(organisation__code=viewer.organisation)


def find_entry(viewer: Viewer, code: str) -> RosterEntry | None:
    return entries_for(viewer).filter(code=code).first()


def roster_page(
    viewer: Viewer, chosen: Chosen, day: datetime.date, after: str = ""
) -> tuple[list[RosterEntry], str]:
    """Who works that day or later, newest first, and the code of the last where more follow."""
    own = entries_for(viewer)
    found = own.filter(Q(works_until__isnull=True) | Q(works_until__gte=day))
    if chosen.place:
        found = found.filter(place=chosen.place)
    if chosen.role:
        found = found.filter(role=chosen.role)
    if chosen.certificate == "without":
        found = found.exclude(pk__in=own.filter(certified_on(day)).values("pk"))
    elif chosen.certificate == "soon":
        found = found.filter(ends_soon(day))
    last = own.filter(code=after).first() if after else None
    if last:
        found = found.filter(pk__lt=last.pk)
    listed = list(found.order_by("-pk")[: ON_A_PAGE + 1])
    more = listed[ON_A_PAGE - 1].code if len(listed) > ON_A_PAGE else ""
    return listed[:ON_A_PAGE], more


def accounts_for(viewer: Viewer) -> dict[int, str]:
    """Names by number of the own organisation's accounts: an entry may be of one of them."""
    if viewer.person is None or not viewer.has(*KEEPS):
        return {}
    found = Person.objects.filter(organisation__code=viewer.organisation, is_active=True)
    return dict(found.order_by("name", "pk").values_list("pk", "name"))


def details_of(viewer: Viewer, entries: Sequence[RosterEntry]) -> dict[str, dict[str, str]]:
    """Name and contact by code, of entries that were found for the viewer."""
    keys = custody.open_keys([one.record for one in entries], viewer.organisation)
    return {
        one.code: json.loads(unseal(keys[one.record], one.details, one.record))
        for one in entries
        if one.details is not None and one.record in keys
    }


def people_at(keepers: Keepers, day: datetime.date) -> list[RoleCount]:
    """Who works at these places on a day, by place and role; one query, however many places.

    For rooms above: they say who may read the counts.
    """
    found = (
        _at(keepers, day)
        .values("place", "role", "organisation__code")
        .annotate(people=Count("pk"), certified=Count("pk", filter=certified_on(day)))
    )
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for one in found:
        if one["organisation__code"] in keepers[one["place"]]:
            people, certified = sums.get((one["place"], one["role"]), (0, 0))
            here = (people + one["people"], certified + one["certified"])
            sums[one["place"], one["role"]] = here
    return [RoleCount(*key, *counts) for key, counts in sorted(sums.items())]


def entries_at(keepers: Keepers, day: datetime.date) -> dict[tuple[str, str], list[str]]:
    """The codes of who works there that day, by place and role; one query. For rooms above."""
    found = _at(keepers, day).order_by("pk")
    codes = defaultdict(list)
    for place, role, own, code in found.values_list("place", "role", "organisation__code", "code"):
        if own in keepers[place]:
            codes[place, role].append(code)
    return dict(codes)


def _at(keepers: Keepers, day: datetime.date) -> QuerySet[RosterEntry]:
    return RosterEntry.objects.filter(works_on(day), place__in=[one for one in keepers if one])
