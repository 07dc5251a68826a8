"""How far somebody is in a course: two queries, however many answers they gave."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from toevlucht.learning.courses.loading import courses
from toevlucht.learning.courses.progress import State, Tried, missed_goals, state_of, steps_of
from toevlucht.learning.courses.written import Course, Step
from toevlucht.learning.models import Attempt, Enrolment, StepSummary
from toevlucht.records.viewer import Viewer

ASKED_AGAIN = datetime.timedelta(days=30)
"""So long before a course is no longer valid somebody may refresh it."""


@dataclass(frozen=True)
class Progress:
    """Of one enrolment; ``states`` are of the round that is open, by step."""

    course: Course
    enrolment: Enrolment
    states: Mapping[str, State]

    @property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.course, self.enrolment.round, self.enrolment.asked)

    @property
    def next_step(self) -> Step | None:
        """The first that is not done."""
        return next((one for one in self.steps if not self.is_done(one.name)), None)

    def is_done(self, step: str) -> bool:
        return step in self.states and self.states[step].is_done

    def is_expired(self, today: datetime.date) -> bool:
        until = self.enrolment.valid_until
        return until is not None and until < today

    def may_refresh(self, today: datetime.date) -> bool:
        until = self.enrolment.valid_until
        return until is not None and today >= until - ASKED_AGAIN


def progress_of(course: Course, enrolment: Enrolment) -> Progress:
    return Progress(course, enrolment, kept_states(enrolment, enrolment.round))


def own_progress(viewer: Viewer) -> dict[str, Progress]:
    """By course, of the viewer. Two queries."""
    if viewer.person is None:
        return {}
    rows = list(Enrolment.objects.filter(learner__person=viewer.person))
    kept: dict[int, dict[str, State]] = {one.pk: {} for one in rows}
    rounds = {one.pk: one.round for one in rows}
    for one in StepSummary.objects.filter(enrolment__in=rows):
        if one.round == rounds[one.enrolment_id]:
            kept[one.enrolment_id][one.step] = _state(one)
    return {
        one.course: Progress(courses()[one.course], one, kept[one.pk])
        for one in rows
        if one.course in courses()
    }


def own_enrolment(viewer: Viewer, course: Course) -> Enrolment | None:
    if viewer.person is None:
        return None
    return _only(Enrolment.objects.filter(learner__person=viewer.person, course=course.code))


def enrolment_of_guest(digests: Sequence[str], course: Course) -> Enrolment | None:
    return _only(Enrolment.objects.filter(learner__digest__in=digests, course=course.code))


def _only(found: QuerySet[Enrolment]) -> Enrolment | None:
    """There is one at most. Put in order, the database would read all enrolments to find it."""
    return next(iter(found.select_related("learner__location")), None)


def kept_states(enrolment: Enrolment, round_number: int) -> dict[str, State]:
    found = StepSummary.objects.filter(enrolment=enrolment, round=round_number)
    return {one.step: _state(one) for one in found}


def states_from_attempts(course: Course, enrolment: Enrolment) -> dict[tuple[int, str], State]:
    """What the summaries must say, made anew from every answer; by round and step."""
    known = {one.name: one for one in (*course.steps, *course.refresh)}
    tried: dict[tuple[int, str], list[Tried]] = {}
    for one in Attempt.objects.filter(enrolment=enrolment).order_by("pk"):
        if one.step in known:
            tried.setdefault((one.round, one.step), []).append(tried_of(one))
    return {(number, name): state_of(known[name], given) for (number, name), given in tried.items()}


def tried_of(one: Attempt) -> Tried:
    return Tried(one.step, one.item, one.permille)


def goals_missed(course: Course, enrolment: Enrolment) -> list[str]:
    """In the round that is open, the first time that each was asked."""
    states = kept_states(enrolment, enrolment.round)
    return missed_goals(steps_of(course, enrolment.round, enrolment.asked), states)


def _state(one: StepSummary) -> State:
    return State(one.is_done, one.first, one.best)
