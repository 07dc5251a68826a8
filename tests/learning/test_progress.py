"""How far somebody is: never worse by answering again, and the same when made anew."""

from __future__ import annotations

import random

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.learning.walking import example, wrong_answers
from tests.partners.people import organisation, person
from tests.signals.telling import viewer

from toevlucht.learning.actions.answering import answer, begin
from toevlucht.learning.courses.answering import NoAnswer, best_answers, permille
from toevlucht.learning.courses.progress import (
    Tried,
    missed_goals,
    standing_of,
    state_of,
)
from toevlucht.learning.courses.written import Choice, Scene, Step
from toevlucht.learning.models import Attempt, Enrolment, StepSummary
from toevlucht.learning.queries.progress import kept_states, states_from_attempts

COURSE = example()


def answers_of(step: Step) -> st.SearchStrategy[tuple[str, str, list[str]]]:
    """Whatever somebody may choose in one step."""

    def of(item: str, names: list[str], least: int, most: int) -> st.SearchStrategy[object]:
        chosen = st.lists(st.sampled_from(names), unique=True, min_size=least, max_size=most)
        return st.tuples(st.just(step.name), st.just(item), chosen)

    match step:
        case Scene():
            beats = [one.name for one in step.beats]
            decisions = [one.name for one in step.decisions]
            return of("stops", beats, 0, 9) | of("decision", decisions, 1, 1)  # type: ignore[return-value]
        case Choice():
            options = [one.name for one in step.options]
            return of("answer", options, 1, 9 if step.is_many else 1)  # type: ignore[return-value]
    return st.just((step.name, "read", []))


HISTORIES = st.lists(st.one_of(*(answers_of(one) for one in COURSE.steps)), max_size=60)


@given(HISTORIES)
def test_no_answer_ever_makes_anybody_less_far(history: list[tuple[str, str, list[str]]]) -> None:
    tried: dict[str, list[Tried]] = {one.name: [] for one in COURSE.steps}
    before = standing_of(COURSE.steps, {}, COURSE.pass_percent)
    firsts: dict[str, int] = {}
    for name, item, chosen in history:
        step = COURSE.by_name[name]
        tried[name].append(Tried(name, item, permille(step, item, chosen)))
        states = {one.name: state_of(one, tried[one.name]) for one in COURSE.steps}
        now = standing_of(COURSE.steps, states, COURSE.pass_percent)
        assert now.done >= before.done
        assert now.permille >= before.permille
        assert now.has_passed >= before.has_passed
        assert now.is_finished == all(one.is_done for one in states.values())
        if states[name].is_done:
            assert firsts.setdefault(name, states[name].first) == states[name].first
        before = now


def test_stopping_everywhere_finds_no_more_than_looking() -> None:
    for step in COURSE.steps:
        if isinstance(step, Scene):
            everywhere = [one.name for one in step.beats]
            assert permille(step, "stops", [one.name for one in step.signals]) == 1000
            assert (permille(step, "stops", everywhere) or 0) < 1000


def test_what_is_not_there_is_no_answer() -> None:
    for step in COURSE.steps:
        with pytest.raises(NoAnswer):
            permille(step, step.items[0], ["something else"])


@pytest.mark.django_db(databases=["default", "keys"])
def test_what_is_kept_is_what_the_answers_say_and_they_cannot_be_changed() -> None:
    organisation("red_cross")
    reader = viewer(person("vera", "red_cross", "reader"))
    enrolment = begin(reader, COURSE)
    chance = random.Random(6)
    for _ in range(40):
        step = chance.choice(COURSE.steps)
        answers = chance.choice([best_answers, wrong_answers])
        for item, chosen in answers(step):
            enrolment = answer(reader, COURSE, enrolment, step, item, chosen)
    made = states_from_attempts(COURSE, enrolment)
    assert {name: state for (_, name), state in made.items()} == kept_states(enrolment, 0)
    assert enrolment.done == sum(one.is_done for one in made.values())
    assert StepSummary.objects.count() == len(made)
    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.update(permille=1000)


@pytest.mark.django_db(databases=["default", "keys"])
def test_nobody_begins_a_course_twice() -> None:
    organisation("red_cross")
    reader = viewer(person("vera", "red_cross", "reader"))
    assert begin(reader, COURSE) == begin(reader, COURSE)
    assert Enrolment.objects.count() == 1


def test_a_refresh_asks_about_what_was_missed_the_first_time() -> None:
    states = {}
    for step in COURSE.steps:
        answers = wrong_answers if step.name == "which-note" else best_answers
        tried = [Tried(step.name, i, permille(step, i, c)) for i, c in answers(step)]
        tried += [Tried(step.name, i, permille(step, i, c)) for i, c in best_answers(step)]
        states[step.name] = state_of(step, tried)
    assert standing_of(COURSE.steps, states, COURSE.pass_percent).permille == 1000
    assert missed_goals(COURSE.steps, states) == ["act"]
