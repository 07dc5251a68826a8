"""What a municipality accounts for: place-days by location, each change with who, when and why."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.rules import Refused
from toevlucht.partners.trail.names import names_of_people
from toevlucht.reception.actions.place_days import give_reason
from toevlucht.reception.circles import circle_of
from toevlucht.reception.forms.coordination import PeriodForm
from toevlucht.reception.models.coordination import CHANGES
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.place_days import PlaceDays, place_days_of
from toevlucht.reception.queries.places import find_location
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

FILE_COLUMNS = (
    "location",
    "name",
    "first",
    "last",
    "place_days",
    "person_days",
    "changed_on",
    "places_before",
    "places",
    "reason",
    "given_by",
    "given_on",
)


@desk_page("coordinator")
def list_place_days(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    form, first, last = _period(request)
    found = _found(viewer, area, first, last)
    record_read(viewer, "figures.read", "area", [area])
    people = _names(viewer, found)
    surroundings = {
        "form": form,
        "area": area,
        "name": name_of_area(area),
        "first": first,
        "last": last,
        "rows": [
            (
                one,
                [
                    (change, people.get(change.reason.person, "") if change.reason else "")
                    for change in one.changes
                ],
            )
            for one in found
        ],
        "place_days": sum(one.place_days for one in found),
        "person_days": sum(one.person_days for one in found),
        "reasons": CHANGES,
        "may_give": circle_of(viewer).area == area,
    }
    return render(request, "reception/coordination/place_days.html", surroundings)


@desk_page("coordinator")
def place_days_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """A row for each change, and one for a location that did not change."""
    _, first, last = _period(request)
    found = _found(viewer, area, first, last)
    record_read(viewer, "place_days.exported", "area", [area])
    written = io.StringIO()
    writer = csv.DictWriter(written, FILE_COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for one in found:
        writer.writerows(_rows(one, first, last, _names(viewer, found)))
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"place-days-{area}-{first.isoformat()}-{last.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@desk_page("coordinator")
def say_why(request: HttpRequest, viewer: Viewer, code: str, day: str) -> HttpResponse:
    location = find_location(viewer, code)
    if location is None:
        raise missing(viewer, "location.changed", "location", code)
    try:
        on = datetime.date.fromisoformat(day)
        give_reason(viewer, location, on, request.POST.get("reason", ""))
    except (Refused, ValueError):
        messages.error(request, said("coordination.refused.no_change"))
    else:
        messages.success(request, said("people.done.saved"))
    return redirect("place-days", location.municipality)


def _period(request: HttpRequest) -> tuple[PeriodForm, datetime.date, datetime.date]:
    """This year until today, where no other period is chosen."""
    today = timezone.localdate()
    usual = {"first": today.replace(month=1, day=1), "last": today}
    form = PeriodForm(request.GET or None, initial=usual)
    given = form.cleaned_data if form.is_valid() else usual
    return form, given["first"], given["last"]


def _found(viewer: Viewer, area: str, first: datetime.date, last: datetime.date) -> list[PlaceDays]:
    today = timezone.localdate()
    if not area.startswith("GM") or not circle_of(viewer).reads(area, today):
        raise missing(viewer, "figures.read", "area", area)
    return place_days_of(area, first, last) if areas.exists(area, today) else []


def _names(viewer: Viewer, found: list[PlaceDays]) -> dict[int, str]:
    given = [change.reason for one in found for change in one.changes if change.reason]
    return names_of_people(viewer, [one.person for one in given])


def _rows(
    one: PlaceDays, first: datetime.date, last: datetime.date, people: dict[int, str]
) -> Iterator[dict[str, object]]:
    same = {
        "location": one.location.code,
        "name": one.location.name,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "place_days": one.place_days,
        "person_days": one.person_days,
    }
    if not one.changes:
        yield same
    for change in one.changes:
        changed = {
            "changed_on": change.day.isoformat(),
            "places_before": change.before,
            "places": change.places,
        }
        if change.reason:
            reason = reader_language().say(f"coordination.change.{change.reason.reason}")
            given = timezone.localtime(change.reason.recorded_at).date()
            by = people.get(change.reason.person, change.reason.organisation)
            changed |= {"reason": reason, "given_by": by, "given_on": given.isoformat()}
        yield same | changed
