"""Guests who are half way a course: as many as a test or a benchmark asks for."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone
from tests.learning.walking import EXAMPLE, example

from toevlucht.learning.courses.answering import best_answers
from toevlucht.learning.models import Attempt, Enrolment, Learner, StepSummary

AT_ONCE = 500


@transaction.atomic
def fill_with_answers(least: int, times: int) -> int:
    """Each guest answers the first half of the steps ``times``; how many answers that are."""
    steps = example().steps[: len(example().steps) // 2]
    answers = [(step.name, *given) for step in steps for given in best_answers(step)] * times
    guests = -(-least // len(answers))
    for first in range(0, guests, AT_ONCE):
        _fill(min(AT_ONCE, guests - first), [one.name for one in steps], answers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return guests * len(answers)


def _fill(guests: int, steps: Sequence[str], answers: Sequence[tuple[str, str, list[str]]]) -> None:
    learners = Learner.objects.bulk_create(
        Learner(digest=secrets.token_hex(32), forget_on=timezone.localdate()) for _ in range(guests)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(learner=one, course=EXAMPLE, done=len(steps)) for one in learners
    )
    StepSummary.objects.bulk_create(
        StepSummary(enrolment=one, round=0, step=step, is_done=True, first=1000, best=1000)
        for one in enrolments
        for step in steps
    )
    Attempt.objects.bulk_create(
        Attempt(
            enrolment=one, round=0, edition=1, step=step, item=item, chosen=chosen, permille=1000
        )
        for one in enrolments
        for step, item, chosen in answers
    )
