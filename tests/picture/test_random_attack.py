"""Two hundred linked tables and their next editions: nobody finds a small count in any of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest
from tests.picture.attacker import Attacker

from toevlucht.language import Message
from toevlucht.picture.protection import (
    Group,
    KnownSum,
    Linked,
    Outcome,
    Place,
    Quantity,
    Version,
    protect_together,
)
from toevlucht.picture.protection.cells import published_range
from toevlucht.picture.tables import (
    AtMost,
    Cell,
    Column,
    Count,
    Row,
    Span,
    Sum,
    Table,
    Words,
)

SEEDS = range(200)
DAYS = (date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31))
LABEL = Column("area", Message("figures.columns.area"), "label")


@dataclass(frozen=True)
class World:
    """Regions in units in a nation, counted twice: all places, and those among them that watch."""

    units: tuple[tuple[str, ...], ...]
    counts: np.ndarray  # regions by column
    exact_nation: bool
    margin: bool

    @property
    def regions(self) -> list[str]:
        return [region for unit in self.units for region in unit]

    def table(self) -> Table:
        columns = ("all", "some")
        rows = [self._row(r, self.counts[n], True) for n, r in enumerate(self.regions)]
        sums, first = [], 0
        for number, unit in enumerate(self.units):
            whole = self.counts[first : first + len(unit)].sum(axis=0)
            rows.append(self._row(f"U{number}", whole, True))
            sums += [Sum((f"U{number}", c), tuple((r, c) for r in unit)) for c in columns]
            first += len(unit)
        rows.append(self._row("NL", self.counts.sum(axis=0), not self.exact_nation))
        names = [f"U{number}" for number in range(len(self.units))]
        sums += [Sum(("NL", c), tuple((u, c) for u in names)) for c in columns]
        bounds = tuple(AtMost((r.id, "some"), (r.id, "all"), r.id != "NL") for r in rows)
        titled = [Column(c, Message("figures.columns.area"), "count") for c in columns]
        return Table((LABEL, *titled), tuple(rows), tuple(sums), bounds)

    @staticmethod
    def _row(name: str, counts: np.ndarray, below: bool) -> Row:
        cells = [Count(int(n), "location", below_national=below) for n in counts]
        return Row(name, (Words(name), *cells))


def world(rng: np.random.Generator) -> World:
    units, made = [], 0
    for _ in range(2 + int(rng.random() < 0.2)):
        size = int(rng.integers(1, 3))
        units.append(tuple(f"R{made + n}" for n in range(size)))
        made += size
    mean = rng.choice([1.0, 4.0, 15.0])
    some = rng.poisson(rng.gamma(0.8, mean, made))
    rest = rng.poisson(rng.gamma(0.8, mean, made))
    counts = np.stack([some + rest, some], axis=1)
    return World(tuple(units), counts, bool(rng.integers(2)), bool(rng.integers(2)))


def grown(old: World, rng: np.random.Generator) -> World:
    """A month on: in some regions a few came on top."""
    more = rng.poisson(0.7, old.counts.shape)
    more[:, 0] += more[:, 1]
    return replace(old, counts=old.counts + more)


def linked(now: World, day: date, earlier: list[Version]) -> Linked:
    table = now.table()
    places = [("t", row.id, c.id) for row in table.rows for c in table.columns[1:]]
    return Linked(
        {"t": table},
        quantities={place: Quantity(*place, "since january", day) for place in places},
        margins=frozenset({("t", "NL")}) if now.margin and now.exact_nation else frozenset(),
        earlier=earlier,
    )


def groups(now: World) -> dict[str, list[list[Group]]]:
    of_units = [Group(f"U{n}", frozenset(unit)) for n, unit in enumerate(now.units)]
    return {"t": [of_units]}


def version(outcome: Outcome, problem: Linked, number: int) -> Version:
    """What everybody has afterwards: the ranges of all that was shown, and what adds up."""
    table = outcome.tables["t"]
    cells = {
        ("t", row.id, column.id): known
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if (known := published_range(cell))
    }
    sums = tuple(
        KnownSum(("t", *one.total), tuple(("t", *part) for part in one.parts)) for one in table.sums
    )
    counted = {place: problem.quantities[place] for place in cells if place in problem.quantities}
    bounds = tuple(
        (("t", *one.part), ("t", *one.whole), one.rest_in_scope) for one in table.at_most
    )
    return Version(f"v{number}", "", cells, counted, sums, bounds)


def learns(attacker: Attacker, name: str, now: World, table: Table) -> None:
    """The published table, what adds up in it, and the nation's total where it is known."""
    for row in table.rows:
        for column, cell in zip(table.columns[1:], row.cells[1:], strict=True):
            low, high = ends(cell)
            attacker.knows((name, row.id, column.id), low, high)
    for one in table.sums:
        attacker.adds_up((name, *one.total), [(name, *part) for part in one.parts])
    for row in table.rows:
        attacker.adds_up((name, row.id, "all"), [(name, row.id, "some")], more=True)
    if now.margin and now.exact_nation:
        for column, total in zip(("all", "some"), now.counts.sum(axis=0), strict=True):
            attacker.knows((name, "NL", column), int(total), int(total))


def ends(cell: Cell) -> tuple[int, int | None]:
    if isinstance(cell, Count):
        return cell.value, cell.value
    return (cell.low, cell.high) if isinstance(cell, Span) else (0, None)


def small(now: World) -> list[Place]:
    return [
        ("t", row.id, column.id)
        for row in now.table().rows
        for column, cell in zip(now.table().columns[1:], row.cells[1:], strict=True)
        if isinstance(cell, Count) and cell.below_national and 0 < cell.value < 5
    ]


def value(now: World, row: str, column: str) -> int:
    cell = now.table().cell(row, column)
    assert isinstance(cell, Count)
    return cell.value


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_count_and_no_small_difference_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    worlds = [world(rng)]
    worlds += [grown(worlds[-1], rng)]
    if seed % 20 == 0:
        worlds += [grown(worlds[-1], rng)]
    attacker, versions, published = Attacker(), list[Version](), list[Table]()
    for number, (now, day) in enumerate(zip(worlds, DAYS, strict=False)):
        problem = linked(now, day, versions)
        outcome = protect_together(problem, groups(now))
        learns(attacker, f"v{number}", now, outcome.tables["t"])
        published.append(outcome.tables["t"])
        versions = [*versions, version(outcome, problem, number)]
    for number in range(1, len(worlds)):
        for row in worlds[number].table().rows:
            for column in ("all", "some"):
                later, before = (f"v{n}" for n in (number, number - 1))
                attacker.adds_up((later, row.id, column), [(before, row.id, column)], more=True)
    for number, now in enumerate(worlds):
        for _, row, column in small(now):
            low, high = attacker.ends({(f"v{number}", row, column): 1})
            assert low < high, (seed, number, row, column)
            assert low <= value(now, row, column) <= high
    for later in range(1, len(worlds)):
        for before in range(later):
            for row in worlds[later].table().rows:
                for column in ("all", "some"):
                    now, then = (
                        value(worlds[later], row.id, column),
                        value(worlds[before], row.id, column),
                    )
                    cell = worlds[later].table().cell(row.id, column)
                    if isinstance(cell, Count) and cell.below_national and 0 < now - then < 5:
                        names = {
                            (f"v{later}", row.id, column): 1,
                            (f"v{before}", row.id, column): -1,
                        }
                        low, high = attacker.ends(names)
                        assert low < high, (seed, later, before, row.id, column)
