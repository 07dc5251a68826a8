"""Put the rows of many contributions into one table under a total order, with full references."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from toevlucht.dictionary import Table
from toevlucht.dictionary.checking import Checked

MAX_PROBLEMS = 20
SUMMARISING = ("observations", "counts")


def collect(table: Table, contributions: Sequence[Checked], cut_off: datetime.date) -> pa.Table:
    """All rows of one table known on ``cut_off``, ordered by day known and reference.

    Three columns come before the partner's own: ``organisation`` (whose contribution it stands
    in), ``ref`` (organisation/id, unique) and ``corrects_ref`` (the row that it corrects).
    """
    parts = [
        _with_references(contribution.tables[table.id], contribution.manifest.organisation)
        for contribution in contributions
        if contribution.tables and contribution.manifest and table.id in contribution.tables
    ]
    if not parts:
        empty = table.arrow_schema().empty_table()
        return _with_references(empty, "")
    rows = pa.concat_tables(parts)
    rows = rows.filter(pc.less_equal(rows["known_on"], pa.scalar(cut_off, pa.date32())))
    return rows.sort_by([("known_on", "ascending"), ("ref", "ascending")]).combine_chunks()


def unresolved(tables: Mapping[str, pa.Table]) -> list[str]:
    """References to rows that nobody supplied, and references used twice, in words."""
    problems: list[str] = []
    summed = [*_refs(tables[SUMMARISING[0]]), *_refs(tables[SUMMARISING[1]])]
    for name, table in tables.items():
        known = set(_refs(table))
        # Statements and totals sum each other up, so that a reference names a row among both.
        refs = summed if name == SUMMARISING[0] else [] if name in SUMMARISING else _refs(table)
        if len(set(refs)) < len(refs):
            twice = (ref for ref, times in Counter(refs).items() if times > 1)
            problems += [f"{name}: {ref} is supplied twice" for ref in twice]
        problems += [
            f"{name}: a row corrects {ref}, and no contribution of this series holds it"
            for ref in pc.unique(table["corrects_ref"].drop_null()).to_pylist()
            if ref not in known
        ]
    return problems[:MAX_PROBLEMS]


def _refs(table: pa.Table) -> list[str]:
    refs: list[str] = table["ref"].to_pylist() if table.num_rows else []
    return refs


def _with_references(rows: pa.Table, organisation: str) -> pa.Table:
    count = rows.num_rows
    owner = pa.array([organisation], pa.string()).take(pa.array([0] * count, pa.int32()))
    rows = rows.add_column(0, "corrects_ref", _full(rows["corrects"], organisation))
    rows = rows.add_column(0, "ref", pc.binary_join_element_wise(organisation, rows["id"], "/"))
    if "summarises" in rows.column_names:
        position = rows.column_names.index("summarises")
        rows = rows.set_column(
            position, "summarises", _full_lists(rows["summarises"], organisation)
        )
    return rows.add_column(0, "organisation", owner)


def _full(references: pa.ChunkedArray, organisation: str) -> pa.ChunkedArray:
    own = pc.binary_join_element_wise(organisation, references, "/")
    return pc.if_else(pc.match_substring(references, "/"), references, own)


def _full_lists(lists: pa.ChunkedArray, organisation: str) -> pa.Array:
    array = lists.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], lists.type)
    values = _full(pa.chunked_array([array.flatten()]), organisation)
    offsets = pc.cumulative_sum(pc.fill_null(pc.list_value_length(array), 0))
    starts = pa.concat_arrays([pa.array([0], pa.int32()), offsets.cast(pa.int32())])
    return pa.ListArray.from_arrays(starts, pa.concat_arrays([values.combine_chunks()]))
