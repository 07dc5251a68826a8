"""The desk: what somebody who is logged in can do, and what waits for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toevlucht.partners.access import desk_page
from toevlucht.partners.trail.emergency import alerts
from toevlucht.records.viewer import Viewer


@desk_page()
def desk(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    return render(request, "site/desk.html", {"viewer": viewer, "alerts": alerts(viewer)})
