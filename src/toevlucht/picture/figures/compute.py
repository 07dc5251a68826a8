"""Compute the figures of an edition: find, protect, read, and say what travels with the numbers."""

from __future__ import annotations

from dataclasses import replace

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures import (
    absence,
    contributors,
    corrections,
    follow_up,
    hidden_number,
    ladder,
    out_of_sight,
    partner_registrations,
    phenomena,
    reception,
    reception_by_region,
    rises,
    rises_by_week,
    sight,
    sight_by_requirement,
    statements_by_region,
    statements_over_time,
)
from toevlucht.picture.figures.findings import Cited, FigureKind, Findings
from toevlucht.picture.figures.rounded import saying_rounded
from toevlucht.picture.protection import Linked, protect_together
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Figure, Source, Table

FIGURES = (
    FigureKind(
        "ladder-national", ladder.find_national, ladder.read, gives_way=(("statements", 1.0),)
    ),
    FigureKind("ladder-european", ladder.find_european, ladder.read),
    FigureKind("rises", rises.find, rises.read),
    FigureKind("rises-by-week", rises_by_week.find, rises_by_week.read, counts="state"),
    FigureKind("phenomena", phenomena.find, phenomena.read),
    FigureKind(
        "statements-over-time",
        statements_over_time.find,
        statements_over_time.read,
        counts="state",
        # Dearer than a rung of the ladder: a hole in a line is missed more.
        gives_way=(("concrete", 20.0), ("not_concrete", 20.0)),
    ),
    FigureKind(
        "statements-by-region",
        statements_by_region.find,
        statements_by_region.read,
        may_round=True,
    ),
    FigureKind("reception", reception.find, reception.read, counts="state"),
    FigureKind(
        "reception-by-region",
        reception_by_region.find,
        reception_by_region.read,
        counts="state",
        may_round=True,
    ),
    FigureKind("out-of-sight", out_of_sight.find, out_of_sight.read, counts="state"),
    FigureKind("sight", sight.find, sight.read, counts="state", may_round=True),
    FigureKind(
        "sight-by-requirement",
        sight_by_requirement.find,
        sight_by_requirement.read,
        counts="state",
        is_left_out=True,
    ),
    FigureKind("follow-up", follow_up.find, follow_up.read),
    FigureKind(
        "partner-registrations",
        partner_registrations.find,
        partner_registrations.read,
        counts="state",
    ),
    FigureKind("absence", absence.find, absence.read, counts="state"),
    FigureKind("hidden-number", hidden_number.find, hidden_number.read, counts="state"),
    FigureKind("corrections", corrections.find, corrections.read),
    FigureKind("contributors", contributors.find, contributors.read, counts="state"),
)


def compute(kind: FigureKind, snapshot: Snapshot, *, public: bool = True) -> Figure:
    """One figure of a frozen edition.

    In the public rendition the table is protected first, by itself: what other figures and
    editions tell is reckoned with in `together.compute_all` only, which editions are built with.
    """
    findings = kind.find(snapshot)
    if public:
        findings = findings.for_everybody()
    table = _protected(kind, findings) if public else findings.table
    return figure_of(kind, findings, table, snapshot, public=public)


def _protected(kind: FigureKind, findings: Findings) -> Table:
    linked = Linked(
        {kind.id: findings.table},
        margins=frozenset((kind.id, row) for row in findings.margins),
        few_alike=frozenset({kind.id} if findings.few_alike else ()),
    )
    groups = {kind.id: [findings.groups]}
    may_round = frozenset({kind.id} if kind.may_round else ())
    return protect_together(linked, groups, may_round=may_round).tables[kind.id]


def figure_of(
    kind: FigureKind, findings: Findings, table: Table, snapshot: Snapshot, *, public: bool
) -> Figure:
    """A figure read from its table as readers see it: nothing hidden can be said or drawn."""
    reading = kind.read(table.without(findings.margins), snapshot.edition)
    reading = saying_rounded(reading)
    texts = f"figures.{kind.id.replace('-', '_')}"
    return Figure(
        id=kind.id,
        title=Message(f"{texts}.title"),
        question=Message(f"{texts}.question"),
        sentence=reading.sentence,
        caveat=Message(f"{texts}.caveat"),
        table=reading.table,
        chart=reading.chart,
        sources=_sources(findings, public),
        known_until=Day(snapshot.edition.period.cut_off),
        counting=counting(snapshot.edition, kind.counts),
        rungs=findings.rungs,
        organisations=findings.organisations,
        state=reading.state,
    )


def _sources(findings: Findings, public: bool) -> tuple[Source, ...]:
    if not public:
        return tuple(cited.source for cited in findings.cited)
    return tuple(dict.fromkeys(_public(cited) for cited in findings.cited))


def _public(cited: Cited) -> Source:
    """A partner's own file is named by its owner only."""
    if cited.published:
        return cited.source
    return replace(cited.source, title="", day=None, address="")


def counting(edition: Edition, counts: str = "period") -> Message:
    """What of time a figure counts, as it travels with its numbers."""
    period = edition.period
    if counts == "state":
        return Message("figures.counting.state", {"cut_off": Day(period.cut_off)})
    values = {"start": Day(period.start), "end": Day(period.end)}
    return Message(f"figures.counting.{period.counting_mode}", values)
