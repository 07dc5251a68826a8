"""Attack all published editions of a series together: what differs between them discloses too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from toevlucht.statistics.disclosure.attack import audit
from toevlucht.statistics.disclosure.structure import UNKNOWN, Range, Sum

# A cell of a series: which edition, and which position in it.
At = tuple[int, int]


@dataclass(frozen=True)
class Published:
    """The table of one edition: a range for each cell, and what adds up in it."""

    ranges: Sequence[Range]
    sums: Sequence[Sum] = ()


@dataclass(frozen=True)
class Relation:
    """How a cell of one edition follows from one of another.

    ``same``: one number that was not corrected. ``grown``: ``later`` is ``earlier`` and what came
    on top, by time or by a correction upwards. ``lowered``: ``earlier`` is ``later`` and what a
    correction took away. What came or went is a count, 0 or more. Cells of which readers know
    nothing of the kind are not related.
    """

    earlier: At
    later: At
    kind: Literal["same", "grown", "lowered"]


@dataclass(frozen=True)
class Bounds:
    """What readers of all editions know: of each cell of each, and of each relation's change."""

    cells: list[list[Range]]
    changes: list[Range]


def audit_editions(editions: Sequence[Published], relations: Sequence[Relation]) -> Bounds:
    """The smallest and largest value of each cell and each change, from all editions together.

    The editions become one table: the cells of each, its sums, and for each relation a sum of the
    later cell, the earlier one and the change. `audit` bounds its cells.

    Parameters
    ----------
    editions : sequence of Published
    relations : sequence of Relation
        A cell may stand in several, and need not be of editions that follow each other.

    Returns
    -------
    Bounds
        ``cells[e][c]`` for cell ``c`` of edition ``e``; ``changes[r]`` for relation ``r``.

    Raises
    ------
    ValueError
        If no numbers fit all editions, or a relation names a cell that there is not or relates a
        cell to itself.

    Examples
    --------
    Each edition alone leaves 1 to 4 for the first region. The second one shows that the other
    region had nine, and it did not shrink: so it had nine at the most, and the first at least 3.

    >>> first = Published([(1, 4), (5, 14), (12, 12)], [(2, [0, 1])])
    >>> second = Published([(1, 9), (9, 9), (10, 18)], [(2, [0, 1])])
    >>> grown = [Relation((0, n), (1, n), "grown") for n in range(3)]
    >>> audit_editions([first, second], grown).cells[0][:2]
    [(3, 4), (8, 9)]
    """
    starts = [0]
    ranges: list[Range] = []
    sums: list[Sum] = []
    for edition in editions:
        start = len(ranges)
        ranges += edition.ranges
        sums += [(start + total, [start + part for part in parts]) for total, parts in edition.sums]
        starts.append(len(ranges))
    changes: list[int | None] = []
    for one in relations:
        earlier, later = (_position(at, editions, starts) for at in (one.earlier, one.later))
        if one.kind == "same":
            sums.append((later, [earlier]))
            changes.append(None)
            continue
        whole, part = (later, earlier) if one.kind == "grown" else (earlier, later)
        sums.append((whole, [part, len(ranges)]))
        changes.append(len(ranges))
        ranges.append((0, UNKNOWN))
    found = audit(ranges, sums)
    return Bounds(
        [found[start:end] for start, end in pairwise(starts)],
        [(0, 0) if at is None else found[at] for at in changes],
    )


def _position(at: At, editions: Sequence[Published], starts: Sequence[int]) -> int:
    edition, cell = at
    if not (0 <= edition < len(editions) and 0 <= cell < len(editions[edition].ranges)):
        raise ValueError(f"there is no cell {cell} of edition {edition}")
    return starts[edition] + cell
