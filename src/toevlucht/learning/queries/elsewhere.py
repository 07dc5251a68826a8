"""Who of the own roster completed a course of others."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from toevlucht.learning.elsewhere_files import OnRoster
from toevlucht.learning.models import ElsewhereCompletion
from toevlucht.partners.models import RosterEntry
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.roster_queries import details_of, entries_for
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


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


def find_completion(viewer: Viewer, number: int) -> ElsewhereCompletion | None:
    found = completions_for(viewer).filter(pk=number)
    return found.select_related("entry", "withdrawal").first()


def completions_page(viewer: Viewer, before: int | None) -> tuple[list[Listed], int | None]:
    """The newest first, and the number of the last where more follow."""
    found = completions_for(viewer).select_related("entry", "withdrawal")
    if before:
        found = found.filter(pk__lt=before)
    listed = list(found.order_by("-pk")[: ON_A_PAGE + 1])
    more = listed[ON_A_PAGE - 1].pk if len(listed) > ON_A_PAGE else None
    listed = listed[:ON_A_PAGE]
    words = details_of(viewer, [one.entry for one in listed])
    return [Listed(one, words.get(one.entry.code, {}).get("name", "")) for one in listed], more
