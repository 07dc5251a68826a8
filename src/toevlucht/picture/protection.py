"""Hide small counts, and what would give them away, in a table that everybody may read.

Everything public is made from what comes out of here: sentences, charts, text alternatives, CSV
and JSON alike. Texts in cells (``Words``) are not looked at and must not hold a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from toevlucht.picture.tables import Cell, Count, Listed, Protected, Share, Span, Table
from toevlucht.statistics.disclosure import CannotProtect, Range, protect
from toevlucht.statistics.disclosure import Sum as Positions

THRESHOLD = 5

# A cell: the table, the row and the column it stands in.
Place = tuple[str, str, str]
Link = tuple[Place, Place]
Adding = tuple[Place, tuple[Place, ...]]


def protect_table(table: Table, threshold: int = THRESHOLD) -> Table:
    """The table as the public may see it; see `protect_linked`."""
    return protect_linked({"": table}, threshold=threshold)[""]


def protect_linked(
    tables: Mapping[str, Table], links: Iterable[Link] = (), threshold: int = THRESHOLD
) -> dict[str, Table]:
    """Protect tables that share cells as one, so that none gives away what another hides.

    In scope are counts of persons at any level and counts of anything below the national level;
    those from 1 to ``threshold - 1`` become a `Span`, and so do further counts in scope where the
    tables' sums or ``links`` (pairs of cells that are the same number) would tell. Other counts,
    zeros and `Several` stay as they are. A hidden count that was a lower limit becomes a span
    without an upper one. Shares that a hidden count would follow from become `Protected`.

    Where an exact national total cannot help but give a region away, because nobody else supplied
    a number, all its parts become `Protected`: supplied, zero or not supplied alike.

    Raises ValueError if a sum or a link does not hold, if two rows or columns of a table have the
    same id, and if a cell in scope is the only part of an exact total: show one of the two.
    """
    cells = _cells(tables)
    addings = [adding for name, table in tables.items() for adding in _addings(name, table)]
    addings += [(one, (other,)) for one, other in links]
    withheld: set[Place] = set()
    try:
        ranges = _ranges(cells, addings, threshold)
    except _GivenAway as given_away:
        withheld = _withheld(given_away.places, cells, addings)
        ranges = _ranges(cells, _without(addings, withheld), threshold)
    changed: dict[Place, Cell] = {
        place: shown
        for place, cell in cells.items()
        if (shown := _shown(cell, ranges.get(place), threshold)) != cell
    }
    changed.update(dict.fromkeys(withheld, Protected()))
    for place in _telling_shares(cells, addings, changed.keys()):
        changed[place] = Protected()
    return {name: _replaced(name, table, changed) for name, table in tables.items()}


class _GivenAway(Exception):
    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__(places)
        self.places = places


def _cells(tables: Mapping[str, Table]) -> dict[Place, Cell]:
    cells: dict[Place, Cell] = {}
    for name, table in tables.items():
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                place = (name, row.id, column.id)
                if place in cells:
                    raise ValueError(f"two cells of one table have the address {place}")
                cells[place] = cell
    return cells


def _addings(name: str, table: Table) -> Iterator[Adding]:
    for one in table.sums:
        yield (name, *one.total), tuple((name, *part) for part in one.parts)


def _in_scope(cell: Cell) -> bool:
    return isinstance(cell, Count) and (cell.unit == "person" or cell.below_national)


def _ranges(
    cells: Mapping[Place, Cell], addings: Iterable[Adding], threshold: int
) -> dict[Place, Range]:
    """What to publish for each count; raises _GivenAway with the places that nothing can hide."""
    counts = {place: cell for place, cell in cells.items() if isinstance(cell, Count)}
    position = {place: number for number, place in enumerate(counts)}
    values = [count.value for count in counts.values()]
    sums = [*_sums(cells, addings, position, values)]
    in_scope = [_in_scope(count) for count in counts.values()]
    in_scope += [False] * (len(values) - len(counts))
    try:
        found = protect(values, in_scope, sums, threshold, fixed=[not scope for scope in in_scope])
    except CannotProtect as refusal:
        places = list(counts)
        raise _GivenAway([places[cell] for cell in refusal.cells]) from refusal
    return dict(zip(counts, found, strict=False))


def _sums(
    cells: Mapping[Place, Cell],
    addings: Iterable[Adding],
    position: Mapping[Place, int],
    values: list[int],
) -> Iterator[Positions]:
    """The sums by position. What a total holds beyond its counted parts is added to ``values``.

    The attacker is taken to know it: whoever did not supply a number knows so.
    """
    for total, parts in addings:
        counted = [position[part] for part in parts if part in position]
        known = sum(values[part] for part in counted)
        whole = cells[total]
        if not counted or not isinstance(whole, Count | Span):
            continue
        if isinstance(whole, Span):
            values.append(known)
            yield len(values) - 1, counted
            continue
        if whole.value < known or (len(counted) == len(parts) and whole.value != known):
            raise ValueError(f"{total} is {whole.value}, and its parts make {known}")
        if whole.value > known:
            values.append(whole.value - known)
            counted.append(len(values) - 1)
        yield position[total], counted


def _withheld(
    given_away: Iterable[Place], cells: Mapping[Place, Cell], addings: Sequence[Adding]
) -> set[Place]:
    """All that hangs together with these cells by sums, except what is published exactly."""
    reached = set(given_away)
    while True:
        touching = [{total, *parts} for total, parts in addings]
        wider = reached.union(*(named for named in touching if named & reached))
        if wider == reached:
            break
        reached = wider
    withheld = {place for place in reached if _in_scope(cells[place]) or _is_absent(cells[place])}
    for total, parts in addings:
        if total not in withheld and len(withheld.intersection(parts)) == 1:
            raise ValueError(f"{total} is exact and gives away its only part in scope, {parts}")
    return withheld


def _is_absent(cell: Cell) -> bool:
    return not isinstance(cell, Count)


def _without(addings: Iterable[Adding], withheld: set[Place]) -> list[Adding]:
    return [(total, parts) for total, parts in addings if not withheld & {total, *parts}]


def _shown(cell: Cell, found: Range | None, threshold: int) -> Cell:
    """A cell as published; ``found`` is the range of a count that sums may give away."""
    match cell:
        case Count(value, unit, at_least):
            if found is None:
                small = _in_scope(cell) and 0 < value < threshold
                found = (1, threshold - 1) if small else (value, value)
            low, high = found
            return cell if low == high else Span(low, None if at_least else high, unit)
        case Span(low, int() as high, "person") if 0 < high < threshold:
            return Span(min(low, 1), threshold - 1, "person")
        case Listed(parts):
            return Listed(tuple(_shown(part, None, threshold) for part in parts))
    return cell


def _telling_shares(
    cells: Mapping[Place, Cell], addings: Iterable[Adding], hidden: Iterable[Place]
) -> list[Place]:
    """Shares in a row with a hidden count, and in the rows that a hidden total is made of."""
    gone = set(hidden)
    rows = {place[:2] for place in gone}
    for total, parts in addings:
        if total in gone:
            rows |= {part[:2] for part in parts}
    return [p for p, cell in cells.items() if isinstance(cell, Share) and p[:2] in rows]


def _replaced(name: str, table: Table, changed: Mapping[Place, Cell]) -> Table:
    own = {(row, column): cell for (of, row, column), cell in changed.items() if of == name}
    return table.with_cells(own)
