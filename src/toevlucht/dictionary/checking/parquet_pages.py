"""Count what the pages of a Parquet file hold; the list at its end may say less than is there."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MOST_PAGES = 200_000
DEEPEST = 8

# Kinds of pages, and the field of a page's header that holds the number of its values.
COUNTED_IN = {0: 5, 3: 8}
KIND, UNPACKED, PACKED, VALUES = 1, 2, 3, 1

# Kinds of fields in Thrift's compact form, in which the headers of pages are written.
FLAGS, BYTE, WHOLE, WHOLES, DOUBLE, BINARY, STRUCT = {1, 2}, 3, 5, {4, 5, 6}, 7, 8, 12


def unpacked_size(path: Path, metadata: Any) -> int:
    """Bytes that all pages together unpack to; ValueError where they hold more than is stated."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return sum(_unpacked(content, metadata))


def _unpacked(content: mmap.mmap, metadata: Any) -> Iterator[int]:
    pages = 0
    for group in range(metadata.num_row_groups):
        for position in range(metadata.num_columns):
            for size in _pages(content, metadata.row_group(group).column(position)):
                pages += 1
                if pages > MOST_PAGES:
                    raise ValueError("more pages than a table needs")
                yield size


def _pages(content: mmap.mmap, chunk: Any) -> Iterator[int]:
    """The size of each page of a column, as far as a reader goes: to the last value stated."""
    start = chunk.data_page_offset
    if chunk.has_dictionary_page and 0 < (chunk.dictionary_page_offset or 0) < start:
        start = chunk.dictionary_page_offset
    at, end, seen = start, start + chunk.total_compressed_size, 0
    while seen < chunk.num_values and at < end:
        header = _Header(content, at)
        fields = header.fields(0)
        counted = COUNTED_IN.get(_number(fields, KIND))
        seen += _number(fields.get(counted), VALUES) if counted else 0
        at = header.at + _number(fields, PACKED)
        yield _number(fields, UNPACKED)
    if seen > chunk.num_values:
        raise ValueError("more values than stated")


def _number(fields: Any, name: int) -> int:
    found = fields.get(name) if isinstance(fields, dict) else None
    if not isinstance(found, int) or not 0 <= found < 1 << 31:
        raise ValueError("a page without its sizes")
    return found


class _Header:
    """Reads the header of one page, and stands behind it afterwards."""

    def __init__(self, content: mmap.mmap, at: int) -> None:
        self.content, self.at = content, at

    def fields(self, depth: int) -> dict[int, Any]:
        """The whole numbers and the inner fields, each under its own number."""
        found: dict[int, Any] = {}
        name = 0
        if depth > DEEPEST:
            raise ValueError("a header too deep")
        while first := self._byte():
            name = name + (first >> 4) if first >> 4 else self._whole()
            value = self._value(first & 15, depth)
            if value is not None:
                found[name] = value
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind == STRUCT:
            return self.fields(depth + 1)
        if kind in WHOLES:
            whole = self._whole()
            return whole if kind == WHOLE else None
        if kind not in FLAGS:
            length = self._length(kind)
            self.at += length
        return None

    def _length(self, kind: int) -> int:
        if kind == BINARY:
            return self._unsigned()
        if kind in {BYTE, DOUBLE}:
            return 1 if kind == BYTE else 8
        raise ValueError("a field that no header of a page has")

    def _byte(self) -> int:
        if not 0 <= self.at < len(self.content):
            raise ValueError("a page outside the file")
        self.at += 1
        return self.content[self.at - 1]

    def _unsigned(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
        raise ValueError("a number too long")

    def _whole(self) -> int:
        value = self._unsigned()
        if value >= 1 << 64:
            raise ValueError("a number too large")
        return (value >> 1) ^ -(value & 1)
