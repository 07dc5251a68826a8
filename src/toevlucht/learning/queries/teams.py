"""Who of the own roster of a location can be enrolled in a course."""

from __future__ import annotations

import datetime

from toevlucht.learning.courses.written import Course
from toevlucht.partners.roster_queries import entries_for, works_on
from toevlucht.reception.models import Location
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer


def team_of(
    viewer: Viewer, course: Course, location: Location, today: datetime.date
) -> set[int] | None:
    """Numbers of open accounts, in a role that the course trains; None for who may not enrol."""
    if not reach_of(viewer).keeps(location):
        return None
    found = entries_for(viewer).filter(
        works_on(today), place=location.code, role__in=course.trains, person__is_active=True
    )
    return {number for number in found.values_list("person", flat=True) if number is not None}
