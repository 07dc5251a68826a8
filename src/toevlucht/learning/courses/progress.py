"""How far somebody is, made from what they answered: it never gets worse by answering again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toevlucht.learning.courses.answering import WHOLE
from toevlucht.learning.courses.written import Choice, Course, Step


@dataclass(frozen=True)
class Tried:
    """One answer; ``permille`` is None for what was read."""

    step: str
    item: str
    permille: int | None


@dataclass(frozen=True)
class State:
    """Of one step: whether all of it was answered, how well at first, and how well at best."""

    is_done: bool
    first: int
    best: int

    @property
    def was_missed(self) -> bool:
        """The first time, whatever came later: that is what a refresh asks about."""
        return self.first < WHOLE


@dataclass(frozen=True)
class Standing:
    """Of a whole course, or of one refresh of it."""

    done: int
    of: int
    permille: int
    has_passed: bool

    @property
    def is_finished(self) -> bool:
        return self.done == self.of


def state_of(step: Step, tried: Iterable[Tried]) -> State:
    """From the answers to one step, in the order in which they were given."""
    given: dict[str, list[int | None]] = {item: [] for item in step.items}
    for one in tried:
        if one.item in given:
            given[one.item].append(one.permille)
    is_done = all(given.values())
    if not step.is_scored:
        return State(is_done, WHOLE, WHOLE)
    scores = [[one or 0 for one in given[item]] for item in step.items]
    firsts = sum(one[0] for one in scores if one) // len(scores)
    bests = sum(max(one) for one in scores if one) // len(scores)
    return State(is_done, firsts, bests)


def standing_of(steps: Sequence[Step], states: Mapping[str, State], pass_percent: int) -> Standing:
    done = sum(states[one.name].is_done for one in steps if one.name in states)
    scored = [one for one in steps if one.is_scored]
    found = sum(states[one.name].best for one in scored if one.name in states)
    permille = found // len(scored) if scored else WHOLE
    passes = done == len(steps) and permille >= pass_percent * 10
    return Standing(done, len(steps), permille, passes)


def steps_of(course: Course, round_number: int, missed: Iterable[str]) -> tuple[Step, ...]:
    """The course itself, or the questions of a refresh about the goals that were missed.

    Who missed nothing is asked about one goal only: the last, which is what to do.
    """
    if round_number == 0:
        return course.steps
    return refresh_of(course, missed)


def refresh_of(course: Course, missed: Iterable[str]) -> tuple[Choice, ...]:
    goals = set(missed) or {list(course.goals)[-1]}
    return tuple(one for one in course.refresh if one.goal in goals)


def missed_goals(steps: Iterable[Step], states: Mapping[str, State]) -> list[str]:
    """In the order of the course, each once."""
    missed = [
        one.goal
        for one in steps
        if one.is_scored and one.name in states and states[one.name].was_missed
    ]
    return list(dict.fromkeys(missed))
