"""Enrol the team of a location in a course, from the page of that location."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from toevlucht.layout.said import said
from toevlucht.learning.actions.teams import enrol_team
from toevlucht.learning.courses.loading import courses
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.queries.places import find_location
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer


@require_POST
@desk_page("coordinator")
def enrol(request: HttpRequest, viewer: Viewer, code: str, place: str) -> HttpResponse:
    course, location = courses().get(code), find_location(viewer, place)
    if course is None:
        raise Http404
    if location is None or not reach_of(viewer).keeps(location):
        raise missing(viewer, "course.team_enrolled", "location", place)
    messages.success(request, said("learning.team.done", n=enrol_team(viewer, course, location)))
    return redirect("place", code=place)
