"""The page that says who can read a report and why, and to whom it was passed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from toevlucht.partners.queries import may_be_named
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.pages.report import coordinators, find
from toevlucht.signals.queries.readers import Reader, readers_for
from toevlucht.signals.queries.sharing import referrals_of


@require_safe
@coordinators
def readers(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    entry = find(viewer, reference)
    record_read(viewer, "report.opened", "report", [reference])
    found = readers_for(viewer, entry)
    surroundings = {
        "report": entry.report,
        "entry": entry,
        "readers": [_named(viewer, one) for one in found.organisations],
        "emergencies": found.emergencies,
        "has_named_reporter": found.has_named_reporter,
        "referrals": referrals_of(viewer, entry),
        "today": timezone.localdate(),
    }
    return render(request, "signals/sharing/readers.html", surroundings)


def _named(viewer: Viewer, reader: Reader) -> dict[str, object]:
    people = [one.name for one in reader.people if may_be_named(viewer, one)]
    return {"entry": reader.entry, "people": people, "others": len(reader.people) - len(people)}
