"""Protect, attack, merge upward and attack again, until a reader finds no small count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toevlucht.picture.protection.cells import (
    Place,
    cells_of,
    in_scope,
    published_range,
    shown,
    with_cells,
)
from toevlucht.picture.protection.merging import Group, merged
from toevlucht.picture.protection.rounding import rounded_cells, too_much_hidden
from toevlucht.picture.protection.system import Held, Linked, System
from toevlucht.picture.tables import Cell, Count, Protected, Share, Table
from toevlucht.statistics.disclosure import CannotProtect, Range

Levels = Sequence[Sequence[Group]]


class Unprotectable(ValueError):
    """A small count follows from what is published, and nothing is left to merge or withhold.

    ``tables`` names the tables; which cell it is, and what it counts, is never said.
    """

    def __init__(self, tables: Sequence[str]) -> None:
        self.tables = tuple(tables)
        super().__init__(f"what is published gives away a small count in: {', '.join(tables)}")


@dataclass(frozen=True)
class Outcome:
    """The protected tables, and what was attacked and decided to make them safe.

    ``margins`` are the cells of rows that are not shown, and what readers are taken to know.
    """

    tables: Mapping[str, Table]
    attacked: int
    hidden: int
    earlier: int
    merged: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()
    margins: Mapping[Place, Range] = field(default_factory=dict)


def protect_together(
    linked: Linked,
    groups: Mapping[str, Levels] | None = None,
    *,
    may_round: frozenset[str] = frozenset(),
    rounded: frozenset[str] = frozenset(),
) -> Outcome:
    """Protect all tables as one system, and attack what comes out before it is published.

    Where the attack finds a small count, the rows of its ``groups`` are merged to the next level;
    where no level is left, all that hangs together with it is withheld. Tables of ``rounded`` are
    rounded to fives instead, and those of ``may_round`` where hiding would take more than half of
    their larger counts. A rounded table that the attack opens is protected by hiding after all.

    Raises
    ------
    Unprotectable
        If a small count is found all the same.
    ValueError
        If a sum or a link does not hold, or two cells have one address.
    """
    for round_now in _choices(rounded):
        try:
            outcome = _protect(linked, groups or {}, round_now)
        except _StillOpen:
            continue
        wanted = too_much_hidden(linked.tables, outcome.tables, may_round - round_now)
        if wanted:
            try:
                return _protect(linked, groups or {}, round_now | wanted)
            except _StillOpen:
                return outcome
        return outcome
    raise AssertionError("hiding either works or raises Unprotectable")


class _StillOpen(Exception):
    """A rounded table lets the attack in."""


def _choices(rounded: frozenset[str]) -> list[frozenset[str]]:
    return [rounded, frozenset()] if rounded else [frozenset()]


def _protect(linked: Linked, groups: Mapping[str, Levels], rounded: frozenset[str]) -> Outcome:
    held = Held(rounded=rounded_cells(linked, rounded))
    if rounded and not held.rounded:
        raise _StillOpen
    whole = linked
    done: list[str] = []
    withheld: set[str] = set()
    while True:
        system = System(linked, held)
        ranges, found = _attempt(system)
        if not found:
            break
        known = set(system.known_before(found))
        if known:
            _reckon_as_known(system, known)
            continue
        if rounded:
            raise _StillOpen
        opened = [place for cell in found if (place := system.place_of(cell))]
        step = merged(linked, groups, held, opened)
        if step is not None:
            linked, name = step
            done.append(name)
            continue
        more = _hanging_together(system, opened) - held.withheld
        if more:
            held.withheld |= more
            withheld |= {place[0] for place in more}
        elif corrected := system.corrected(found):
            # Neither merging nor withholding helped: take it back.
            linked, done, withheld = whole, [], set()
            held.withheld.clear()
            held.unsure |= corrected
        else:
            raise Unprotectable(sorted({place[0] for place in opened}) or sorted(linked.tables))
    outcome = _outcome(linked, held, system, ranges, done, withheld, rounded)
    _attack_as_published(outcome, system, ranges)
    return outcome


def _reckon_as_known(system: System, cells: set[int]) -> None:
    """Give up what earlier versions gave away, or what they left in doubt be in doubt."""
    held, keys = system.held, {system.keys[cell] for cell in cells}
    if corrected := system.corrected(sorted(cells)):
        doubtful = replace(held, unsure=held.unsure | corrected)
        softer = System(system.linked, doubtful)
        again = [cell for cell, key in enumerate(softer.keys) if key in keys]
        still = {softer.keys[cell] for cell in softer.known_before(again)}
        if not still:
            held.unsure |= corrected
            return
        keys = still
    held.already_known |= keys


def _attack_as_published(outcome: Outcome, system: System, ranges: Sequence[Range]) -> None:
    """Attack the tables as they go out, should they tell more than was attacked before."""
    told, cells = list(ranges), cells_of(outcome.tables)
    for place, at in system.position.items():
        if place[:2] in system.linked.margins:
            continue
        if (known := published_range(cells[place])) is not None:
            told[at] = max(told[at][0], known[0]), min(told[at][1], known[1])
    if told == list(ranges):
        return
    if found := system.given_away(told):
        opened = {where[0] for cell in found if (where := system.place_of(cell))}
        raise Unprotectable(sorted(opened) or sorted(outcome.tables))


def _attempt(system: System) -> tuple[list[Range], list[int]]:
    """What to publish of each cell, and the cells that can be found all the same."""
    # With earlier versions this is common, and found sooner than by trying to hide.
    if system.linked.earlier and (hopeless := system.hopeless()):
        return [], hopeless
    try:
        ranges = system.protect()
    except CannotProtect as refusal:
        return [], list(refusal.cells)
    return ranges, system.given_away(ranges)


def _hanging_together(system: System, opened: Sequence[Place]) -> set[Place]:
    """All in scope or not supplied that hangs together with these cells by sums."""
    reached = set(opened)
    touching = [{total, *parts} for total, parts in system.addings()]
    while True:
        wider = reached.union(*(named for named in touching if named & reached))
        if wider == reached:
            break
        reached = wider
    cells = system.cells
    return {
        place
        for place in reached
        if place in cells
        and place[:2] not in system.linked.margins
        and (in_scope(cells[place]) or not isinstance(cells[place], Count))
    }


def _outcome(
    linked: Linked,
    held: Held,
    system: System,
    ranges: Sequence[Range],
    done: Sequence[str],
    withheld: set[str],
    rounded: frozenset[str],
) -> Outcome:
    found = {place: ranges[at] for place, at in system.position.items()}
    changed: dict[Place, Cell] = {}
    for place, cell in system.cells.items():
        if place[:2] in linked.margins:
            continue
        if place in held.withheld:
            changed[place] = Protected()
        elif place in held.rounded and isinstance(cell, Count):
            base = linked.threshold
            changed[place] = replace(cell, value=held.rounded[place], rounded_to=base)
        else:
            public = shown(cell, found.get(place, (0, 0)), linked.threshold)
            if public != cell:
                changed[place] = public
    for place in _telling_shares(system, changed.keys()):
        changed[place] = Protected()
    tables = {name: with_cells(name, table, changed) for name, table in linked.tables.items()}
    visible = [p for p in system.position if p[:2] not in linked.margins]
    hidden = sum(found[place][0] < found[place][1] for place in visible)
    return Outcome(
        tables,
        attacked=len(visible),
        hidden=hidden,
        earlier=len(linked.earlier),
        merged=tuple(sorted(set(done))),
        withheld=tuple(sorted(withheld)),
        rounded=tuple(sorted(rounded)),
        margins={p: found[p] for p in system.position if p[:2] in linked.margins},
    )


def _telling_shares(system: System, hidden: Iterable[Place]) -> list[Place]:
    """Shares in a row with a hidden count, and in the rows that a hidden total is made of."""
    gone = set(hidden)
    rows = {place[:2] for place in gone}
    for total, parts in system.addings():
        if total in gone:
            rows |= {part[:2] for part in parts}
    return [p for p, cell in system.cells.items() if isinstance(cell, Share) and p[:2] in rows]
