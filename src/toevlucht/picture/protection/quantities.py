"""What a cell counts, so that the same number is known again in another edition or version."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from toevlucht.picture.protection.cells import Place
from toevlucht.statistics.disclosure import Range


@dataclass(frozen=True)
class Quantity:
    """One number of the world: what is counted, since when, and as known on which day.

    Counts with the same ``since`` grow: what is counted until a later day holds what was counted
    until an earlier one. ``since`` is empty for how things stand: such numbers are the same where
    nothing was corrected, and are not compared with those of another day.
    """

    figure: str
    row: str
    column: str
    since: str
    until: datetime.date

    @property
    def kind(self) -> tuple[str, str, str, str]:
        return self.figure, self.row, self.column, self.since

    @property
    def grows(self) -> bool:
        return bool(self.since)


@dataclass(frozen=True)
class KnownSum:
    """Published cells of one version that add up; ``rest`` where the total may hold more."""

    total: Place
    parts: tuple[Place, ...]
    rest: bool = False


@dataclass(frozen=True)
class Version:
    """What an earlier public version tells: the range of each number, and what adds up.

    ``bounds`` are parts and wholes, and whether the rest is a count in scope. ``name`` (series,
    number, version) and ``sha256`` of its manifest say which it is.
    """

    name: str
    sha256: str
    cells: Mapping[Place, Range]
    quantities: Mapping[Place, Quantity]
    sums: tuple[KnownSum, ...] = ()
    bounds: tuple[tuple[Place, Place, bool], ...] = ()


@dataclass(frozen=True)
class Relation:
    """Two cells that can be compared, in the order of the days until which they count.

    ``grown``: the later holds the earlier, and what came on top is a count too. ``same``: one
    number, and what was corrected is a count too. ``held``: one number wherever it can be one.
    ``apart`` says that both are of earlier versions, and that others come in between.
    """

    earlier: int
    later: int
    kind: str
    apart: bool = False


def relations(
    quantities: Mapping[int, Quantity], version_of: Mapping[int, int], now: int
) -> list[Relation]:
    """What can be compared: all pairs of cells of one kind, in the order of days and versions.

    ``now`` is the number of the version that is being made.
    """
    by_kind: dict[tuple[str, ...], list[int]] = {}
    for cell, found in quantities.items():
        by_kind.setdefault(found.kind, []).append(cell)
    related = []
    for cells in by_kind.values():
        cells.sort(key=lambda cell: (quantities[cell].until, version_of[cell]))
        for place, later in enumerate(cells):
            for before, earlier in enumerate(cells[:place]):
                kind = _kind(quantities[earlier], quantities[later])
                apart = before < place - 1 and now not in (version_of[earlier], version_of[later])
                related.append(Relation(earlier, later, kind, apart))
    return related


def _kind(earlier: Quantity, later: Quantity) -> str:
    if earlier.until == later.until:
        return "same"
    return "grown" if later.grows else "held"
