"""The dashboard: the country, a region or a municipality on any day, with a map and tables."""

from __future__ import annotations

import csv
import datetime
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from toevlucht.geography import areas
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.reception.circles import NATIONAL, Circle, circle_of
from toevlucht.reception.figures import PLACES, together
from toevlucht.reception.forms.coordination import DayForm
from toevlucht.reception.machine_rows import ROW_NAMES, machine_row
from toevlucht.reception.pages.coordination import shown
from toevlucht.reception.pages.names import name_of_area
from toevlucht.reception.queries.areas_figures import Overview, all_rows, overview
from toevlucht.reception.queries.municipality import municipality_on
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

READERS = ("coordinator", "reader", "editor", "approver")
ON_MAP = (*PLACES, "hosted")


@desk_page(*READERS)
def own_figures(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """That of the own area; who has none reads the country."""
    return redirect("figures", circle_of(viewer).area or NATIONAL)


@desk_page(*READERS)
def figures(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    form = DayForm(request.GET or None)
    day = form.day()
    circle = circle_of(viewer)
    found = _found(viewer, circle, area, day)
    record_read(viewer, "figures.read", "area", [area])
    spoken = reader_language()
    surroundings = {
        "form": form,
        "day": day,
        "area": found.whole.area,
        "name": spoken.write(found.whole.area.named),
        "whole": shown.shown_row(found.whole, spoken),
        "asked": shown.asked_rows(found.whole),
        "is_generated": found.whole.figures.is_generated,
        "wider": _wider(circle, area, day),
    }
    if found.whole.area.kind == "municipality":
        surroundings |= _municipality(circle, found)
        return render(request, "reception/coordination/municipality.html", surroundings)
    surroundings |= {"rows": shown.table_rows(found), "reads_parts": _reads_parts(circle, found)}
    if area == NATIONAL:
        wanted = request.GET.get("map", "")
        measure = wanted if wanted in ON_MAP else "free"
        surroundings |= {"measure": measure, "measures": ON_MAP, "map": _map(found, measure)}
    return render(request, "reception/coordination/area.html", surroundings)


@desk_page(*READERS)
def figures_file(request: HttpRequest, viewer: Viewer, area: str) -> HttpResponse:
    """What the page shows, for a program: codes and plain numbers; empty is not supplied."""
    day = DayForm(request.GET or None).day()
    found = _found(viewer, circle_of(viewer), area, day)
    record_read(viewer, "figures.exported", "area", [area])
    written = io.StringIO()
    writer = csv.DictWriter(written, ROW_NAMES, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(machine_row(one, day) for one in all_rows(found))
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"figures-{area}-{day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(viewer: Viewer, circle: Circle, area: str, day: datetime.date) -> Overview:
    found = overview(circle, area, day, timezone.localdate())
    if found is None:
        if not areas.exists(area, day) and not areas.exists(area, timezone.localdate()):
            raise Http404
        raise missing(viewer, "figures.read", "area", area)
    return found


def _reads_parts(circle: Circle, found: Overview) -> set[str]:
    """Those rows that the viewer may look into."""
    today = timezone.localdate()
    return {one.area.code for one in found.rows if circle.reads(one.area.code, today)}


def _wider(circle: Circle, area: str, day: datetime.date) -> list[tuple[str, str]]:
    """What it lies in, as far as the viewer reads that."""
    today = timezone.localdate()
    on = day if areas.exists(area, day) else today
    wider = [code for code in areas.area(area, on).within if code.startswith(("VR", NATIONAL))]
    return [(code, name_of_area(code)) for code in wider if circle.reads(code, today)]


def _map(found: Overview, measure: str) -> SafeString:
    spoken = reader_language()
    number = spoken.say(f"coordination.number.{measure}")
    title = spoken.say("coordination.map_title", number=number, day=found.day)
    # Every text in the drawing is escaped by what writes it.
    return mark_safe(shown.region_map(found.rows, measure, title))


def _municipality(circle: Circle, found: Overview) -> dict[str, object]:
    own = found.whole.figures.parts[0]
    about = municipality_on(found.whole.area.code, found.day, own)
    spoken = reader_language()
    return {
        "figures": own,
        "moment": shown.moment_of(own, spoken),
        "by": names_of_organisations().get(own.organisation, "") if own.organisation else "",
        "earlier": about.earlier,
        "earlier_moment": shown.moment_of(about.earlier, spoken) if about.earlier else "",
        "people": [(name, own.number(name)) for name in ("registered", "occupied", "hosted")],
        "present": spoken.write(about.present) if about.present else "",
        "out_of_sight": spoken.write(about.out_of_sight),
        "locations": [
            (
                one.location,
                [
                    (name, shown.number_cell(together([one.figures]), name, spoken))
                    for name in PLACES
                ],
                one.heads,
            )
            for one in about.locations
        ],
        "may_supply": circle.supplies(found.whole.area.code, timezone.localdate()),
        "is_own": circle.area == found.whole.area.code,
        "kept_since": own.kept_since,
    }
