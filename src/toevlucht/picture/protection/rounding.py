"""Show a table rounded to fives where hiding would take too much of it."""

from __future__ import annotations

from collections.abc import Mapping

from toevlucht.picture.protection.cells import THRESHOLD, Place, cells_of, in_scope
from toevlucht.picture.protection.system import Linked
from toevlucht.picture.tables import Count, Protected, Span, Table
from toevlucht.statistics.disclosure import CannotRound, controlled_rounding
from toevlucht.statistics.disclosure import Sum as Positions

# Above this share of a table's larger counts behind ranges, the table is rounded instead; of
# fewer larger counts than this there is too little to gain.
TOO_MUCH = 0.5
ENOUGH = 10


def rounded_cells(linked: Linked, names: frozenset[str]) -> dict[Place, int]:
    """The counts in scope of these tables as multiples of the threshold that add up.

    Empty where no table of adjacent multiples adds up: then nothing is rounded.
    """
    found: dict[Place, int] = {}
    for name in sorted(names):
        table = linked.tables[name]
        cells = {p: cell for p, cell in cells_of({name: table}).items() if isinstance(cell, Count)}
        if not any(in_scope(cell) for cell in cells.values()):
            continue
        position = {place: number for number, place in enumerate(cells)}
        values = [cell.value for cell in cells.values()]
        exact = [p[:2] in linked.margins or not in_scope(cell) for p, cell in cells.items()]
        sums: list[Positions] = []
        for one in table.sums:
            parts = [position[at] for part in one.parts if (at := (name, *part)) in position]
            total = position.get((name, *one.total))
            if total is None or not parts:
                continue
            if (rest := values[total] - sum(values[part] for part in parts)) > 0:
                values.append(rest)
                exact.append(True)
                parts.append(len(values) - 1)
            sums.append((total, parts))
        try:
            rounded = controlled_rounding(values, sums, linked.threshold, exact)
        except CannotRound:
            return {}
        if rounded.relaxed:
            return {}
        found |= {
            place: rounded.values[number] for place, number in position.items() if not exact[number]
        }
    return found


def too_much_hidden(
    before: Mapping[str, Table], after: Mapping[str, Table], names: frozenset[str]
) -> frozenset[str]:
    """The tables of which more than half of the counts of five or more went behind ranges."""
    return frozenset(name for name in names if _hidden(before[name], after[name]) > TOO_MUCH)


def _hidden(before: Table, after: Table, threshold: int = THRESHOLD) -> float:
    public = cells_of({"": after})
    large = [
        place
        for place, cell in cells_of({"": before}).items()
        if isinstance(cell, Count) and in_scope(cell) and cell.value >= threshold
    ]
    gone = [place for place in large if isinstance(public.get(place), Span | Protected)]
    return len(gone) / len(large) if len(large) >= ENOUGH else 0.0
