"""Who of the own roster completed a course of others."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from toevlucht.learning.elsewhere_files import OnRoster
from toevlucht.learning.models import ElsewhereCompletion
from toevlucht.partners.models import RosterEntry
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.roster_queries import details_of, entries_for
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50

Row = tuple[str, str, datetime.date]
"""The code of a roster entry, the name of a course, the day that it was completed."""


@dataclass(frozen=True)
class Listed:
    """``name`` is empty once it was destroyed."""

    completion: ElsewhereCompletion
    name: str


def roster_of(viewer: Viewer, today: datetime.date) -> list[OnRoster]:
    """Who works for the viewer's organisation today or later, with their names."""
    open_end = Q(works_until__isnull=True) | Q(works_until__gte=today)
    entries = list(entries_for(viewer).filter(open_end, details__isnull=False).order_by("pk"))
    words, places = details_of(viewer, entries), places_of(viewer)
    return [
        _on_roster(one, words[one.code]["name"], places) for one in entries if one.code in words
    ]


def _on_roster(one: RosterEntry, name: str, places: Mapping[str, str]) -> OnRoster:
    return OnRoster(one.code, name, one.role, places.get(one.place, one.place), one.works_from)


def completions_for(viewer: Viewer) -> QuerySet[ElsewhereCompletion]:
    """Of the own roster, for who keeps it."""
    return ElsewhereCompletion.objects.filter(entry__in=entries_for(viewer))


def find_completion(viewer: Viewer, reference: str) -> ElsewhereCompletion | None:
    found = completions_for(viewer).filter(reference=reference)
    return found.select_related("entry", "withdrawal").first()


def times_withdrawn(viewer: Viewer, codes: Collection[str]) -> Counter[Row]:
    """How often each row of these roster entries was written down and withdrawn."""
    found = completions_for(viewer).filter(entry__code__in=codes, withdrawal__isnull=False)
    return Counter(found.values_list("entry__code", "course", "completed_on"))


def completions_page(viewer: Viewer, before: str) -> tuple[list[Listed], str]:
    """The newest first, and the reference of the last where more follow."""
    found = completions_for(viewer).select_related("entry", "withdrawal")
    if last := find_completion(viewer, before):
        found = found.filter(pk__lt=last.pk)
    listed = list(found.order_by("-pk")[: ON_A_PAGE + 1])
    more = listed[ON_A_PAGE - 1].reference if len(listed) > ON_A_PAGE else ""
    listed = listed[:ON_A_PAGE]
    words = details_of(viewer, [one.entry for one in listed])
    return [Listed(one, words.get(one.entry.code, {}).get("name", "")) for one in listed], more
