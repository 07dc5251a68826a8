"""What the table would be, had the lists been linked without error."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.systems_estimation.tables import CaptureHistories


def without_linkage_error(
    table: CaptureHistories, missed: float = 0.0, false: float = 0.0
) -> NDArray[np.float64]:
    """Expected counts if links had been made rightly, for assumed rates of error.

    First false links are taken apart: of the persons in each overlap the share ``false`` were
    really two; one of the records, each as likely, becomes a person of its own. Then missed ones
    are mended: each record of a person on several lists stood alone with probability
    ``1 - sqrt(1 - missed)``, so that a person on two lists counted as two persons with
    probability ``missed``. Larger overlaps are mended first, since what broke off them looks like
    a smaller one; what would be negative is 0.

    Parameters
    ----------
    table : CaptureHistories
    missed, false : float
        From 0, below 1.

    Returns
    -------
    (2**t,) float64
        No whole numbers. More missed links mean fewer persons, more false ones mean more.

    Raises
    ------
    ValueError
        If a rate is not from 0 to below 1.

    Examples
    --------
    A tenth of the links is false; at each of the two, one record becomes a person of its own:

    >>> lists = CaptureHistories.from_rows([[1, 0], [0, 1], [1, 1]], [80, 40, 20])
    >>> without_linkage_error(lists, false=0.1).tolist()
    [0.0, 82.0, 42.0, 18.0]
    """
    for rate in (missed, false):
        if not 0 <= rate < 1:
            raise ValueError(f"a rate of linkage error lies from 0 to below 1, got {rate!r}")
    cells = sorted(range(1, len(table.counts)), key=lambda cell: -cell.bit_count())
    counts = _taken_apart(table.counts.copy(), cells, false)
    alone = 1 - math.sqrt(1 - missed)
    for cell in cells:
        size = cell.bit_count()
        if size == 1 or not counts[cell]:
            continue
        true = counts[cell] / (1 - alone) ** size
        counts[cell] = true
        for part in _parts(cell):
            left = part.bit_count()
            if left >= 2:
                counts[part] -= true * (1 - alone) ** left * alone ** (size - left)
        # A record stands alone if it broke off, or if all others did and it was left.
        single = alone + (1 - alone) * alone ** (size - 1)
        for j in range(table.t):
            if cell >> j & 1:
                counts[1 << j] -= true * single
        np.maximum(counts, 0.0, out=counts)
    return counts


def _taken_apart(
    counts: NDArray[np.float64], cells: list[int], false: float
) -> NDArray[np.float64]:
    apart = counts.copy()
    for cell in cells:
        size = cell.bit_count()
        if size >= 2:
            moved = false * counts[cell]
            apart[cell] -= moved
            for j in range(cell.bit_length()):
                if cell >> j & 1:
                    apart[1 << j] += moved / size
                    apart[cell & ~(1 << j)] += moved / size
    return apart


def _parts(cell: int) -> list[int]:
    """Proper subsets that are not empty."""
    parts, part = [], (cell - 1) & cell
    while part:
        parts.append(part)
        part = (part - 1) & cell
    return parts
