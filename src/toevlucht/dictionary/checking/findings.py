"""Gather problems without drowning in them: all are counted, a fair choice is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice, zip_longest

from toevlucht.dictionary.checking.problems import Problem, ProblemCode, quoted
from toevlucht.language import Value

Kind = tuple[str, str, str | None, str | None]
Detail = tuple[str | None, dict[str, Value]]


class Findings:
    """Problems of one contribution. Of each kind (what, file, sheet, column) the first are kept."""

    def __init__(self, shown: int) -> None:
        self.shown = shown
        self.count = 0
        self._kinds: dict[Kind, list[Problem]] = {}

    def add(
        self,
        code: ProblemCode,
        file: str = "",
        /,
        *,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **values: Value,
    ) -> None:
        self.count += 1
        kept = self._kinds.setdefault((code, file, sheet, column), [])
        if len(kept) < self.shown:
            place = {"sheet": _clean(sheet), "row": row, "column": _clean(column)}
            short = None if value is None else quoted(value)
            kept.append(Problem(code, quoted(file), value=short, values=values, **place))  # type: ignore[arg-type]

    def add_rows(
        self,
        code: ProblemCode,
        place: tuple[str, str | None, str | None],
        rows: Iterable[int],
        count: int,
        detail: Callable[[int], Detail],
        number: Callable[[int], int],
    ) -> None:
        """One problem in many rows; ``detail`` and ``number`` are asked for the kept ones only."""
        file, sheet, column = place
        kept = 0
        for position in islice(rows, min(count, self.shown)):
            value, values = detail(position)
            row = number(position)
            self.add(code, file, sheet=sheet, row=row, column=column, value=value, **values)
            kept += 1
        self.count += count - kept

    def uncounted(self, count: int) -> None:
        """More of the same that is not told one by one."""
        self.count += count

    def chosen(self) -> tuple[Problem, ...]:
        """At most ``shown`` problems: one of each kind, then a second of each, and so on."""
        rounds = zip_longest(*self._kinds.values())
        fair = (problem for turn in rounds for problem in turn if problem is not None)
        return tuple(sorted(islice(fair, self.shown), key=_position))


def _clean(text: str | None) -> str | None:
    return None if text is None else quoted(text)


def _position(problem: Problem) -> tuple[str, str, int, str, str]:
    first = "" if problem.file == "contribution.toml" else problem.file or " "
    return first, problem.sheet or "", problem.row or 0, problem.column or "", problem.code
