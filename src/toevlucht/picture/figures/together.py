"""All figures of an edition at once: found apart, protected as one, then read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toevlucht.picture.figures.compute import FIGURES, figure_of
from toevlucht.picture.figures.findings import FigureKind, Findings
from toevlucht.picture.figures.quantities import quantities
from toevlucht.picture.protection import Linked, Outcome, Place, Quantity, Version, protect_together
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Figure, Table

# Figures that count the same statements: the rungs of the country's ladder, and its weeks.
LADDER, WEEKS = "ladder-national", "statements-over-time"


@dataclass(frozen=True)
class Computed:
    """The figures of an edition, and how they were protected (None in the partners' rendition).

    ``quantities`` says what each cell counts; ``found`` are the tables before protection, which
    only those may see who may see the partners' rendition.
    """

    figures: Mapping[str, Figure]
    found: Mapping[str, Table]
    quantities: Mapping[Place, Quantity]
    outcome: Outcome | None


def find_all(snapshot: Snapshot) -> Iterator[tuple[FigureKind, Findings]]:
    """What each figure found in the snapshot, in the order of reading."""
    for kind in FIGURES:
        yield kind, kind.find(snapshot)


def compute_all(
    snapshot: Snapshot,
    findings: Mapping[str, Findings],
    *,
    public: bool = True,
    earlier: Sequence[Version] = (),
    rounded: Collection[str] = (),
) -> Computed:
    """The figures of a frozen edition; in public, no reader finds a small count in them together.

    ``earlier`` are the versions that everybody has already, and ``rounded`` the figures that the
    editors want rounded to fives. Raises Unprotectable.
    """
    kinds = {kind.id: kind for kind in FIGURES if kind.id in findings}
    if public:
        findings = {name: found.for_everybody() for name, found in findings.items()}
    found = {name: findings[name].table for name in kinds}
    counted: dict[Place, Quantity] = {}
    for name, kind in kinds.items():
        counted |= quantities(name, kind.counts, found[name], snapshot.edition)
    outcome = None
    tables: Mapping[str, Table] = found
    if public:
        outcome = protect_together(
            _linked(kinds, findings, counted, earlier),
            {name: [findings[name].groups] for name in kinds},
            may_round=frozenset(name for name, kind in kinds.items() if kind.may_round),
            rounded=frozenset(rounded),
        )
        tables = outcome.tables
    return Computed(
        {
            name: figure_of(kind, findings[name], tables[name], snapshot, public=public)
            for name, kind in kinds.items()
        },
        found,
        counted,
        outcome,
    )


def _linked(
    kinds: Mapping[str, FigureKind],
    findings: Mapping[str, Findings],
    counted: Mapping[Place, Quantity],
    earlier: Sequence[Version],
) -> Linked:
    return Linked(
        {name: findings[name].table for name in kinds},
        balances=list(_balances({name: findings[name].table for name in kinds})),
        margins=frozenset((name, row) for name in kinds for row in findings[name].margins),
        few_alike=frozenset(name for name in kinds if findings[name].few_alike),
        gives_way={
            (name, column): weight
            for name, kind in kinds.items()
            for column, weight in kind.gives_way
        },
        quantities=counted,
        earlier=earlier,
    )


def _balances(tables: Mapping[str, Table]) -> Iterator[tuple[list[Place], list[Place]]]:
    """The statements of the ladder's rows are those of all weeks, but for a number once known.

    The ladder leaves out earlier stages of a case and what another row sums up, and adds totals.
    """
    if not {LADDER, WEEKS} <= tables.keys():
        return
    rungs = [(LADDER, row.id, "statements") for row in tables[LADDER].rows]
    weeks = [
        (WEEKS, row.id, column)
        for row in tables[WEEKS].rows
        for column in ("concrete", "not_concrete")
    ]
    yield rungs, weeks
