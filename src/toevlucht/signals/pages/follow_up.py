"""What became of reports: a table by month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toevlucht.language import Day
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.codes import OUTCOMES
from toevlucht.signals.queries.follow_up import follow_up


@require_safe
@desk_page("coordinator")
def follow_up_page(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    found = follow_up(viewer)
    record_read(viewer, "follow_up.read", "organisation", [viewer.organisation])
    language = reader_language()
    months = [(language.write(Day(one.month, "month")), one) for one in found]
    outcomes = [
        (code, sum(one.outcomes.get(code, 0) for one in found))
        for code in OUTCOMES
        if any(code in one.outcomes for one in found)
    ]
    counted_on = max((one.counted_on for one in found), default=None)
    surroundings = {"months": months, "outcomes": outcomes, "counted_on": counted_on}
    return render(request, "signals/follow_up.html", surroundings)
