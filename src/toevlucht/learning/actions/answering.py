"""Begin a course, answer a step, refresh: answers stay as they are, what follows stands beside."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.learning.courses.answering import permille
from toevlucht.learning.courses.progress import standing_of, state_of, steps_of
from toevlucht.learning.courses.written import Course, Step
from toevlucht.learning.models import Attempt, Certificate, Enrolment, Learner, StepSummary
from toevlucht.learning.queries.progress import (
    ASKED_AGAIN,
    goals_missed,
    kept_states,
    tried_of,
)
from toevlucht.reception.models import Location
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer

FORGET_AFTER = datetime.timedelta(days=400)
"""After the last answer: twice the time in which a refresh is asked, and a month."""

MOST_TRIES = 100  # of one step in one round


@transaction.atomic
def begin(viewer: Viewer, course: Course) -> Enrolment:
    """For the viewer; once."""
    if viewer.person is None or not course.keeps_progress:
        raise NotAllowed("course.begun", "course", (course.code,))
    learner, _ = Learner.objects.get_or_create(
        person=viewer.person, defaults={"forget_on": _forget_on()}
    )
    return _enrol(viewer, learner, course)


@transaction.atomic
def begin_as_guest(
    viewer: Viewer,
    digest: str,
    course: Course,
    municipality: str = "",
    location: Location | None = None,
) -> Enrolment:
    """For whoever has the address with this digest."""
    if not digest or not course.keeps_progress:
        raise NotAllowed("course.begun", "course", (course.code,))
    where = {"municipality": municipality, "location": location}
    learner, _ = Learner.objects.get_or_create(
        digest=digest, defaults={"forget_on": _forget_on(), **where}
    )
    return _enrol(viewer, learner, course)


def _enrol(viewer: Viewer, learner: Learner, course: Course) -> Enrolment:
    enrolment, is_new = Enrolment.objects.get_or_create(learner=learner, course=course.code)
    if is_new:
        record_change(viewer, "course.begun", "course", (course.code,))
    return enrolment


@transaction.atomic
def answer(
    viewer: Viewer,
    course: Course,
    enrolment: Enrolment,
    step: Step,
    item: str,
    chosen: Sequence[str],
) -> Enrolment:
    """Raises `NoAnswer`. Whoever calls found the enrolment for the viewer.

    Beyond `MOST_TRIES` nothing is kept: a guest is nobody, and could fill the database.
    """
    found = permille(step, item, chosen)
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    number = 0 if step.name in course.by_name else held.round
    if _tries(held, number, step).count() >= MOST_TRIES:
        return held
    Attempt.objects.create(
        enrolment=held,
        round=number,
        edition=course.edition,
        step=step.name,
        item=item,
        chosen=list(chosen),
        permille=found,
    )
    _summarise(held, number, step)
    if number == held.round:
        _stand(viewer, course, held)
    Learner.objects.filter(pk=held.learner_id).update(forget_on=_forget_on())
    return held


@transaction.atomic
def refresh(viewer: Viewer, course: Course, enrolment: Enrolment) -> Enrolment:
    """Ask again about what was missed, from a month before the course is no longer valid."""
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    until = held.valid_until
    if until is None or timezone.localdate() < until - ASKED_AGAIN:
        raise NotAllowed("course.refreshed", "course", (course.code,))
    held.asked = goals_missed(course, held)
    held.round += 1
    held.done = held.permille = 0
    held.save()
    record_change(viewer, "course.refreshed", "course", (course.code, str(held.round)))
    return held


def _tries(enrolment: Enrolment, number: int, step: Step) -> QuerySet[Attempt]:
    return Attempt.objects.filter(enrolment=enrolment, round=number, step=step.name)


def _summarise(enrolment: Enrolment, number: int, step: Step) -> None:
    given = _tries(enrolment, number, step).order_by("pk")
    state = state_of(step, [tried_of(one) for one in given])
    StepSummary.objects.update_or_create(
        enrolment=enrolment,
        round=number,
        step=step.name,
        defaults={"is_done": state.is_done, "first": state.first, "best": state.best},
    )


def _stand(viewer: Viewer, course: Course, enrolment: Enrolment) -> None:
    """Where the round is passed for the first time, the course is valid for some months more."""
    had_passed = _has_passed_round(enrolment, course)
    steps = steps_of(course, enrolment.round, enrolment.asked)
    now = standing_of(steps, kept_states(enrolment, enrolment.round), course.pass_percent)
    enrolment.done, enrolment.permille = now.done, now.permille
    if now.has_passed and not had_passed:
        today = timezone.localdate()
        enrolment.passed_on = enrolment.passed_on or today
        enrolment.valid_until = months_after(today, course.refresh_months)
        enrolment.reminded_on = None
        _certify(viewer, course, enrolment)
    enrolment.save()


def _has_passed_round(enrolment: Enrolment, course: Course) -> bool:
    steps = steps_of(course, enrolment.round, enrolment.asked)
    return enrolment.done == len(steps) and enrolment.permille >= course.pass_percent * 10


def _certify(viewer: Viewer, course: Course, enrolment: Enrolment) -> None:
    certificate, _ = Certificate.objects.get_or_create(
        enrolment=enrolment, defaults={"code": new_reference(), "edition": course.edition}
    )
    record_change(viewer, "course.passed", "certificate", (certificate.code,))


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last where that month is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    following = (first + datetime.timedelta(days=32)).replace(day=1)
    last = following - datetime.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def _forget_on() -> datetime.date:
    return timezone.localdate() + FORGET_AFTER
