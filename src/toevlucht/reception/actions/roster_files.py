"""Take who works for an organisation from a file: all of them or none, and none twice."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from toevlucht.partners.actions.rosters import AboutEntry, add_to_roster
from toevlucht.partners.models import Organisation
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.roster_queries import KEEPS, details_of, entries_for
from toevlucht.reception.actions.household_files import Taken
from toevlucht.reception.roster_files import read_roster_file
from toevlucht.records.viewer import NotAllowed, Viewer


def take_roster(viewer: Viewer, content: bytes, suffix: str) -> Taken:
    """Nothing of a file with a problem is taken."""
    if viewer.person is None or not viewer.has(*KEEPS):
        raise NotAllowed("roster.added", "organisation", (viewer.organisation,))
    places = places_of(viewer)
    entries, problems = read_roster_file(content, suffix, viewer, places, timezone.localdate())
    return Taken(problems=problems) if problems else _take(viewer, entries)


@transaction.atomic
def _take(viewer: Viewer, entries: Sequence[AboutEntry]) -> Taken:
    # Of two who send at once, the second waits and finds what the first took.
    Organisation.objects.select_for_update().get(code=viewer.organisation)
    kept = list(entries_for(viewer).filter(details__isnull=False))
    words = details_of(viewer, kept)
    known = {(words[one.code]["name"], one.place, one.role, one.works_from) for one in kept}
    new = 0
    for about in entries:
        identity = (about.name, about.place, about.role, about.works_from)
        if identity not in known:
            known.add(identity)
            add_to_roster(viewer, about)
            new += 1
    return Taken(new, len(entries) - new)
