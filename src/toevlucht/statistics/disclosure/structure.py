"""How the cells of a table hang together: sums over positions in one list of values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

# A sum is (position of the total, positions of its parts). One part makes two cells equal.
Sum = tuple[int, Sequence[int]]

# The lowest and highest value that a published cell may stand for, both included.
Range = tuple[int, int]

# The highest value of a cell of which nobody said how high it can be.
UNKNOWN = 10**8


@dataclass(frozen=True)
class Component:
    """Cells that share sums, directly or through others; nothing outside bears on them.

    ``equations`` has a row a sum and a column a cell of ``cells``: every row times the values is 0.
    """

    cells: NDArray[np.intp]
    equations: csr_array

    def is_forest(self, unknown: NDArray[np.bool_]) -> bool:
        """Whether no chain of sums leads from an unknown cell back to itself."""
        links = self.equations[:, np.flatnonzero(unknown)]
        trees, _ = _connected(links)
        return bool(links.nnz == sum(links.shape) - trees)


def check_sums(size: int, sums: Sequence[Sum]) -> None:
    """Raise ValueError for a sum that names no cell, names one twice or has no parts."""
    for total, parts in sums:
        named = [total, *parts]
        if not all(0 <= cell < size for cell in named):
            raise ValueError(f"the sum {named} names a cell outside the {size} values")
        if len(set(named)) < len(named) or len(named) < 2:
            raise ValueError(f"the sum {named} must name a total and parts, each of them once")


def components(size: int, sums: Sequence[Sum]) -> Iterator[Component]:
    """The parts of the table that can be treated apart; cells in no sum are left out."""
    if not sums:
        return
    matrix = equations(size, sums)
    _, labels = _connected(matrix)
    of_sum, of_cell = labels[: len(sums)], labels[len(sums) :]
    for label in np.unique(of_sum):
        cells = np.flatnonzero(of_cell == label)
        yield Component(cells, matrix[of_sum == label][:, cells])


def leaves_of(size: int, sums: Sequence[Sum]) -> list[list[int]]:
    """For each cell the cells that are no total and make it up; for one that is none, itself.

    A total with several sums gets the first. Raises ValueError where a cell is a part of itself.
    """
    of_total: dict[int, Sequence[int]] = {}
    for total, parts in sums:
        of_total.setdefault(total, parts)
    found = {cell: [cell] for cell in range(size) if cell not in of_total}

    def below(cell: int, above: tuple[int, ...]) -> list[int]:
        if cell in above:
            raise ValueError(f"cell {cell} is a part of itself")
        if cell not in found:
            parts = (below(part, (*above, cell)) for part in of_total[cell])
            found[cell] = [leaf for part in parts for leaf in part]
        return found[cell]

    return [below(cell, ()) for cell in range(size)]


def equations(size: int, sums: Sequence[Sum]) -> csr_array:
    """A row a sum and a column a cell: 1 for a part, -1 for the total."""
    rows = [row for row, (_, parts) in enumerate(sums) for _ in range(len(parts) + 1)]
    columns = [cell for total, parts in sums for cell in (total, *parts)]
    signs = [sign for _, parts in sums for sign in (-1.0, *[1.0] * len(parts))]
    return csr_array((signs, (rows, columns)), shape=(len(sums), size))


def _connected(matrix: csr_array) -> tuple[int, NDArray[np.int32]]:
    """How many separate groups the sums and cells form, and a label for each: sums first."""
    rows, columns = matrix.nonzero()
    size = sum(matrix.shape)
    links = (np.ones(len(rows)), (rows, columns + matrix.shape[0]))
    count, labels = connected_components(coo_array(links, shape=(size, size)), directed=False)
    return int(count), labels
