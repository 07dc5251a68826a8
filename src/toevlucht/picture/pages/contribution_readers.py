"""Who saw a contribution or did something with it, for those whose contribution it is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.trail.rows import rows_of_traces
from toevlucht.picture.queries import contributing as queries
from toevlucht.records.actions import record_read
from toevlucht.records.trail import lines_about
from toevlucht.records.viewer import Viewer


@require_safe
@desk_page(*queries.READERS)
def readers(request: HttpRequest, viewer: Viewer, number: int) -> HttpResponse:
    """By organisation and role, the newest lines of the audit trail first."""
    found = queries.find_contribution(viewer, number)
    if not found:
        raise missing(viewer, "contribution.read", "contribution", number)
    record_read(viewer, "contribution.read", "contribution", [number])
    rows = rows_of_traces(lines_about(viewer, "contribution", [number]))
    surroundings = {"contribution": found, "rows": rows}
    return render(request, "picture/contributing/readers.html", surroundings)
