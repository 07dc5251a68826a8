"""All that a reader can put together: cells, sums, limits and earlier versions as one system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toevlucht.picture.protection.base_point import earlier_values
from toevlucht.picture.protection.cells import FEW, THRESHOLD, Place, cells_of, in_scope
from toevlucht.picture.protection.quantities import Quantity, Relation, Version, relations
from toevlucht.picture.tables import Cell, Count, Span, Table
from toevlucht.statistics.disclosure import UNKNOWN, Range, audit, given_away, protect
from toevlucht.statistics.disclosure import Sum as Positions

Adding = tuple[Place, tuple[Place, ...]]
# What a cell of the system is: a place, or what kind of thing of which version and place.
Key = tuple[object, ...]


@dataclass(frozen=True)
class Linked:
    """Tables that a reader has side by side, and what is known beyond them.

    ``links`` are cells of different tables that add up; a total that holds more than its parts is
    allowed, and the attacker is taken to know the rest. ``margins`` are rows (table, row) that are
    not shown but may be known. ``few_alike`` names tables where none and few are one range.
    ``balances`` are two sets of cells that count the same, but for an amount taken to be known.
    ``gives_way`` are columns (table, column) whose counts are not in scope, but may be hidden for
    the sake of others, and how dear that is.
    """

    tables: Mapping[str, Table]
    links: Sequence[Adding] = ()
    balances: Sequence[tuple[Sequence[Place], Sequence[Place]]] = ()
    margins: frozenset[tuple[str, str]] = frozenset()
    few_alike: frozenset[str] = frozenset()
    gives_way: Mapping[tuple[str, str], float] = field(default_factory=dict)
    quantities: Mapping[Place, Quantity] = field(default_factory=dict)
    earlier: Sequence[Version] = ()
    threshold: int = THRESHOLD

    def few(self, place: Place, cell: Cell) -> bool:
        return place[0] in self.few_alike and in_scope(cell)


@dataclass
class Held:
    """What was decided of cells so far: withheld, rounded, or known already to everybody.

    ``unsure`` are tables that were corrected, and of which no reader can be kept from finding how
    much, unless nobody knows which of the numbers that were exact before is the corrected one.
    """

    withheld: set[Place] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    rounded: dict[Place, int] = field(default_factory=dict)
    already_known: set[Key] = field(default_factory=set)


class System:
    """The cells of all tables and versions by position, with what adds up."""

    def __init__(self, linked: Linked, held: Held) -> None:
        self.linked, self.held = linked, held
        self.cells = cells_of(linked.tables)
        self.places: list[Place | None] = []
        self.keys: list[Key] = []
        self.values: list[int] = []
        self.scope: list[bool] = []
        self.given: dict[int, Range] = {}
        self.drawn: dict[int, Range] = {}
        self.fixed: list[bool] = []
        self.weights: list[float] = []
        self.sums: list[Positions] = []
        self.position: dict[Place, int] = {}
        self.belongs: dict[int, Place | None] = {}
        for place, cell in self.cells.items():
            if isinstance(cell, Count) or place in held.withheld:
                self._add_cell(place, cell)
        self.published = len(self.values)
        for adding in self.addings():
            self._add_sum(*adding)
        for one, other in linked.balances:
            self._add_balance(one, other)
        for name, table in linked.tables.items():
            for bound in table.at_most:
                self._add_bound(name, bound.part, bound.whole, bound.rest_in_scope)
        self.end_of_now = self.end_of_versions = len(self.values)
        self._add_versions()

    def _add_cell(self, place: Place, cell: Cell) -> None:
        value = cell.value if isinstance(cell, Count) else 0
        scope = in_scope(cell)
        known = None
        if place in self.held.withheld:
            known = (0, UNKNOWN)
        elif place[:2] in self.linked.margins:
            small = scope and 0 < value < self.linked.threshold
            known = (1, self.linked.threshold - 1) if small else (value, value)
            scope = False
        elif place in self.held.rounded:
            base = self.linked.threshold
            near = self.held.rounded[place]
            known = max(0, near - base + 1), near + base - 1
        at = self._add(value, scope, known, place)
        weight = self.linked.gives_way.get((place[0], place[2]))
        self.fixed[at] = known is None and not scope and weight is None
        self.weights[at] = weight or 1.0
        if known is not None:
            return
        if self.linked.few(place, cell) and value <= FEW:
            self.drawn[at] = (0, FEW)
        elif place in self.held.already_known:
            self.drawn[at] = (1, self.linked.threshold - 1)

    def _add(
        self,
        value: int,
        scope: bool,
        known: Range | None,
        place: Place | None = None,
        key: Key = (),
    ) -> int:
        at = len(self.values)
        self.places.append(place)
        self.keys.append(place or key)
        self.values.append(value)
        self.scope.append(scope and self.keys[at] not in self.held.already_known)
        self.fixed.append(False)
        self.weights.append(1.0)
        if known is not None:
            self.given[at] = known
        if place is not None:
            self.position[place] = at
        return at

    def addings(self) -> Iterator[Adding]:
        for name, table in self.linked.tables.items():
            for one in table.sums:
                yield (name, *one.total), tuple((name, *part) for part in one.parts)
        yield from self.linked.links

    def _add_sum(self, total: Place, parts: tuple[Place, ...]) -> None:
        """The sum by position. What a total holds beyond its counted parts is taken to be known.

        Whoever did not supply a number knows so.
        """
        counted = [self.position[part] for part in parts if part in self.position]
        known = sum(self.values[part] for part in counted)
        whole = self.cells[total]
        if not counted or not (isinstance(whole, Count | Span) or total in self.position):
            return
        if total not in self.position:
            self.sums.append((self._add(known, False, (known, known)), counted))
            return
        value = self.values[self.position[total]]
        complete = all(isinstance(self.cells.get(part), Count) for part in parts)
        if value < known or (complete and value != known):
            raise ValueError(f"{total} is {value}, and its parts make {known}")
        if value > known:
            counted.append(self._add(value - known, False, (value - known,) * 2))
        self.sums.append((self.position[total], counted))

    def _add_balance(self, one: Sequence[Place], other: Sequence[Place]) -> None:
        sides = [[self.position[p] for p in side if p in self.position] for side in (one, other)]
        counts = [sum(self.values[cell] for cell in side) for side in sides]
        if not all(sides):
            return
        whole = self._add(max(counts), False, (0, UNKNOWN))
        for side, count in zip(sides, counts, strict=True):
            if missing := max(counts) - count:
                side.append(self._add(missing, False, (missing, missing)))
            self.sums.append((whole, side))

    def _add_bound(
        self, name: str, part: tuple[str, str], whole: tuple[str, str], scope: bool
    ) -> None:
        less, more = (self.position.get((name, *place)) for place in (part, whole))
        if less is None or more is None or self.values[less] > self.values[more]:
            return
        key = ("rest", name, *whole, *part)
        rest = self._add(self.values[more] - self.values[less], scope, (0, UNKNOWN), key=key)
        self.belongs[rest] = (name, *whole)
        self.sums.append((more, [less, rest]))

    def _add_versions(self) -> None:
        """The numbers of earlier versions, and how they differ from those of now."""
        quantities = {
            self.position[place]: found
            for place, found in self.linked.quantities.items()
            if place in self.position
        }
        version_of = dict.fromkeys(quantities, len(self.linked.earlier))
        kinds = {found.kind for found in quantities.values()}
        earlier: list[Positions] = []
        for number, version in enumerate(self.linked.earlier):
            at, sums = self._add_version(version, kinds)
            earlier += sums
            for place, cell in at.items():
                if place in version.quantities:
                    quantities[cell] = version.quantities[place]
                    version_of[cell] = number
        self.end_of_versions = len(self.values)
        found = [
            one
            for one in relations(quantities, version_of, len(self.linked.earlier))
            if not (self._is_exact(one.earlier) and self._is_exact(one.later))
        ]
        block = range(self.end_of_now, self.end_of_versions)
        values = earlier_values(self.values, self.given, earlier, block, found)
        if values is None:  # what added up then does not any more, say after a change of regions
            earlier = []
            values = earlier_values(self.values, self.given, [], block, found)
        assert values is not None
        self.values[self.end_of_now :] = values
        self.sums += earlier
        self._relate_all(found, quantities)

    def _is_exact(self, cell: int) -> bool:
        low, high = self.given.get(cell, (0, UNKNOWN))
        return self.fixed[cell] or low == high

    def _add_version(
        self, version: Version, kinds: set[tuple[str, str, str, str]]
    ) -> tuple[dict[Place, int], list[Positions]]:
        """The cells of one version; what it hid is to stay hidden from who has the next one."""
        at: dict[Place, int] = {}
        added = [(one.total, *one.parts) for one in version.sums]
        named = {place for places in added for place in places}
        named |= {place for part, whole, _ in version.bounds for place in (part, whole)}
        for place, known in version.cells.items():
            found = version.quantities.get(place)
            if place in named or (found is not None and found.kind in kinds):
                hidden = known[0] < known[1]
                at[place] = self._add(known[0], hidden, known, key=(version.name, *place))
        sums: list[Positions] = []
        for one in version.sums:
            parts = [at[part] for part in one.parts]
            if one.rest:
                parts.append(self._add(0, False, (0, UNKNOWN)))
            sums.append((at[one.total], parts))
        for part, whole, scope in version.bounds:
            key = (version.name, "rest", *whole, *part)
            rest = self._add(0, scope, (0, UNKNOWN), key=key)
            sums.append((at[whole], [at[part], rest]))
        return at, sums

    def _relate_all(self, found: Sequence[Relation], quantities: Mapping[int, Quantity]) -> None:
        """Relate what can be compared, but no difference twice: versions repeat most numbers.

        Left out is what differs between two earlier versions that do not follow each other: it
        was protected when the second was made, and what it tells comes from the steps between.
        """
        first: dict[tuple[object, ...], int] = {}
        alike: dict[int, int] = {}
        for cell, quantity in quantities.items():
            if self._is_exact(cell):
                alike[cell] = first.setdefault((*quantity.kind, self.values[cell]), cell)
        done = set[tuple[int, int, str]]()
        for one in found:
            if self._may_be_corrected(one, quantities[one.later].figure):
                continue
            earlier, later = (alike.get(cell, cell) for cell in (one.earlier, one.later))
            if earlier == later or (earlier, later, one.kind) in done:
                continue
            done.add((earlier, later, one.kind))
            if not one.apart or self.values[one.earlier] == self.values[one.later]:
                self._relate(one)
            if one.kind != "grown" and self.values[one.earlier] == self.values[one.later]:
                alike[one.later] = earlier

    def _may_be_corrected(self, one: Relation, figure: str) -> bool:
        """Whether a number that is the same as before could be another, as far as readers know.

        What was hidden before is then hidden at least as much: so it tells nothing new.
        """
        equal = one.kind == "same" and self.values[one.earlier] == self.values[one.later]
        if not equal or figure not in self.held.unsure:
            return False
        if self._is_exact(one.earlier):
            return True
        before = self.given[one.earlier]
        if one.later in self.given:
            low, high = self.given[one.later]
            return low <= before[0] and before[1] <= high
        if self.fixed[one.later]:
            return False
        low, high = self.drawn.get(one.later, before)
        self.drawn[one.later] = min(low, before[0]), max(high, before[1])
        return True

    def _relate(self, one: Relation) -> None:
        """The later number is the earlier one and what was added, or the other way round.

        The attacker is taken to know which way it went, and that what is the same did not change.
        """
        before, after = self.values[one.earlier], self.values[one.later]
        if before == after and one.kind != "grown":
            self.sums.append((one.later, [one.earlier]))
        elif before <= after and one.kind != "held":
            self.sums.append((one.later, [one.earlier, self._difference(one)]))
        elif before > after and one.kind != "held":
            self.sums.append((one.earlier, [one.later, self._difference(one)]))

    def _difference(self, one: Relation) -> int:
        """A count too, in scope if one of the two is or was."""
        scope = self.scope[one.earlier] or self.scope[one.later]
        value = abs(self.values[one.later] - self.values[one.earlier])
        key = ("difference", self.keys[one.earlier], self.keys[one.later])
        rest = self._add(value, scope, (0, UNKNOWN), key=key)
        self.belongs[rest] = self.places[one.later] or self.places[one.earlier]
        return rest

    # What is done with it

    def protect(self) -> list[Range]:
        """A range for every cell; raises CannotProtect with positions."""
        return protect(
            self.values,
            self.scope,
            self.sums,
            self.linked.threshold,
            self.fixed,
            given=self.given,
            drawn=self.drawn,
            weights=self.weights,
        )

    def hopeless(self) -> list[int]:
        """The small cells with one value left even if all were hidden that may be hidden."""
        small = self.small
        best = audit(self._all_hidden(), self.sums, small)
        return [cell for cell in small if best[cell][0] == best[cell][1]]

    def given_away(self, ranges: Sequence[Range]) -> list[int]:
        """The small cells that the attack finds in what is to be published."""
        return given_away(ranges, self.sums, self.small, self._all_hidden(), self.linked.threshold)

    @property
    def small(self) -> list[int]:
        limit = self.linked.threshold
        return [
            cell
            for cell, (value, scope) in enumerate(zip(self.values, self.scope, strict=True))
            if scope and 0 < value < limit
        ]

    def known_before(self, cells: Sequence[int]) -> list[int]:
        """Those of the cells of which earlier versions alone leave one value."""
        unknown = (0, UNKNOWN)
        block = range(self.end_of_now, self.end_of_versions)
        then = [self.given[cell] if cell in block else unknown for cell in range(len(self.values))]
        found = audit(then, self.sums, cells)
        return [cell for cell in cells if found[cell][0] == found[cell][1]]

    def corrected(self, cells: Sequence[int]) -> set[str]:
        """The tables of which one of the cells is a correction, but for those unsure already."""
        named = {
            place[0]
            for cell in cells
            if self.keys[cell][0] == "difference" and (place := self.place_of(cell))
        }
        return named - self.held.unsure

    def place_of(self, cell: int) -> Place | None:
        """Where a cell stands, or the cell of which it is a rest or a difference."""
        return self.places[cell] or self.belongs.get(cell)

    def _all_hidden(self) -> list[Range]:
        hidden: list[Range] = []
        for cell, value in enumerate(self.values):
            exact = (value, value) if self.fixed[cell] else (0, UNKNOWN)
            hidden.append(self.given.get(cell, exact))
        return hidden
