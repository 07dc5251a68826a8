"""Read a Parquet file as the texts that CSV would give for its dates, numbers and texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from toevlucht.dictionary.checking.headers import match_header
from toevlucht.dictionary.checking.problems import ProblemCode
from toevlucht.dictionary.checking.reading import Reading
from toevlucht.dictionary.checking.rows import Encoded, RowBuilder, Rows
from toevlucht.dictionary.checking.sources import Source
from toevlucht.dictionary.checking.values import SEPARATOR
from toevlucht.dictionary.model import Column, Table
from toevlucht.language import Message

BATCH = 131_072
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
        schema, count = plain.schema_arrow, plain.metadata.num_rows
        unpacked = sum(
            plain.metadata.row_group(i).total_byte_size for i in range(plain.num_row_groups)
        )
    if count > reading.limits.rows:
        reading.findings.add(ProblemCode.TOO_MANY_ROWS, source.label, limit=reading.limits.rows)
        return None
    if unpacked > reading.limits.total:
        reading.findings.add(
            ProblemCode.TOTAL_TOO_LARGE, source.label, limit=reading.limits.total >> 20
        )
        return None
    positions = match_header(schema.names, table, source.label, None, reading.findings)
    names = [name for name in positions if _fits(table.column(name), schema, source, reading)]
    # Texts stay encoded by their distinct values: one long text in a million rows is read once.
    texts = [name for name in names if _is_text(schema.field(name).type)]
    with pq.ParquetFile(source.path, read_dictionary=texts) as file:
        return _pieces(file, names, source, table, reading)


def _pieces(
    file: pq.ParquetFile, names: list[str], source: Source, table: Table, reading: Reading
) -> Rows:
    builder = RowBuilder(tuple(names))
    total = max(1, file.metadata.num_rows)
    for batch in _batches(file, names):
        start = FIRST_ROW + builder.count
        numbers = np.arange(start, start + len(batch), dtype=np.int64)
        builder.add({name: _encoded(batch.column(name)) for name in names}, numbers)
        reading.report(source.label, builder.count / total)
    return builder.build(table, source.label, None)


def _batches(file: pq.ParquetFile, names: list[str]) -> Iterator[pa.RecordBatch]:
    for batch in file.iter_batches(batch_size=BATCH, columns=names, use_threads=False):
        batch.validate(full=True)
        yield batch


def _encoded(array: Any) -> Encoded:
    """Texts as an Arrow dictionary without nulls: nothing supplied is the empty text."""
    if isinstance(array, pa.DictionaryArray):
        indices, texts = _used(array)
        return _filled(indices.cast(pa.int32()), texts.cast(pa.string()))
    encoded = array if pa.types.is_list(array.type) else array.dictionary_encode()
    if isinstance(encoded, pa.DictionaryArray):
        return _filled(encoded.indices, _written(encoded.dictionary))
    return pc.fill_null(_joined(array), "").dictionary_encode()


def _used(array: Any) -> tuple[Any, Any]:
    """The texts that stand in this piece; Arrow hands over all that came before it, too."""
    if len(array.dictionary) <= len(array):
        return array.indices, array.dictionary
    again = array.indices.dictionary_encode()
    return again.indices, array.dictionary.take(again.dictionary)


def _joined(lists: Any) -> Any:
    """Lists as texts; a null inside a list stays visible as an empty part."""
    lists = lists.cast(pa.list_(pa.string()))
    if lists.flatten().null_count:
        rows = lists.to_pylist()
        return pa.array([row and SEPARATOR.join(part or "" for part in row) for row in rows])
    return pc.binary_join(lists, SEPARATOR)


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
