"""The hidden number: which overlapping lists there are, and that no estimate is made of them."""

from __future__ import annotations

from toevlucht.language import Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.findings import (
    Findings,
    Reading,
    cited,
    coded,
    column,
    known,
    organisations,
    rows_of,
)
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Count, Row, Table, Words


def find(snapshot: Snapshot) -> Findings:
    rows = known(snapshot.table("overlap"), snapshot)
    # Another period may hold the same people: only the newest is shown.
    rows = rows.filter(rows.period_to == rows.period_to.max())
    rows = rows.filter(rows.period_from == rows.period_from.max())
    lists = rows.on_lists.length().name("lists")
    groups = rows_of(
        rows.group_by([lists, "linkage_method"])
        .agg(persons=rows["count"].sum())
        .order_by(["lists", "linkage_method"])
    )
    columns = (
        column("on_lists", "label"),
        column("persons", "count"),
        column("linkage_method"),
    )
    table_rows = tuple(
        Row(
            f"{group['lists']}.{group['linkage_method']}",
            (
                Words(Message("figures.hidden_number.on_lists", {"n": group["lists"]})),
                Count(group["persons"], "person"),
                coded("linkage_method", group["linkage_method"]),
            ),
        )
        for group in groups
    )
    return Findings(Table(columns, table_rows), cited(rows), organisations(rows))


def read(table: Table, edition: Edition) -> Reading:
    if not table.rows:
        return Reading(Message("figures.hidden_number.empty"), None, table, "not_computed")
    return Reading(Message("figures.hidden_number.lists_only"), None, table, "not_computed")
