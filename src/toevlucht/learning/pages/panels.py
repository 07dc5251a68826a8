"""What stands about courses beside a location, and beside the requirement that they meet."""

from __future__ import annotations

import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from toevlucht.learning.queries.coverage import (
    NOBODY,
    REQUIREMENT,
    coverage_of,
    norm_on,
    overview_for,
    percent_of,
    told,
    told_of_day,
    training_courses,
)
from toevlucht.learning.queries.host_completions import may_note, noted_of
from toevlucht.learning.queries.hosts import OF_HOSTS, hosts_for, household_to_follow, learned_until
from toevlucht.learning.queries.learned import FEWEST, learned_at
from toevlucht.partners.access import viewer_of_request
from toevlucht.reception.queries.places import find_location
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer


def courses_of_place(request: HttpRequest, viewer: Viewer, kind: str, code: str) -> str:
    location = find_location(viewer, code) if kind == "location" else None
    if location is None:
        return ""
    is_keeper = reach_of(viewer).keeps(location)
    today = timezone.localdate()
    found = coverage_of([location], today if is_keeper else told_of_day(today)).get(code, NOBODY)
    norm = norm_on(today)
    shown = {
        "rows": learned_at(location, today, is_keeper),
        "location": location,
        "is_keeper": is_keeper,
        "fewest": FEWEST,
        "covered": found if is_keeper else told([found]).known,
        "norm": norm,
        "is_met": is_keeper and found.meets(percent_of(norm)),
        "requirement": REQUIREMENT,
    }
    return render_to_string("learning/of_place.html", shown, request)


def course_of_host(request: HttpRequest, viewer: Viewer, kind: str, code: str) -> str:
    """For the host, and for who keeps the household: whether its host followed a course."""
    household = household_to_follow(viewer, code) if kind == "household" else None
    if household is None:
        return ""
    today = timezone.localdate()
    shown = {
        "is_own": household.person == viewer.person,
        "household": household,
        "until": learned_until(household),
        "today": today,
        "courses": training_courses(OF_HOSTS),
        "requirement": OF_HOSTS,
        "may_note": may_note(viewer, household),
        "noted": noted_of(viewer, household),
    }
    return render_to_string("learning/of_household.html", shown, request)


def training_of_requirement(request: HttpRequest, requirement: str) -> str:
    """How many of the places that the viewer keeps meet it today, by the handbook of today."""
    if requirement not in (REQUIREMENT, OF_HOSTS):
        return ""  # no other page looks at who reads it
    viewer = viewer_of_request(request)
    if not viewer.has("coordinator"):
        return ""
    today = timezone.localdate()
    if requirement == OF_HOSTS:
        return _of_hosts(request, viewer, today)
    percent = percent_of(norm_on(today))
    kept = overview_for(viewer, today).kept
    if not kept:
        return ""
    at_work = [one for _, one in kept if one.people]
    meeting = sum(one.meets(percent) for one in at_work)
    shown = {"meeting": meeting, "with_people": len(at_work), "requirement": requirement}
    return render_to_string("learning/of_requirement.html", shown, request)


def _of_hosts(request: HttpRequest, viewer: Viewer, today: datetime.date) -> str:
    found = hosts_for(viewer, today)
    if not found.kept.people:
        return ""
    shown = {"hosts": found.kept, "requirement": OF_HOSTS}
    return render_to_string("learning/of_hosts_requirement.html", shown, request)
