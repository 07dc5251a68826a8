"""An attacker with everything that was published, and none of our code: a system of equations.

It looks for the smallest and largest value of a cell, or of a difference of cells, with
``scipy.optimize.linprog``; the software itself bounds with sums passed on and with ``milp``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

Name = tuple[str, ...]
HIGHEST = 100_000.0
NUMBERS = ("exact", "at_least", "about", "range", "rounded", "protected")


@dataclass
class Attacker:
    """What is known: a lowest and highest value of each name, and what adds up to nothing."""

    low: dict[Name, float] = field(default_factory=dict)
    high: dict[Name, float] = field(default_factory=dict)
    equal: list[dict[Name, int]] = field(default_factory=list)
    no_less: list[dict[Name, int]] = field(default_factory=list)  # each is 0 or more

    def knows(self, name: Name, low: float, high: float | None) -> None:
        self.low[name] = max(low, self.low.get(name, 0.0))
        self.high[name] = min(HIGHEST if high is None else high, self.high.get(name, HIGHEST))

    def adds_up(self, total: Name, parts: Iterable[Name], more: bool = False) -> None:
        one = dict.fromkeys(parts, -1) | {total: 1}
        (self.no_less if more else self.equal).append(one)

    def ends(self, looked_for: Mapping[Name, int]) -> tuple[int, int]:
        """The smallest and largest value of a sum of names with signs."""
        names = self._about(looked_for)
        at = {name: place for place, name in enumerate(names)}
        if len(names) == 1:
            return round(self.low[names[0]]), round(self.high[names[0]])
        equal = self._matrix([e for e in self.equal if e.keys() <= at.keys()], at)
        less = self._matrix([e for e in self.no_less if e.keys() <= at.keys()], at)
        bounds = [(self.low[name], self.high[name]) for name in names]
        objective = np.zeros(len(names))
        for name, sign in looked_for.items():
            objective[at[name]] = sign
        found = []
        for direction in (1, -1):
            problem = {
                "c": direction * objective,
                "A_eq": equal,
                "b_eq": None if equal is None else np.zeros(equal.shape[0]),
                "A_ub": None if less is None else -less,
                "b_ub": None if less is None else np.zeros(less.shape[0]),
                "bounds": bounds,
            }
            solved = linprog(**problem)
            assert solved.success, solved.message
            best = ceil(solved.fun - 1e-6)
            if not np.allclose(solved.x, np.rint(solved.x), atol=1e-6):
                limit = {"mip_rel_gap": 0, "time_limit": 2}
                whole = linprog(**problem, integrality=np.ones(len(names)), options=limit)
                # What two seconds cannot prove, this attacker does not know.
                best = round(whole.fun) if whole.success else best
            found.append(direction * best)
        return found[0], found[1]

    def _about(self, looked_for: Iterable[Name]) -> list[Name]:
        """All names that hang together with these, for what others say does not matter."""
        reached, rules = set(looked_for), [*self.equal, *self.no_less]
        while True:
            wider = reached.union(*(rule.keys() for rule in rules if rule.keys() & reached))
            if wider == reached:
                return sorted(reached)
            reached = wider

    @staticmethod
    def _matrix(rules: list[dict[Name, int]], at: Mapping[Name, int]) -> csr_array | None:
        if not rules:
            return None
        matrix = lil_array((len(rules), len(at)))
        for row, rule in enumerate(rules):
            for name, sign in rule.items():
                matrix[row, at[name]] = sign
        return csr_array(matrix)


def figures_of(folder: Path) -> dict[str, Any]:
    """What an edition says for machines: figures by their id."""
    tag = min(path.parent.name for path in folder.glob("*/edition.json"))
    content = json.loads((folder / tag / "edition.json").read_text("utf-8"))
    return {figure["id"]: figure for figure in content["figures"]}


def counts_of(figures: Mapping[str, Any]) -> dict[Name, dict[str, Any]]:
    """Every cell with a number by figure, row and column; parts of a list have numbers."""
    found = {}
    for figure in figures.values():
        columns = [column["id"] for column in figure["columns"]]
        for row in figure["rows"]:
            for column, cell in zip(columns, row["cells"], strict=True):
                for number, part in enumerate(cell.get("parts", [cell])):
                    name = column if "parts" not in cell else f"{column}#{number}"
                    if part["state"] in NUMBERS:
                        found[figure["id"], row["id"], name] = part
    return found


def reads(attacker: Attacker, counts: Mapping[Name, dict[str, Any]], *, of: str) -> None:
    """Take every published number into the system, under the name of its version."""
    for name, cell in counts.items():
        low = cell.get("low", cell.get("value", 0))
        high = cell.get("high", cell.get("value"))
        if cell["state"] == "at_least" and "high" not in cell:
            high = None
        attacker.knows((of, *name), low, high)
