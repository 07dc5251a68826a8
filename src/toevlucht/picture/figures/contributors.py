"""Who contributed and who did not: an absence of statements means little without this."""

from __future__ import annotations

import datetime
from typing import Any

from toevlucht.dictionary import dictionary
from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.findings import Findings, Reading, coded, column
from toevlucht.picture.rendering.cells import phrase
from toevlucht.picture.snapshot import Snapshot
from toevlucht.picture.tables import Cell, Listed, NotSupplied, Row, Table, Words


def find(snapshot: Snapshot) -> Findings:
    edition, manifest = snapshot.edition, snapshot.manifest
    given: dict[str, list[dict[str, Any]]] = {}
    since = edition.period.known_after.isoformat()
    for contribution in manifest["contributions"]:
        if contribution["cut_off"] <= since:
            continue  # it was in an earlier edition, and says nothing of this period
        given.setdefault(contribution["organisation"], []).append(contribution)
    everybody = given.keys() | set(edition.invited)
    order = dictionary().code_list("organisation").names
    columns = (
        column("organisation", "label"),
        column("invited"),
        column("contributed"),
        column("newest_cut_off", "date"),
        column("nil_returns"),
    )
    rows = tuple(
        _row(organisation, organisation in edition.invited, given.get(organisation, []))
        for organisation in sorted(everybody, key=order.index)
    )
    return Findings(Table(columns, rows), organisations=len(given))


def _row(organisation: str, invited: bool, contributions: list[dict[str, Any]]) -> Row:
    return Row(
        organisation,
        (
            coded("organisation", organisation),
            _yes_or_no(invited),
            _yes_or_no(bool(contributions)),
            _newest(contributions),
            _nil(contributions),
        ),
    )


def _yes_or_no(answer: bool) -> Words:
    return Words(Message("figures.contributors.yes" if answer else "figures.contributors.no"))


def _newest(contributions: list[dict[str, Any]]) -> Cell:
    if not contributions:
        return NotSupplied()
    newest = max(contribution["cut_off"] for contribution in contributions)
    return Words(Day(datetime.date.fromisoformat(newest)))


def _nil(contributions: list[dict[str, Any]]) -> Cell:
    tables = sorted({table for contribution in contributions for table in contribution["nil"]})
    if not tables:
        return Words(Message("figures.contributors.none"))
    return Listed(tuple(Words(Message(f"tables.{table}.title")) for table in tables))


def read(table: Table, edition: Edition) -> Reading:
    yes = _yes_or_no(True)
    invited = [row for row in table.rows if row.cells[1] == yes]
    missing = [row for row in invited if row.cells[2] != yes]
    values = {"invited": len(invited), "n": len(missing)}
    if not missing:
        return Reading(Message("figures.contributors.all_contributed", values), None, table)
    names = tuple(phrase(row.cells[0]) for row in missing)
    # Of a reconstruction, and of an exercise with its rows, only public statements are known:
    # its partners may well have contributed.
    borrowed = edition.series_of_contributions != edition.series
    rebuilt = edition.series_kind == "reconstruction" or borrowed
    key = "no_public_statement" if rebuilt else "some_missing"
    return Reading(Message(f"figures.contributors.{key}", {**values, "names": names}), None, table)
