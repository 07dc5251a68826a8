"""The reports about a place beside what reception shows of it, for those who may know of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals.queries.about_places import reports_about


def panel_of_reports(request: HttpRequest, viewer: Viewer, kind: str, code: str) -> str:
    """Nothing at all where there is nothing for the viewer: a zero would tell as much."""
    entries = reports_about(viewer, kind, code)
    if not entries:
        return ""
    record_read(viewer, "reports.listed", "report", [one.report.reference for one in entries])
    reports = [one.report for one in entries]
    return render_to_string("signals/about_place.html", {"reports": reports}, request)
