"""Read a Parquet file as the texts that CSV would give for its dates, numbers and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toevlucht.dictionary.checking.headers import match_header
from toevlucht.dictionary.checking.parquet_pages import unpacked_size
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.rows import REFUSED, Encoded, Ints, RowBuilder, Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.checking.values import SEPARATOR
from toevlucht.dictionary.model import Column, Table
from toevlucht.language import Message

BATCH = 131_072
FEWEST_VALUES = 1_000
FIRST_ROW = 2  # as in a text file, where the header is the first line


def read_parquet(source: Source, table: Table, reading: Reading) -> Rows | None:
    """The rows of the file, or None where it is no Parquet or of other types."""
    try:
        return _read(source, table, reading)
    except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError):
        reading.findings.add(ProblemCode.CORRUPT_PARQUET, source.label)
        return None


def _read(source: Source, table: Table, reading: Reading) -> Rows | None:
    with pq.ParquetFile(source.path) as plain:
        schema, metadata = plain.schema_arrow, plain.metadata
    count, leaves = metadata.num_rows, _leaves(metadata)
    unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
    if count > reading.limits.rows:
        reading.findings.add(ProblemCode.TOO_MANY_ROWS, source.label, limit=reading.limits.rows)
        return None
    if unpacked > reading.limits.total:
        _too_large(source, reading)
        return None
    if not _within_values(leaves, count, source, reading):
        return None
    if unpacked_size(source.path, metadata) > reading.limits.total:
        _too_large(source, reading)
        return None
    positions = match_header(schema.names, table, source.label, None, reading.findings)
    names = [name for name in positions if _fits(table.column(name), schema, source, reading)]
    # Texts stay encoded by their distinct values: one long text in a million rows is read once.
    texts = [
        path
        for name in names
        if _holds_text(schema.field(name).type)
        for path in leaves.get(name, {})
    ]
    with pq.ParquetFile(source.path, read_dictionary=texts) as file:
        return _pieces(file, names, source, table, reading)


def _too_large(source: Source, reading: Reading) -> None:
    limit = reading.limits.total >> 20
    reading.findings.add(ProblemCode.TOTAL_TOO_LARGE, source.label, limit=limit)


def _leaves(metadata: Any) -> dict[str, dict[str, int]]:
    """For each column of the file its paths, and how many values the file says stand there."""
    found: dict[str, dict[str, int]] = {}
    for group in range(metadata.num_row_groups):
        for position in range(metadata.num_columns):
            leaf = metadata.row_group(group).column(position)
            paths = found.setdefault(leaf.path_in_schema.split(".")[0], {})
            paths[leaf.path_in_schema] = paths.get(leaf.path_in_schema, 0) + leaf.num_values
    return found


def _within_values(
    leaves: dict[str, dict[str, int]], rows: int, source: Source, reading: Reading
) -> bool:
    """Whether no column holds far more values than its rows need; many may pack into nothing."""
    limits = reading.limits
    most = min(limits.values, max(FEWEST_VALUES, rows * limits.values_per_row))
    over = [name for name, paths in leaves.items() if sum(paths.values()) > most]
    for name in over:
        reading.findings.add(ProblemCode.TOO_MANY_VALUES, source.label, column=name, limit=most)
    return not over


@dataclass(frozen=True)
class _Place:
    """Where a piece of a column stands."""

    source: Source
    reading: Reading
    start: int

    def tell_long(self, column: str, lengths: Ints, rows: Ints) -> None:
        limit = self.reading.limits.cell
        self.reading.findings.add_rows(
            ProblemCode.CELL_TOO_LONG,
            (self.source.label, None, column),
            rows.tolist(),
            len(rows),
            lambda row: (None, {"limit": limit, "length": int(lengths[row])}),
            lambda row: self.start + row,
        )


def _pieces(
    file: pq.ParquetFile, names: list[str], source: Source, table: Table, reading: Reading
) -> Rows:
    builder = RowBuilder(tuple(names))
    total = max(1, file.metadata.num_rows)
    for batch in _batches(file, names):
        start = FIRST_ROW + builder.count
        numbers = np.arange(start, start + len(batch), dtype=np.int64)
        place = _Place(source, reading, start)
        builder.add({name: _encoded(batch.column(name), name, place) for name in names}, numbers)
        reading.report(source.label, builder.count / total)
    return builder.build(table, source.label, None)


def _batches(file: pq.ParquetFile, names: list[str]) -> Iterator[pa.RecordBatch]:
    for batch in file.iter_batches(batch_size=BATCH, columns=names, use_threads=False):
        batch.validate(full=True)
        yield batch


def _encoded(array: Any, name: str, place: _Place) -> Encoded:
    """Texts as an Arrow dictionary without nulls: nothing supplied is the empty text."""
    if isinstance(array, pa.DictionaryArray):
        indices, texts = _used(array)
        return _filled(indices.cast(pa.int32()), texts.cast(pa.string()))
    if pa.types.is_list(array.type):
        return pc.fill_null(_short(array, name, place), "").dictionary_encode()
    encoded = array.dictionary_encode()
    return _filled(encoded.indices, _written(encoded.dictionary))


def _used(array: Any) -> tuple[Any, Any]:
    """The texts that stand in this piece; Arrow hands over all that came before it, too."""
    if len(array.dictionary) <= len(array):
        return array.indices, array.dictionary
    again = array.indices.dictionary_encode()
    return again.indices, array.dictionary.take(again.dictionary)


def _short(lists: Any, name: str, place: _Place) -> Any:
    """Lists as texts; those too long for a cell are told and never written out."""
    lengths = _lengths(lists)
    fits = lengths <= place.reading.limits.cell
    if fits.all():
        return _joined(lists)
    place.tell_long(name, lengths, np.flatnonzero(~fits))
    kept = pa.array(fits)
    refused: Any = pa.repeat(REFUSED, len(lists))
    return pc.replace_with_mask(refused, kept, _joined(lists.filter(kept)))


def _lengths(lists: Any) -> Ints:
    """How many characters each list would take as a cell, counted in bytes."""
    counts = pc.fill_null(pc.list_value_length(lists), 0).to_numpy().astype(np.int64)
    parts = lists.flatten()
    if not isinstance(parts, pa.DictionaryArray):
        parts = parts.dictionary_encode()
    sizes = pc.fill_null(pc.binary_length(parts.dictionary).take(parts.indices), 0)
    ends = np.cumsum(counts)
    summed = np.concatenate([[0], np.cumsum(sizes.to_numpy(), dtype=np.int64)])
    return np.asarray(summed[ends] - summed[ends - counts] + np.maximum(counts - 1, 0))


def _joined(lists: Any) -> Any:
    """Lists as texts; a null inside a list stays visible as an empty part."""
    lists = lists.cast(pa.list_(pa.string()))
    if lists.flatten().null_count:
        rows = lists.to_pylist()
        return pa.array([_cell(row) for row in rows], pa.string())
    return pc.binary_join(lists, SEPARATOR)


def _cell(parts: list[str | None] | None) -> str | None:
    return None if parts is None else SEPARATOR.join(part or "" for part in parts)


def _filled(indices: Any, texts: Any) -> Encoded:
    """The same with the empty text where nothing stood; no text is written out row by row."""
    if indices.null_count == 0 and texts.null_count == 0:
        return pa.DictionaryArray.from_arrays(indices, texts)
    texts = pc.fill_null(texts, "")
    empty = pc.index(texts, "").as_py()
    if empty < 0:
        empty = len(texts)
        texts = pa.concat_arrays([texts, pa.array([""], pa.string())])
    indices = pc.fill_null(indices, pa.scalar(empty, pa.int32()))
    return pa.DictionaryArray.from_arrays(indices, texts)


def _written(values: Any) -> Any:
    """Distinct numbers and dates as texts; a moment that is not midnight stays visible as one."""
    if pa.types.is_timestamp(values.type):
        days = values.cast(pa.date32(), safe=False)
        whole = pc.equal(days.cast(values.type), values)
        return pc.if_else(whole, days.cast(pa.string()), values.cast(pa.string()))
    if pa.types.is_date64(values.type):
        values = values.cast(pa.date32(), safe=False)
    if pa.types.is_floating(values.type):
        return pa.array([_decimal(value) for value in values.to_pylist()], pa.string())
    return values.cast(pa.string())


def _decimal(value: float | None) -> str | None:
    if value is None or value != value:
        return None
    text = f"{value:.12f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _holds_text(kind: pa.DataType) -> bool:
    return _is_text(kind.value_type if pa.types.is_list(kind) else kind)


def _fits(column: Column, schema: pa.Schema, source: Source, reading: Reading) -> bool:
    """Whether the file's type of a column can stand for the dictionary's."""
    kind = schema.field(column.name).type
    if _is_text(kind) or pa.types.is_null(kind) or _native(column, kind):
        return True
    reading.findings.add(
        ProblemCode.WRONG_PARQUET_TYPE,
        source.label,
        column=column.name,
        value=str(kind),
        wanted=Message(f"checking.wanted.{column.type}"),
    )
    return False


def _native(column: Column, kind: pa.DataType) -> bool:
    if column.type == "date":
        return pa.types.is_date(kind) or pa.types.is_timestamp(kind)
    if column.type in {"whole", "year"}:
        return pa.types.is_integer(kind)
    if column.type == "share":
        return pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    return column.many and pa.types.is_list(kind) and _is_text(kind.value_type)
