"""A file that says what came of referrals: read whole, every problem at its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.dictionary.model import Column, Table
from toevlucht.language import Language
from toevlucht.records.references import PATTERN
from toevlucht.signals import codes
from toevlucht.signals.conversation import LONGEST
from toevlucht.signals.table_files import FileProblem, read_table

TABLE = Table(
    "statuses",
    "",
    (
        Column("reference", "text", required=True),
        Column("step", "text", required=True),
        Column("reason", "text"),
        Column("date", "date"),
        Column("words", "text"),
    ),
)
# The steps that a receiver takes, and which reasons or outcomes each of them has.
STEPS: Mapping[str, tuple[str, ...]] = {
    "accepted": (),
    "refused": codes.REFUSALS,
    "answered": codes.ANSWERS,
    "handed_back": codes.HAND_BACKS,
}


class StatusProblem(FileProblem):
    """A problem of a row, which is told in words about referrals."""

    def text(self, language: Language) -> str:
        return language.say(f"passing_files.problem.{self.kind}", **self.values)


@dataclass(frozen=True)
class StatusRow:
    """One step that the receiver took."""

    reference: str
    step: str
    reason: str
    happened_on: datetime.date | None
    words: str


@dataclass(frozen=True)
class StatusFile:
    """Rows by the number of their line where there are no problems."""

    rows: Mapping[int, StatusRow]
    problems: Sequence[FileProblem]


def read_status_file(content: bytes) -> StatusFile:
    """A row with nothing but a reference says nothing, and is passed over."""
    file = read_table(content, TABLE)
    problems = list(file.problems)
    rows: dict[int, StatusRow] = {}
    for line, cells in file.rows.items():
        told = {name: cells.get(name, "") for name in TABLE.names}
        if any(told[name] for name in TABLE.names[1:]):
            problems += _problems(line, told)
            rows[line] = _row(told)
    if not rows and not problems:
        problems.append(StatusProblem("nothing"))
    return StatusFile({} if problems else rows, problems)


def _row(told: Mapping[str, str]) -> StatusRow:
    day = _day(told["date"])
    return StatusRow(told["reference"], told["step"], told["reason"], day, told["words"])


def _problems(line: int, told: Mapping[str, str]) -> Iterator[StatusProblem]:
    step, reason = told["step"], told["reason"]
    if not PATTERN.fullmatch(told["reference"]):
        yield StatusProblem("reference", line, "reference")
    if step not in STEPS:
        yield StatusProblem("step", line, "step", {"expected": ", ".join(STEPS)})
    elif STEPS[step] and reason not in STEPS[step]:
        yield StatusProblem("reason", line, "reason", {"expected": ", ".join(STEPS[step])})
    elif not STEPS[step] and reason:
        yield StatusProblem("no_reason", line, "reason")
    if told["date"] and _day(told["date"]) is None:
        yield StatusProblem("date", line, "date")
    if told["words"] and step != "answered":
        yield StatusProblem("no_words", line, "words")
    if len(told["words"]) > LONGEST:
        yield StatusProblem("too_long", line, "words", {"most": LONGEST})


def _day(text: str) -> datetime.date | None:
    """None where nothing stands there, where it is no date, and for a day to come."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == 10 and day <= timezone.localdate() else None
