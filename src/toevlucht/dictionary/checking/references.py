"""References between rows: ids are unique, references lead somewhere, and never in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.row_rules import RowCheck
from toevlucht.dictionary.checking.rows import Rows
from toevlucht.language import Message

# Rows of these tables sum each other up, so an id names one row among both.
SUMMARISING = ("observations", "counts")

KnownIds = Mapping[str, frozenset[str]]
Node = tuple[str, str]


@dataclass(frozen=True)
class References:
    """All references of one contribution.

    ``known`` holds the references ``organisation/id`` of rows accepted earlier, by table; where
    it is None, references to other organisations wait until an edition is frozen. ``taken`` holds
    the same for rows that may not come a second time.
    """

    organisation: str
    checks: Mapping[str, RowCheck]
    known: KnownIds | None
    taken: KnownIds = field(default_factory=dict)

    def check(self) -> None:
        ids = {table: _ids(check.rows) for table, check in self.checks.items()}
        for table, check in self.checks.items():
            _duplicates(check)
            others = SUMMARISING if table in SUMMARISING else (table,)
            self._taken_earlier(check, others)
            self._elsewhere(check, [ids[t] for t in others if t in ids and t != table])
            self._column(check, "corrects", ids, (table,))
            self._column(check, "summarises", ids, SUMMARISING)
        self._circles("corrects")
        self._circles("summarises")

    def _elsewhere(self, check: RowCheck, others: list[set[str]]) -> None:
        taken = set[str]().union(*others)
        if not taken or check.rows.table.id == SUMMARISING[0] or "id" not in check.rows.cells:
            return
        texts = check.rows.cells["id"].texts.to_pylist()
        bad = check.rows.where("id", np.array([text in taken for text in texts], np.bool_))
        elsewhere = Message("checking.hint.table", {"table": SUMMARISING[0]})
        check.tell(ProblemCode.DUPLICATE_ID, "id", bad, lambda row: {"first": elsewhere})

    def _taken_earlier(self, check: RowCheck, tables: tuple[str, ...]) -> None:
        """Tell rows under an id that an earlier contribution of the same organisation holds."""
        taken = frozenset[str]().union(*(self.taken.get(table, ()) for table in tables))
        if not taken or "id" not in check.rows.cells:
            return
        texts = check.rows.cells["id"].texts.to_pylist()
        again = [bool(text) and f"{self.organisation}/{text}" in taken for text in texts]
        bad = check.rows.where("id", np.array(again, np.bool_))
        earlier = Message("checking.hint.earlier")
        check.tell(ProblemCode.DUPLICATE_ID, "id", bad, lambda row: {"first": earlier})

    def _column(
        self, check: RowCheck, column: str, ids: Mapping[str, set[str]], tables: tuple[str, ...]
    ) -> None:
        """Tell references to nothing and to the row itself in one column."""
        if column not in check.rows.cells:
            return
        own = set[str]().union(*(ids.get(table, set()) for table in tables))
        cells = check.rows.cells[column]
        assert cells.typed is not None
        lost = [self._lost(value, own, tables) for value in cells.typed.to_pylist()]
        missing = np.array([bool(parts) for parts in lost], np.bool_)
        check.tell(
            ProblemCode.REFERENCE_NOT_FOUND,
            column,
            check.rows.where(column, missing),
            lambda row: {"reference": lost[int(cells.indices[row])]},
        )
        itself = np.zeros(len(check.rows), np.bool_)
        for row in np.flatnonzero(~check.rows.empty(column)).tolist():
            itself[row] = self._names(check.rows, column, row)
        check.tell(ProblemCode.REFERENCE_TO_ITSELF, column, itself)

    def _lost(self, value: str | list[str] | None, own: set[str], tables: tuple[str, ...]) -> str:
        """The first reference in a cell that leads nowhere, or nothing."""
        return next((part for part in _parts(value) if not self._leads(part, own, tables)), "")

    def _leads(self, reference: str, own: set[str], tables: tuple[str, ...]) -> bool:
        organisation, identifier = self._split(reference)
        if organisation == self.organisation and identifier in own:
            return True
        if self.known is None:
            return organisation != self.organisation
        full = f"{organisation}/{identifier}"
        return any(full in self.known.get(table, frozenset()) for table in tables)

    def _split(self, reference: str) -> tuple[str, str]:
        organisation, slash, identifier = reference.rpartition("/")
        return (organisation, identifier) if slash else (self.organisation, reference)

    def _names(self, rows: Rows, column: str, row: int) -> bool:
        own = (self.organisation, rows.text("id", row)) if "id" in rows.cells else None
        cells = rows.cells[column]
        assert cells.typed is not None
        parts = _parts(cells.typed[int(cells.indices[row])].as_py())
        return any(self._split(part) == own for part in parts)

    def _circles(self, column: str) -> None:
        """Tell every row from which following ``column`` leads back to the row itself."""
        edges: dict[Node, set[Node]] = {}
        rows_of: dict[Node, tuple[str, int]] = {}
        for table, check in self.checks.items():
            if column not in check.rows.cells or "id" not in check.rows.cells:
                continue
            scope = column if table in SUMMARISING and column == "summarises" else table
            for row in np.flatnonzero(~check.rows.empty(column)).tolist():
                node = (scope, check.rows.text("id", row))
                targets = self._own_targets(check.rows, column, row, scope)
                edges.setdefault(node, set()).update(targets - {node})
                rows_of[node] = (table, row)
        for table, check in self.checks.items():
            bad = np.zeros(len(check.rows), np.bool_)
            for node in in_circles(edges):
                if rows_of[node][0] == table:
                    bad[rows_of[node][1]] = True
            check.tell(ProblemCode.REFERENCE_CIRCLE, column, bad)

    def _own_targets(self, rows: Rows, column: str, row: int, scope: str) -> set[Node]:
        cells = rows.cells[column]
        assert cells.typed is not None
        parts = _parts(cells.typed[int(cells.indices[row])].as_py())
        pairs = (self._split(part) for part in parts)
        return {(scope, identifier) for owner, identifier in pairs if owner == self.organisation}


def in_circles(edges: Mapping[Node, set[Node]]) -> set[Node]:
    """Nodes that lie on a circle: what remains when ends are taken off from both sides."""
    remaining = {node: set(targets) for node, targets in edges.items()}
    for _ in range(2):
        remaining = _turned(_without_ends(remaining))
    return set(remaining)


def _without_ends(edges: Mapping[Node, set[Node]]) -> dict[Node, set[Node]]:
    """The same without nodes from which every way comes to an end."""
    came_from = _turned(edges)
    open_ways = {node: len(targets) for node, targets in edges.items()}
    ends = [n for n in came_from.keys() | edges.keys() if not open_ways.get(n)]
    gone = set(ends)
    while ends:
        for before in came_from.get(ends.pop(), ()):
            open_ways[before] -= 1
            if open_ways[before] == 0:
                gone.add(before)
                ends.append(before)
    return {n: targets - gone for n, targets in edges.items() if n not in gone}


def _turned(edges: Mapping[Node, set[Node]]) -> dict[Node, set[Node]]:
    turned: dict[Node, set[Node]] = {}
    for node, targets in edges.items():
        for target in targets:
            turned.setdefault(target, set()).add(node)
    return turned


def _ids(rows: Rows) -> set[str]:
    return set(rows.cells["id"].texts.to_pylist()) - {""} if "id" in rows.cells else set()


def _row(number: int) -> Message:
    return Message("checking.hint.row", {"row": str(number)})


def _parts(value: str | list[str] | None) -> Iterable[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _duplicates(check: RowCheck) -> None:
    """Tell the second and every later row with the same id, and where the first one is."""
    rows = check.rows
    if "id" not in rows.cells or not len(rows):
        return
    cells = rows.cells["id"]
    times = np.bincount(cells.indices, minlength=len(cells.texts))
    if times.max(initial=0) < 2:
        return
    first = np.full(len(cells.texts), len(rows))
    np.minimum.at(first, cells.indices, np.arange(len(rows)))
    later = first[cells.indices] < np.arange(len(rows))
    later &= ~rows.empty("id")
    number = rows.numbers
    check.tell(
        ProblemCode.DUPLICATE_ID,
        "id",
        later,
        lambda row: {"first": _row(int(number[first[cells.indices[row]]]))},
    )
