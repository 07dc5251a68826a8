"""The desk: what somebody who is logged in can do, and what waits for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toevlucht.guidance.queries.acting import open_tasks_of
from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import desk_page
from toevlucht.partners.trail.emergency import alerts
from toevlucht.partners.trail.names import names_of_organisations
from toevlucht.picture.queries.drafts.waiting import waiting_for
from toevlucht.picture.queries.releases import waiting_for_decision
from toevlucht.picture.queries.series import met_rules
from toevlucht.picture.queries.shared_reports import sharing_in_vain
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import ROLES, Viewer
from toevlucht.signals.queries.channels import alarm_for
from toevlucht.signals.queries.sharing import waiting_counts


@desk_page()
def desk(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    spoken = reader_language()
    roles = [spoken.say(f"people.role.{role}") for role in ROLES if role in viewer.roles]
    waiting = waiting_for(viewer)
    if waiting:
        record_read(viewer, "drafts.listed", "draft", [one.draft.pk for one in waiting])
    met = met_rules(viewer)
    if met:
        record_read(viewer, "trigger.read", "series", [one.series.slug for one in met])
    surroundings = {
        "viewer": viewer,
        "organisation": names_of_organisations()[viewer.organisation],
        "roles": spoken.list(roles),
        "alerts": alerts(viewer),
        "alarm": alarm_for(viewer),
        "in_vain": sharing_in_vain(viewer),
        "met": met,
        "waiting": waiting,
        "tables_waiting": waiting_for_decision(viewer),
        "handbook_tasks": open_tasks_of(viewer),
        **waiting_counts(viewer),
    }
    return render(request, "site/desk.html", surroundings)
