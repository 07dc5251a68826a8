"""What was corrected: statements that stood in this or an earlier edition and no longer do."""

from __future__ import annotations

from typing import Any

import ibis

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.areas import AreaOfEdition, areas
from toevlucht.picture.figures.findings import (
    CITED_COLUMNS,
    Findings,
    Reading,
    cited,
    coded,
    column,
    organisations,
    rows_of,
)
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Cell, NotSupplied, Row, Table, Words

# A correction names the municipality and the outcome, and nothing of the persons: somebody may
# have been cleared by it.
MOST_ROWS = 40


def find(snapshot: Snapshot) -> Findings:
    period = snapshot.edition.period
    rows = snapshot.table("observations")
    rows = rows.filter(rows.known_on <= ibis.literal(period.cut_off))
    after = rows.filter(
        rows.corrects_ref.notnull() & (rows.known_on > ibis.literal(period.known_after))
    )
    before = rows.select(was_ref="ref", was_rung="rung", was_known_on="known_on", was_area="area")
    pairs = after.join(before, after.corrects_ref == before.was_ref)
    found = rows_of(pairs.order_by(["known_on", "ref"]))
    places = areas(snapshot)
    columns = (
        column("correction", "label"),
        column("area"),
        column("was_rung"),
        column("was_known_on", "date"),
        column("now_rung"),
        column("now_known_on", "date"),
        column("touches"),
    )
    table = Table(
        columns,
        tuple(
            _row(n, pair, places, snapshot.edition) for n, pair in enumerate(found[:MOST_ROWS], 1)
        ),
    )
    corrections = after.select(by="corrects_ref")
    corrected = rows.semi_join(corrections, rows.ref == corrections.by)
    both = after.select(*CITED_COLUMNS).union(corrected.select(*CITED_COLUMNS))
    return Findings(table, cited(both), organisations(after))


def _row(
    number: int, pair: dict[str, Any], places: dict[str, AreaOfEdition], edition: Edition
) -> Row:
    return Row(
        f"correction-{number}",
        (
            Words(Message("figures.corrections.number", {"number": number})),
            _place(pair["area"] or pair["was_area"], places),
            coded("rung", pair["was_rung"]),
            Words(Day(pair["was_known_on"])),
            coded("rung", pair["rung"]),
            Words(Day(pair["known_on"])),
            Words(_touches(pair, edition)),
        ),
    )


def _place(code: str | None, places: dict[str, AreaOfEdition]) -> Cell:
    return places[code].words if code in places else NotSupplied()


def _touches(pair: dict[str, Any], edition: Edition) -> Message:
    if edition.previous and pair["was_known_on"] <= edition.previous.cut_off:
        return Message("figures.corrections.earlier", {"number": edition.previous.number})
    return Message("figures.corrections.this_period")


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.corrections.empty"), None, table)
    refuted = [row for row in table.rows if row.cells[4] == coded("rung", "refuted")]
    values = {"n": len(table.rows), "refuted": len(refuted)}
    all_shown = len(table.rows) < MOST_ROWS
    key = "figures.corrections.sentence" if all_shown else "figures.corrections.at_least"
    return Reading(Message(key, values), None, table)
