"""A list of who completed which course of others: each row found in the own roster, or told."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toevlucht.dictionary.checking.rows import REFUSED
from toevlucht.dictionary.model import Column, Table
from toevlucht.language import LANGUAGES, Language, language
from toevlucht.learning.courses.elsewhere import counting_elsewhere
from toevlucht.reception.household_files import LIMITS
from toevlucht.reception.row_files import RowProblem, Sheet, read_rows
from toevlucht.reception.supplied_files import written

NAME = "completions"
KEYS = ("code", "name", "course", "completed_on")
NEEDED = ("course", "completed_on")
LONGEST = {"code": 12, "name": 120, "course": 120}
OWN = "learned_elsewhere.problem."


@dataclass(frozen=True)
class OnRoster:
    """Somebody of the own roster, as a file can name them."""

    code: str
    name: str
    role: str
    place: str  # its name, empty for the whole organisation
    works_from: datetime.date


@dataclass(frozen=True)
class Completion:
    """One row of the file, matched."""

    who: OnRoster
    course: str
    completed_on: datetime.date


@dataclass(frozen=True)
class CompletionProblem(RowProblem):
    """Its kind is a whole key where it is about completions only."""

    def text(self, spoken: Language) -> str:
        if not self.kind.startswith(OWN):
            return super().text(spoken)
        return spoken.say(self.kind, **self.values)


def header(spoken: Language) -> list[str]:
    return [spoken.say(f"learned_elsewhere.column.{key}") for key in KEYS]


def completions_template(suffix: str, spoken: Language) -> bytes:
    return written(suffix, NAME, [header(spoken)])


def read_completions(
    content: bytes, suffix: str, roster: Sequence[OnRoster], spoken: Language, today: datetime.date
) -> tuple[list[Completion], Sequence[RowProblem]]:
    """No completions where there are problems; ``roster`` is all that a row may be matched with."""
    keys = {
        name: key
        for tag in LANGUAGES
        for name, key in zip(header(language(tag)), KEYS, strict=True)
    }
    columns = [
        Column(name, "date" if key == "completed_on" else "text") for name, key in keys.items()
    ]
    found, told = read_rows(content, suffix, Table(NAME, "1", tuple(columns)), LIMITS)
    if found is None:
        return [], told
    sheet = _Sheet(found, keys, NEEDED, LONGEST, today, told, roster, spoken)
    completions = sheet.completions()
    return ([] if sheet.told else completions), sheet.told


@dataclass
class _Sheet(Sheet):
    problem = CompletionProblem

    roster: Sequence[OnRoster]
    spoken: Language

    def completions(self) -> list[Completion]:
        by_code = {one.code: one for one in self.roster}
        by_name: dict[str, list[OnRoster]] = defaultdict(list)
        for one in self.roster:
            by_name[_plain(one.name)].append(one)
        courses = _courses_by_word()
        completions = []
        for _, texts in self.lines():
            who = self._who(texts, by_code, by_name)
            course = courses.get(texts["course"].casefold(), "")
            if texts["course"] and not course:
                self.tell("learned_elsewhere.problem.course", "course", texts["course"])
            day = self.past_day("completed_on", texts["completed_on"])
            if not (who and course and day):
                continue
            if who.role not in counting_elsewhere()[course].counts_for.roles:
                role = self.spoken.say(f"rosters.role.{who.role}")
                self.tell("learned_elsewhere.problem.role", "course", texts["course"], role=role)
            completions.append(Completion(who, course, day))
        return completions

    def _who(
        self,
        texts: Mapping[str, str],
        by_code: Mapping[str, OnRoster],
        by_name: Mapping[str, Sequence[OnRoster]],
    ) -> OnRoster | None:
        """By the code, where the name may not say otherwise; else by a name that only one has."""
        code, name = texts.get("code", "").casefold(), texts.get("name", "")
        if REFUSED in (code, name):
            return None
        if code:
            who = by_code.get(code)
            if who is None:
                self.tell("learned_elsewhere.problem.code", "code", code)
            elif name and _plain(name) != _plain(who.name):
                self.tell("learned_elsewhere.problem.other_name", "name", name)
            return who
        found = by_name.get(_plain(name), ())
        if not name:
            self.tell(
                "learned_elsewhere.problem.nobody", "name" if "name" in self.columns else "course"
            )
        elif not found:
            self.tell("learned_elsewhere.problem.name", "name", name)
        elif len(found) > 1:
            self.tell(
                "learned_elsewhere.problem.several",
                "name",
                name,
                which="; ".join(map(self._named, found)),
            )
        return found[0] if len(found) == 1 else None

    def _named(self, one: OnRoster) -> str:
        place = one.place or self.spoken.say("rosters.everywhere")
        role = self.spoken.say(f"rosters.role.{one.role}")
        return f"{one.code} ({role}, {place})"


def _courses_by_word() -> dict[str, str]:
    """Each course that counts by its name and by its title in every language."""
    return {
        word.casefold(): name
        for name, one in counting_elsewhere().items()
        for word in (name, *one.title.values())
    }


def _plain(name: str) -> str:
    """However it is written: capitals and spaces make nobody else."""
    return " ".join(name.casefold().split())
