"""Bound what one person adds to a table, after the records of one person were linked."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from toevlucht.statistics.disclosure.structure import Sum, check_sums, leaves_of

# Gives a whole number from 0 to one under what it is given, each as likely.
Draw = Callable[[int], int]


@dataclass(frozen=True)
class Bounded:
    """Counts of people to which nobody adds more than ``most_per_person``, once a cell.

    The last of ``values`` is a cell of its own: how many people are in more cells than are counted
    of them. It is told with noise like the others. ``lost`` is by how much each cell is too low
    for that reason: exact, so not for publication.
    """

    values: tuple[int, ...]
    most_per_person: int
    lost: tuple[int, ...]

    @property
    def most_lost(self) -> float:
        """The largest share of a cell that is not counted, not for publication either."""
        counted = zip(self.values[:-1], self.lost, strict=True)
        return max((lost / (value + lost) for value, lost in counted if lost), default=0.0)


def bounded_counts(
    people: Sequence[Hashable],
    cells: Sequence[int],
    size: int,
    sums: Sequence[Sum] = (),
    *,
    most_cells: int = 1,
    draw: Draw = secrets.randbelow,
) -> Bounded:
    """Count people in cells, each once a cell and in at most ``most_cells`` of them.

    Somebody whom five organisations reported is in five records. Without a bound the noise that
    hides one person would have to hide all five. So records are linked first; then a person who is
    in more cells than ``most_cells`` is counted in that many, drawn evenly, and the others are too
    low by one. The promise is as good as the linking: a person who stayed two people is hidden as
    two are, at four times the cost in rho.

    Parameters
    ----------
    people : sequence of hashable
        Whose each record is, after linking.
    cells : sequence of int
        Where each record counts; no total. Several records of a person in a cell count once.
    size : int
        The number of cells, totals among them.
    sums : sequence of (total, parts)
        Totals are added up: a person who is in two of the parts counts twice in the total.
    most_cells : int
    draw : callable
        The randomness: ``draw(n)`` is a whole number from 0 to n - 1. The default is fit for
        secrets; another one is for tests only.

    Returns
    -------
    Bounded
        For `private_counts` or `release` with ``once_a_cell=True``; ``size + 1`` values.

    Raises
    ------
    ValueError
        For a cell that is a total or not there, records and cells of different number, or a bound
        below 1.

    References
    ----------
    K. Amin, A. Kulesza, A. Munoz and S. Vassilvitskii (2019). Bounding user contributions: a
    bias-variance trade-off in differential privacy. ICML, PMLR 97, 263-271.

    Examples
    --------
    Ann was reported twice in the first cell and once in the second; one cell counts.

    >>> counts = bounded_counts(["ann", "ann", "ann", "bo"], [0, 0, 1, 1], 3, [(2, [0, 1])],
    ...     draw=lambda number: 0)
    >>> counts.values, counts.lost, counts.most_per_person
    ((1, 1, 2, 1), (0, 1, 1), 2)
    """
    if len(people) != len(cells):
        raise ValueError("people and cells must have one entry a record")
    if most_cells < 1:
        raise ValueError("a person counts in one cell at least")
    check_sums(size, sums)
    below = leaves_of(size, sums)
    totals = {total for total, _ in sums}
    if wrong := [cell for cell in cells if not 0 <= cell < size or cell in totals]:
        raise ValueError(f"no record counts in cell {wrong[0]}: it is a total or not there")
    counted, lost, clamped = [0] * size, [0] * size, 0
    of_person: dict[Hashable, set[int]] = {}
    for person, cell in zip(people, cells, strict=True):
        of_person.setdefault(person, set()).add(cell)
    for own in of_person.values():
        left = sorted(own)
        kept = [left.pop(draw(len(left))) for _ in range(min(most_cells, len(left)))]
        for cell in kept:
            counted[cell] += 1
        for cell in left:
            lost[cell] += 1
        clamped += bool(left)
    added = [tuple(sum(of[leaf] for leaf in leaves) for leaves in below) for of in (counted, lost)]
    return Bounded((*added[0], clamped), most_cells + 1, added[1])
