"""What a verification found: problems, notes, and how much it looked at."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from toevlucht.language import Message

NAMED_AT_MOST = 100  # of each: who changed everything needs no list of everything


@dataclass(frozen=True)
class Finding:
    """What is wrong or odd, as a code with values; it gets its words when it is said."""

    code: str
    values: dict[str, int | str] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        # Numbers of lines and segments are names: they are written without separators.
        values = {k: v if k == "n" else str(v) for k, v in self.values.items()}
        return Message(f"audit.found.{self.code}", values)


@dataclass
class Verdict:
    """Problems say that the trail is not as it was sealed; notes ask for a second look."""

    problems: list[Finding] = field(default_factory=list)
    problem_count: int = 0
    notes: list[Finding] = field(default_factory=list)
    note_count: int = 0
    segments: int = 0
    lines: int = 0
    unsealed: int = 0
    oldest_unsealed: datetime.datetime | None = None

    @property
    def is_intact(self) -> bool:
        return self.problem_count == 0

    def problem(self, code: str, **values: int | str) -> None:
        self.problem_count += 1
        if len(self.problems) < NAMED_AT_MOST:
            self.problems.append(Finding(code, values))

    def note(self, code: str, **values: int | str) -> None:
        self.note_count += 1
        if len(self.notes) < NAMED_AT_MOST:
            self.notes.append(Finding(code, values))

    def as_json(self) -> dict[str, Any]:
        return {
            "intact": self.is_intact,
            "segments": self.segments,
            "lines": self.lines,
            "unsealed": self.unsealed,
            "oldest_unsealed": self.oldest_unsealed and self.oldest_unsealed.isoformat(),
            "problem_count": self.problem_count,
            "problems": [{"code": found.code, **found.values} for found in self.problems],
            "note_count": self.note_count,
            "notes": [{"code": found.code, **found.values} for found in self.notes],
        }
