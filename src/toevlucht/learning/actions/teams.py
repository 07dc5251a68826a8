"""Enrol everybody with an account who is in the own roster of a location, and tell them once."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from toevlucht.learning.actions.answering import FORGET_AFTER
from toevlucht.learning.courses.written import Course
from toevlucht.learning.models import Enrolment, Learner
from toevlucht.learning.queries.teams import team_of
from toevlucht.reception.models import Location
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import ask
from toevlucht.records.viewer import NotAllowed, Viewer

MAILS = "learners.enrolled"


@transaction.atomic
def enrol_team(viewer: Viewer, course: Course, location: Location) -> int:
    """How many are new in it. Nobody is taken out, and who is in it already hears nothing."""
    today = timezone.localdate()
    if not course.keeps_progress:
        raise NotAllowed("course.team_enrolled", "course", (course.code,))
    team = team_of(viewer, course, location, today)
    if team is None:
        raise NotAllowed("course.team_enrolled", "location", (location.code,))
    new = _enrolled(team, course, today + FORGET_AFTER)
    if new:
        ask(viewer, MAILS, enrolments=new)
        record_change(viewer, "course.team_enrolled", "location", (location.code, course.code))
    return len(new)


def _enrolled(team: Collection[int], course: Course, forget_on: datetime.date) -> list[int]:
    """The enrolments that are new; two who press at once enrol each of them once."""
    Learner.objects.bulk_create(
        [Learner(person=one, forget_on=forget_on) for one in sorted(team)], ignore_conflicts=True
    )
    learners = Learner.objects.filter(person__in=team).order_by("pk")
    in_it = Enrolment.objects.filter(learner__person__in=team, course=course.code)
    had = set(in_it.values_list("pk", flat=True))
    Enrolment.objects.bulk_create(
        [Enrolment(learner=one, course=course.code) for one in learners], ignore_conflicts=True
    )
    return sorted(set(in_it.values_list("pk", flat=True)) - had)
