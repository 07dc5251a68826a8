"""How accessible the site is: what was tested, and the status that follows from it by rule."""

from __future__ import annotations

import datetime
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

HOW = ("automatic", "own", "none_here", "not_examined", "fails")
METHODS = ("automatic", "own", "expert", "people", "pdf")

# The letters of the Dutch model statement, and the words for each in our texts.
STATUSES = {"A": "full", "B": "partly", "C": "planned", "D": "insufficient"}

# An examination counts for three years, and one that is planned for six months.
COUNTS_FOR = datetime.timedelta(days=3 * 365)
PLANNED_WITHIN = datetime.timedelta(days=183)


@dataclass(frozen=True)
class Criterion:
    """A criterion of WCAG 2.2, and how we know what we know of it."""

    id: str
    level: str
    how: str
    test: str = ""

    @property
    def _digits(self) -> str:
        return self.id.replace(".", "")

    @property
    def name(self) -> str:
        """The key of its name."""
        return f"accessibility.criterion.{self._digits}"

    @property
    def known(self) -> str:
        return f"accessibility.how.{self.how}"

    @property
    def reason(self) -> str:
        """The key of what is wrong, where it is known not to be met."""
        return f"accessibility.fails.{self._digits}"


@dataclass(frozen=True)
class Examination:
    """By a person who went through the site following WCAG-EM."""

    date: datetime.date
    whole: bool
    report: str
    fails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Method:
    """A way to find out, and whether it was used."""

    id: str
    done: bool
    instrument: str = ""

    @property
    def words(self) -> str:
        """The key of what was done, or of what was left undone."""
        return f"accessibility.done.{self.id}" if self.done else f"accessibility.left.{self.id}"


@dataclass(frozen=True)
class Statement:
    reviewed: datetime.date
    criteria: tuple[Criterion, ...]
    methods: tuple[Method, ...]
    examinations: tuple[Examination, ...] = field(default=())

    def counts(self) -> Mapping[str, int]:
        """How many criteria we know of in each way."""
        found = Counter(criterion.how for criterion in self.criteria)
        return {how: found[how] for how in HOW}

    def known_faults(self) -> list[Criterion]:
        return [criterion for criterion in self.criteria if criterion.how == "fails"]

    def examination(self, today: datetime.date) -> Examination | None:
        """The newest that covers everything and still counts."""
        valid = [
            one
            for one in self.examinations
            if one.whole and one.report and one.date <= today <= one.date + COUNTS_FOR
        ]
        return max(valid, key=lambda one: one.date, default=None)

    def status(self, today: datetime.date, planned: datetime.date | None = None) -> str:
        """A to D; tests by machine alone never give A or B."""
        examination = self.examination(today)
        if examination:
            return "B" if examination.fails or self.known_faults() else "A"
        if planned and today <= planned <= today + PLANNED_WITHIN:
            return "C"
        return "D"


@cache
def statement() -> Statement:
    """What this release says of itself, from ``content/accessibility.toml``."""
    text = files("toevlucht.content").joinpath("accessibility.toml").read_text("utf-8")
    return read_statement(tomllib.loads(text))


def read_statement(content: Mapping[str, Any]) -> Statement:
    criteria = [
        Criterion(one["id"], group["level"], one["how"], one.get("test", ""))
        for group in content["criteria"]
        for one in group["list"]
    ]
    if odd := [one.id for one in criteria if one.how not in HOW]:
        raise ValueError(f"accessibility.toml: unknown `how` of {', '.join(odd)}")
    methods = content["methods"]
    return Statement(
        content["reviewed"],
        tuple(sorted(criteria, key=lambda one: [int(part) for part in one.id.split(".")])),
        tuple(Method(id, methods[id]["done"], methods[id].get("with", "")) for id in METHODS),
        tuple(
            Examination(one["date"], one["whole"], one["report"], tuple(one["fails"]))
            for one in content.get("examinations", ())
        ),
    )
