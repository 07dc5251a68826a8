"""What a course is made of: steps with their texts in every language, facts with their sources."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

Texts = Mapping[str, str]
"""A text by the tag of its language."""

DECISIONS = ("report", "advice", "wait")
JUDGED = ("best", "fair", "poor")
KEEPS = ("progress", "nothing")


@dataclass(frozen=True)
class Source:
    """Where a fact was read. ``on`` is as precise as the source: a year, a month or a day."""

    name: str
    title: str
    on: str = ""
    address: str = ""


@dataclass(frozen=True)
class Block:
    """Some paragraphs: facts with their sources, or advice, which has none."""

    name: str
    text: Texts
    sources: tuple[str, ...] = ()
    is_advice: bool = False


@dataclass(frozen=True)
class Beat:
    """A moment of a story. ``why`` tells why it is a signal; without it is none."""

    name: str
    text: Texts
    why: Texts | None = None
    sources: tuple[str, ...] = ()

    @property
    def is_signal(self) -> bool:
        return self.why is not None


@dataclass(frozen=True)
class Decision:
    """What somebody can do after a story, how wise that is, and what comes of it."""

    name: str
    judged: str
    text: Texts
    then: Texts


@dataclass(frozen=True)
class Option:
    name: str
    text: Texts
    is_right: bool = False


@dataclass(frozen=True)
class Step:
    """One page of a course. ``picture`` is a drawing beside it; ``shows`` says what is on it."""

    name: str
    title: Texts
    picture: str
    shows: Texts

    kind = "step"
    items: tuple[str, ...] = ("read",)
    goal: str = ""

    @property
    def is_scored(self) -> bool:
        return bool(self.goal)


@dataclass(frozen=True)
class Reading(Step):
    """Paragraphs to read."""

    blocks: tuple[Block, ...] = ()
    kind = "read"


@dataclass(frozen=True)
class Scene(Step):
    """A story that the learner stops at a signal, and then decides about."""

    intro: Texts | None = None
    beats: tuple[Beat, ...] = ()
    decisions: tuple[Decision, ...] = ()
    items: tuple[str, ...] = ("stops", "decision")
    kind = "scene"

    @cached_property
    def signals(self) -> tuple[Beat, ...]:
        return tuple(one for one in self.beats if one.is_signal)


@dataclass(frozen=True)
class Choice(Step):
    """A question with options; of some questions more than one is right."""

    ask: Texts | None = None
    options: tuple[Option, ...] = ()
    why: Texts | None = None
    sources: tuple[str, ...] = ()
    items: tuple[str, ...] = ("answer",)
    is_many: bool = False
    kind = "choice"

    @cached_property
    def right(self) -> frozenset[str]:
        return frozenset(one.name for one in self.options if one.is_right)


@dataclass(frozen=True)
class Ending(Step):
    """Whom to call at the learner's own location: kinds of contact of the route card."""

    text: Texts | None = None
    contacts: tuple[str, ...] = ()
    kind = "ending"


@dataclass(frozen=True)
class Course:
    """``trains`` are the roles of a roster; ``requirements`` those of handbooks that it meets."""

    code: str
    edition: int
    published_on: datetime.date
    minutes: tuple[int, int]
    trains: tuple[str, ...]
    requirements: tuple[str, ...]
    keeps: str
    pass_percent: int
    refresh_months: int
    languages: tuple[str, ...]  # that in which it was written for its readers comes first
    title: Texts
    about: Texts
    goals: Mapping[str, Texts]
    sources: Mapping[str, Source]
    steps: tuple[Step, ...]
    refresh: tuple[Choice, ...]
    pictures: Mapping[str, str]  # SVG by name

    @property
    def keeps_progress(self) -> bool:
        return self.keeps == "progress"

    @cached_property
    def by_name(self) -> Mapping[str, Step]:
        return {one.name: one for one in self.steps}

    @cached_property
    def scored(self) -> tuple[Step, ...]:
        return tuple(one for one in self.steps if one.is_scored)

    def position(self, name: str) -> int:
        """From 1."""
        return self.steps.index(self.by_name[name]) + 1

    def after(self, name: str) -> Step | None:
        return next(iter(self.steps[self.position(name) : self.position(name) + 1]), None)

    def before(self, name: str) -> Step | None:
        place = self.position(name)
        return self.steps[place - 2] if place > 1 else None
