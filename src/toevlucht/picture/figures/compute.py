"""Compute the figures of an edition: find, protect, read, and say what travels with the numbers."""

from __future__ import annotations

from dataclasses import replace

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures import (
    contributors,
    corrections,
    hidden_number,
    ladder,
    out_of_sight,
    partner_registrations,
    phenomena,
    reception,
    reception_by_region,
    rises,
    sight,
    statements_by_region,
    statements_over_time,
)
from toevlucht.picture.figures.findings import Cited, FigureKind, Findings
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Figure, Source

FIGURES = (
    FigureKind("ladder-national", ladder.find_national, ladder.read),
    FigureKind("ladder-european", ladder.find_european, ladder.read),
    FigureKind("rises", rises.find, rises.read),
    FigureKind("phenomena", phenomena.find, phenomena.read),
    FigureKind(
        "statements-over-time", statements_over_time.find, statements_over_time.read, counts="state"
    ),
    FigureKind(
        "statements-by-region",
        statements_by_region.find,
        statements_by_region.read,
        protect=statements_by_region.protect,
    ),
    FigureKind("reception", reception.find, reception.read, counts="state"),
    FigureKind(
        "reception-by-region", reception_by_region.find, reception_by_region.read, counts="state"
    ),
    FigureKind("out-of-sight", out_of_sight.find, out_of_sight.read, counts="state"),
    FigureKind("sight", sight.find, sight.read, counts="state"),
    FigureKind(
        "partner-registrations",
        partner_registrations.find,
        partner_registrations.read,
        counts="state",
    ),
    FigureKind("hidden-number", hidden_number.find, hidden_number.read, counts="state"),
    FigureKind("corrections", corrections.find, corrections.read),
    FigureKind("contributors", contributors.find, contributors.read, counts="state"),
)


def compute(kind: FigureKind, snapshot: Snapshot, *, public: bool = True) -> Figure:
    """One figure of a frozen edition.

    In the public rendition the table is protected first; sentence and chart are then read from
    the protected table, so that nothing hidden can be said or drawn.
    """
    findings = kind.find(snapshot)
    table = kind.protect(findings.table) if public else findings.table
    reading = kind.read(table.without(findings.margins), snapshot.edition)
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
