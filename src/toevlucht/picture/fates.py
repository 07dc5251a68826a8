"""What became of each row of a contribution in a frozen edition: it counts, or why it does not."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from toevlucht.picture.editorial import Edition
from toevlucht.picture.figures.evidence import (
    aggregates,
    counted,
    latest_of_each_case,
    standing,
    statements,
)
from toevlucht.picture.figures.findings import known
from toevlucht.picture.snapshot import Snapshot, sql_of

# Every fate has its text under contributing.fate.
FATES = (
    "counts",
    "cut_off_later",
    "known_later",
    "not_there_yet",
    "corrected",
    "known_earlier",
    "mends_earlier",
    "risk_condition",
    "later_stage",
    "other_counting",
    "newer_total",
    "summed_up",
)
FACTS = ("period_from", "period_to", "cut_off")


@dataclass(frozen=True)
class Contributed:
    """A contribution as it is followed: its facts, and of each table the rows with their day."""

    organisation: str
    cut_off: datetime.date
    facts: Mapping[str, Any]  # as an entry in the manifest of a frozen edition
    tables: Mapping[str, pa.Table]  # with the columns id and known_on

    def refs(self, table: str) -> list[str]:
        if table not in self.tables:
            return []
        return [f"{self.organisation}/{id}" for id in self.tables[table]["id"].to_pylist()]

    def is_entry(self, entry: Mapping[str, Any]) -> bool:
        return all(entry.get(name) == value for name, value in self.facts.items())


def fates(snapshot: Snapshot, contributed: Contributed) -> dict[str, list[str]]:
    """For each table the fate of each row, in the order of the contribution."""
    return {
        name: _of_table(snapshot, contributed, name, table)
        for name, table in contributed.tables.items()
    }


def _of_table(snapshot: Snapshot, contributed: Contributed, name: str, rows: pa.Table) -> list[str]:
    frozen = _Refs(snapshot.table(name), contributed.organisation)
    lost = _lost(snapshot, contributed.organisation, name)
    edition = snapshot.edition
    return [
        next((fate for fate, refs in lost if ref in refs), "counts")
        if ref in frozen.refs
        else _outside(contributed, edition, day)
        for ref, day in zip(contributed.refs(name), rows["known_on"].to_pylist(), strict=True)
    ]


def _outside(contributed: Contributed, edition: Edition, known_on: datetime.date) -> str:
    """Why a row is not in the frozen edition at all."""
    if contributed.cut_off > edition.period.cut_off:
        return "cut_off_later"
    return "known_later" if known_on > edition.period.cut_off else "not_there_yet"


class _Refs:
    """The references of one organisation's rows in an expression, read once."""

    def __init__(self, rows: ir.Table, organisation: str) -> None:
        own = rows.filter(rows.ref.startswith(f"{organisation}/")).select("ref")
        table = own.get_backend().raw_sql(sql_of(own)).to_arrow_table()
        self.refs = frozenset(table["ref"].to_pylist())


def _lost(snapshot: Snapshot, organisation: str, name: str) -> list[tuple[str, frozenset[str]]]:
    """The rows that drop out at each step on the way to what counts, step by step."""

    def refs(rows: ir.Table) -> frozenset[str]:
        return _Refs(rows, organisation).refs

    period = snapshot.edition.period
    rows = snapshot.table(name)
    everything, uncorrected = refs(rows), refs(known(rows, snapshot))
    lost = [("corrected", everything - uncorrected)]
    if name not in ("observations", "counts"):
        return lost
    in_period = refs(rows.filter(rows.known_on > ibis.literal(period.known_after)))
    lost.append(("known_earlier", everything - in_period))
    if name == "observations":
        stood = statements(snapshot, period)
        lost.append(("mends_earlier", everything - refs(stood)))
        occurrences = stood.filter(stood.subject == "occurrence")
        lost.append(("risk_condition", everything - refs(occurrences)))
        lost.append(("later_stage", everything - refs(latest_of_each_case(occurrences))))
    else:
        stood = standing(rows, period)
        lost.append(("mends_earlier", everything - refs(stood)))
        same = stood.filter(stood.counting_mode == period.counting_mode)
        lost.append(("other_counting", everything - refs(same)))
        lost.append(("newer_total", everything - refs(aggregates(snapshot, period))))
    lost.append(("summed_up", everything - refs(counted(snapshot, period))))
    return lost
