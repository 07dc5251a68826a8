"""The rows of one table as distinct values and, for every row, which of them stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from toevlucht.dictionary.model import Column, Table

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]

# Stands for a cell that a reader refused and told; no text file can hold it.
REFUSED = "\0refused"

# An Arrow dictionary array of texts. The stubs of pyarrow do not follow what is done with it.
Encoded = Any
Texts = Sequence[str] | Encoded

NO_DAY = np.datetime64("NaT", "D")


@dataclass
class Cells:
    """A column: its distinct texts, their index in every row, and what was made of each text.

    ``typed`` holds the values that passed, null where a text is empty or was refused.
    """

    texts: Any
    indices: npt.NDArray[np.int32]
    typed: Any = None

    def taken(self) -> Any:
        if self.typed is None:
            raise ValueError("the values of this column were not judged yet")
        return self.typed.take(pa.array(self.indices))


@dataclass
class Rows:
    """One table as it came in; ``numbers`` says on which line of the file each row starts."""

    table: Table
    file: str
    sheet: str | None
    numbers: Ints
    cells: dict[str, Cells]

    def __len__(self) -> int:
        return len(self.numbers)

    def has(self, *names: str) -> bool:
        """Whether the dictionary knows these columns in this table."""
        return all(name in self.table.by_name for name in names)

    def columns(self) -> list[Column]:
        """The supplied columns, in the dictionary's order."""
        return [column for column in self.table.columns if column.name in self.cells]

    def text(self, name: str, row: int) -> str:
        cells = self.cells[name]
        return str(cells.texts[int(cells.indices[row])].as_py())

    def empty(self, name: str) -> Bools:
        """Where nothing stands in the column."""
        return self.equal(name, "") if name in self.cells else np.ones(len(self), np.bool_)

    def equal(self, name: str, text: str) -> Bools:
        """Where exactly this text stands in the column."""
        if name not in self.cells:
            return np.zeros(len(self), np.bool_)
        cells = self.cells[name]
        return self.where(name, _equal(cells.texts, text))

    def where(self, name: str, chosen: Bools) -> Bools:
        """Rows whose distinct value is among the chosen."""
        return chosen[self.cells[name].indices]

    def days(self, name: str) -> Days:
        """The dates of a column; not-a-time where there is none or it was refused."""
        if name not in self.cells:
            return np.full(len(self), NO_DAY)
        cells = self.cells[name]
        if cells.typed is None or not len(cells.typed):
            return np.full(len(self), NO_DAY)
        numbers = cells.typed.cast(pa.int32())
        days = numbers.fill_null(0).to_numpy().astype("datetime64[D]")
        days[_nulls(numbers)] = NO_DAY
        return np.asarray(days[cells.indices])

    def wholes(self, name: str) -> Ints:
        """The numbers of a column; -1 where there is none or it was refused."""
        if name not in self.cells:
            return np.full(len(self), -1)
        cells = self.cells[name]
        if cells.typed is None or not len(cells.typed):
            return np.full(len(self), -1)
        return np.asarray(cells.typed.cast(pa.int64()).fill_null(-1).to_numpy()[cells.indices])

    def arrow(self) -> pa.Table:
        """The table under the dictionary's schema. Gives up the cells one by one as it goes."""
        arrays: list[Any] = []
        for column in self.table.columns:
            cells = self.cells.pop(column.name, None)
            arrays.append(cells.taken() if cells else _nothing(len(self), column))
        return pa.Table.from_arrays(arrays, schema=self.table.arrow_schema())


def _nothing(count: int, column: Column) -> Any:
    kind: Any = column.arrow_type
    return pa.nulls(count, kind)


def _equal(texts: Any, text: str) -> Bools:
    return np.asarray(
        pc.equal(texts, pa.scalar(text)).to_numpy(zero_copy_only=False), dtype=np.bool_
    )


def _nulls(array: Any) -> Bools:
    return np.asarray(array.is_null().to_numpy(zero_copy_only=False), dtype=np.bool_)


class RowBuilder:
    """Collects rows piece by piece; each piece is reduced to its distinct values at once."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._pieces: dict[str, list[Encoded]] = {name: [] for name in names}
        self._numbers: list[Ints] = []
        self.count = 0

    def add(self, columns: Mapping[str, Texts], numbers: Ints) -> None:
        """A piece: for each column its texts, in a sequence or already as an Arrow dictionary."""
        for name in self.names:
            self._pieces[name].append(_encoded(columns[name]))
        self._numbers.append(numbers)
        self.count += len(numbers)

    def build(self, table: Table, file: str, sheet: str | None) -> Rows:
        numbers = np.concatenate(self._numbers) if self._numbers else np.zeros(0, np.int64)
        cells = {name: _joined(self._pieces.pop(name)) for name in self.names}
        return Rows(table, file, sheet, numbers, cells)


def _encoded(texts: Texts) -> Encoded:
    if isinstance(texts, pa.DictionaryArray):
        return texts
    return pa.array(texts, pa.string()).dictionary_encode()


def _joined(pieces: list[Encoded]) -> Cells:
    if not pieces:
        return Cells(pa.array([], pa.string()), np.zeros(0, np.int32))
    whole: Any = pa.chunked_array(pieces).unify_dictionaries()
    indices = np.concatenate([chunk.indices.to_numpy() for chunk in whole.chunks])
    # An empty piece carries no dictionary of its own after unifying; any other one does.
    texts = max((chunk.dictionary for chunk in whole.chunks), key=len)
    return Cells(texts, indices.astype(np.int32, copy=False))
