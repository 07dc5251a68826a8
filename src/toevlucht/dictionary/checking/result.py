"""What a check gives back: the data as the dictionary types them, or what is wrong with them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from toevlucht.dictionary.checking.problems import Problem


@dataclass(frozen=True)
class ContributionManifest:
    """``contribution.toml``: who supplies what, over what period, known up to which day."""

    organisation: str
    series: str
    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    counting_mode: str
    handling: str
    purpose: str
    origin: str
    contact: str
    recipients: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True)
class Checked:
    """The answer to one contribution; ``tables`` only where there is no problem at all.

    ``problem_count`` counts every problem, also those beyond the number that is shown.
    """

    problems: tuple[Problem, ...]
    problem_count: int
    manifest: ContributionManifest | None
    tables: Mapping[str, pa.Table] | None = field(default=None, hash=False)
    narrative: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def accepted(self) -> bool:
        return self.problem_count == 0

    def as_json(self) -> dict[str, Any]:
        rows = {name: table.num_rows for name, table in (self.tables or {}).items()}
        return {
            "accepted": self.accepted,
            "problem_count": self.problem_count,
            "problems": [problem.as_json() for problem in self.problems],
            "rows": rows,
        }
