"""Decide what an audience gets of a table: exact, rounded, or with noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from toevlucht.statistics.disclosure.attack import given_away
from toevlucht.statistics.disclosure.private import Ledger, cost_of, private_counts
from toevlucht.statistics.disclosure.rounding import controlled_rounding
from toevlucht.statistics.disclosure.structure import UNKNOWN, Range, Sum

Audience = Literal["inside", "partners", "public"]


class GivesAway(ValueError):
    """Rounded like this, small cells could still be worked out. ``cells`` holds their positions."""

    def __init__(self, cells: Sequence[int]) -> None:
        self.cells = tuple(cells)
        super().__init__(f"rounding gives away the cells {list(cells)}; hide them instead")


@dataclass(frozen=True)
class Release:
    """What goes out: a number a cell, how far it may lie off, and the ledger afterwards."""

    values: tuple[int, ...]
    margins: tuple[int, ...]
    ledger: Ledger | None


def release(
    values: Sequence[int],
    sums: Sequence[Sum],
    audience: Audience,
    *,
    name: str = "",
    threshold: int = 5,
    base: int = 5,
    ledger: Ledger | None = None,
    variance: Fraction | int | None = None,
    most_per_person: int = 1,
    once_a_cell: bool = False,
) -> Release:
    """Prepare a table for an audience.

    Inside: exact. Partners: controlled rounding to ``base``, attacked as a reader could who knows
    the rule; refused if a count from 1 to ``threshold - 1`` is found. The public: noise, paid from
    the ledger, under ``name``.

    Parameters
    ----------
    values, sums
        As `controlled_rounding`.
    audience : {"inside", "partners", "public"}
    name : str
        Of table and edition, in the ledger. A name is released once.
    threshold, base : int
    ledger, variance, most_per_person, once_a_cell
        For the public: as `private_counts`. Bound what one person adds with `bounded_counts`.

    Returns
    -------
    Release

    Raises
    ------
    GivesAway
        If the attack on the rounded table succeeds.
    BudgetSpent
        If the ledger has too little left, or ``name`` was released before.
    ValueError
        For an unknown audience, no ledger, variance or name for the public, and bad values.

    Examples
    --------
    >>> parts = [(2, (0, 1))]
    >>> release([7, 11, 18], parts, "partners").values
    (5, 10, 15)
    >>> ledger = Ledger(Fraction(1, 10))
    >>> release([7, 11, 18], parts, "public", name="one", ledger=ledger, variance=8).ledger.left
    Fraction(3, 80)
    """
    if audience == "inside":
        return Release(tuple(values), (0,) * len(values), ledger)
    if audience == "partners":
        return _rounded(values, sums, threshold, base, ledger)
    if audience != "public":
        raise ValueError(f"there is no audience {audience!r}")
    if ledger is None or variance is None or not name:
        raise ValueError("the public's table needs a ledger, a variance and a name")
    # First paid, then drawn: a refusal must not depend on what the noise happened to be.
    after = ledger.spend(name, cost_of(variance, most_per_person, once_a_cell=once_a_cell))
    noisy = private_counts(
        values,
        variance,
        sums,
        most_per_person=most_per_person,
        once_a_cell=once_a_cell,
    )
    return Release(noisy.values, noisy.margins, after)


def _rounded(
    values: Sequence[int], sums: Sequence[Sum], threshold: int, base: int, ledger: Ledger | None
) -> Release:
    rounded = controlled_rounding(values, sums, base)
    ranges: list[Range] = [rounded.stands_for(cell, base) for cell in range(len(values))]
    small = [cell for cell, value in enumerate(values) if 0 < value < threshold]
    hidden = [(0, UNKNOWN)] * len(values)
    found = given_away(ranges, sums, small, hidden, threshold)
    if found:
        raise GivesAway(found)
    margins = tuple(
        max(abs(low - value), abs(high - value))
        for (low, high), value in zip(ranges, rounded.values, strict=True)
    )
    return Release(rounded.values, margins, ledger)
