"""What every figure is made of: findings from a snapshot, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from toevlucht.dictionary import dictionary
from toevlucht.language import Coded, Day, Message
from toevlucht.picture.editorial import Edition
from toevlucht.picture.protection import Group
from toevlucht.picture.snapshot import Snapshot, sql_of
from toevlucht.picture.tables import (
    Cell,
    Chart,
    Column,
    Count,
    Share,
    Source,
    Span,
    Table,
    Words,
)

MAX_SOURCES = 24

# Every rung but the refuted one, for figures that count whatever still stands.
STANDING = tuple(rung for rung in dictionary().code_list("rung").names if rung != "refuted")

# A partner's own tables (who watches, how lists overlap) have no publication behind them.
CITED_COLUMNS = ("stated_by", "source_published_on", "source", "source_address", "origin")


@dataclass(frozen=True)
class Cited:
    """A source, and whether it is a publication; a partner's own files are not named in public."""

    source: Source
    published: bool


@dataclass(frozen=True)
class Findings:
    """What a figure found in a snapshot, before anything is protected or put into words.

    ``margins`` are rows that hold what a reader may know from elsewhere, such as a national
    total beside its regions: protection reckons with them, and no reader sees them here.
    ``groups`` are rows that can be shown as one where they cannot be shown apart. With
    ``few_alike`` none and few are the same range: exact zeros would tell which the few are.
    ``partners_only`` are rows reckoned from small counts in a way that protection cannot follow.
    """

    table: Table
    cited: tuple[Cited, ...] = ()
    organisations: int = 0
    rungs: tuple[str, ...] = ()
    margins: frozenset[str] = frozenset()
    groups: tuple[Group, ...] = ()
    few_alike: bool = False
    partners_only: frozenset[str] = frozenset()

    def for_everybody(self) -> Findings:
        """The same without the rows that the public may not have."""
        return replace(self, table=self.table.without(self.partners_only))


@dataclass(frozen=True)
class Reading:
    """What a table says: made from the table as its readers will see it, never from the data."""

    sentence: Message
    chart: Chart | None
    table: Table
    state: str = "complete"


@dataclass(frozen=True)
class FigureKind:
    """One question: how it is found in a snapshot, and how its table is read.

    ``counts`` says what of time it counts: ``period`` (the statements of the edition's own period,
    cumulative or incremental) or ``state`` (how things stood, as far as known on the cut-off date).
    ``may_round`` says that its counts are rounded to fives where hiding would take too many.
    ``gives_way`` are columns that may be hidden to protect another figure, and how dear that is.
    ``is_left_out`` says that an edition for which nobody supplied it does not show it at all.
    """

    id: str
    find: Callable[[Snapshot], Findings]
    read: Callable[[Table, Edition], Reading]
    counts: str = "period"
    may_round: bool = False
    gives_way: tuple[tuple[str, float], ...] = ()
    is_left_out: bool = False


def rows_of(expression: ir.Table) -> list[dict[str, Any]]:
    """The rows of a small result; large ones stay in DuckDB."""
    # Ibis' own way of fetching imports pandas, which takes longer than the figures of an edition.
    connection = expression.get_backend()
    found = connection.raw_sql(sql_of(expression)).to_arrow_table()
    rows: list[dict[str, Any]] = found.cast(_whole_numbers(found.schema)).to_pylist()
    return rows


def _whole_numbers(schema: pa.Schema) -> pa.Schema:
    """DuckDB adds whole numbers up in 128 bits, which Arrow knows as decimals only."""
    return pa.schema(
        [
            field.with_type(pa.int64()) if pa.types.is_decimal(field.type) else field
            for field in schema
        ]
    )


def cited(rows: ir.Table) -> tuple[Cited, ...]:
    """The distinct sources of rows, by who stated them and when; the first of many."""
    given = [name for name in CITED_COLUMNS if name in rows.columns]
    found = rows.select(*given).distinct().order_by(given).limit(MAX_SOURCES)
    return tuple(
        Cited(
            Source(
                title=row["source"],
                day=Day(day) if (day := row.get("source_published_on")) else None,
                address=row.get("source_address") or "",
                stated_by=Coded("organisation", row["stated_by"]),
                origin=Coded("origin", row["origin"]),
            ),
            published=row["origin"] != "own",
        )
        for row in rows_of(found)
    )


def organisations(rows: ir.Table) -> int:
    """How many organisations stated something in these rows, each counted once."""
    return int(rows_of(rows.agg(organisations=rows.stated_by.nunique()))[0]["organisations"])


def known(rows: ir.Table, snapshot: Snapshot) -> ir.Table:
    """Rows as known on the cut-off date, without those that a later row corrects."""
    until = rows.filter(rows.known_on <= ibis.literal(snapshot.edition.period.cut_off))
    corrected = until.filter(until.corrects_ref.notnull()).select(gone="corrects_ref")
    return until.anti_join(corrected, until.ref == corrected.gone)


def column(id: str, kind: str = "text") -> Column:
    return Column(id, Message(f"figures.columns.{id}"), kind)


def coded(code_list: str, code: str) -> Words:
    return Words(Coded(code_list, code))


def limits(cell: Cell) -> tuple[float | None, float | None]:
    """The lowest and highest value of a cell for a chart; None where there is no such limit."""
    match cell:
        case Count():
            return cell.value, None if cell.at_least else cell.value
        case Span():
            return cell.low, cell.high
        case Share():
            return float(cell.value * 100), float(cell.value * 100)
    return None, None
