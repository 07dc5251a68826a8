"""What stands about courses beside a location."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from toevlucht.learning.queries.learned import FEWEST, learned_at
from toevlucht.reception.queries.places import find_location
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer


def courses_of_place(request: HttpRequest, viewer: Viewer, kind: str, code: str) -> str:
    location = find_location(viewer, code) if kind == "location" else None
    if location is None:
        return ""
    is_keeper = reach_of(viewer).keeps(location)
    rows = learned_at(location, timezone.localdate(), is_keeper)
    shown = {"rows": rows, "location": location, "is_keeper": is_keeper, "fewest": FEWEST}
    return render_to_string("learning/of_place.html", shown, request)
