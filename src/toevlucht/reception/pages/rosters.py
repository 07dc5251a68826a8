"""Who works at a location, as its keepers wrote it down: counts beside it, and places to choose."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from toevlucht.partners.roster_queries import KEEPS, people_at
from toevlucht.reception.queries.places import find_location, kept_locations
from toevlucht.reception.reach import reach_of
from toevlucht.reception.sealed.places import holders_of
from toevlucht.records.viewer import Viewer


def kept_places(viewer: Viewer) -> dict[str, str]:
    """Names by code of the locations for which the viewer's organisation may name who works."""
    return dict(kept_locations(reach_of(viewer, *KEEPS)).values_list("code", "name"))


def roster_of_place(request: HttpRequest, viewer: Viewer, kind: str, code: str) -> str:
    location = find_location(viewer, code) if kind == "location" else None
    if location is None:
        return ""
    rows = people_at({code: holders_of(location)}, timezone.localdate())
    shown = {"rows": rows, "location": location, "is_keeper": reach_of(viewer).keeps(location)}
    return render_to_string("reception/roster_of_place.html", shown, request)
