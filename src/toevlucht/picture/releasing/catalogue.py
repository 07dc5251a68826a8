"""The tables that can be released, and how much privacy is set aside for the people in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from toevlucht.statistics.disclosure import cost_of, epsilon, planned_variance

# With which chance at most the promise of epsilon may not hold: one in a million.
DELTA = 1e-6


@dataclass(frozen=True)
class Subject:
    """The people whom tables are about. What all tables on them cost adds up, a calendar year.

    ``limit`` is what all public tables about one year may cost together, in rho. It is divided over
    ``planned`` tables: with more of them each has more noise, whoever they are for.
    """

    code: str
    limit: Fraction
    planned: int

    @property
    def epsilon(self) -> float:
        return epsilon(float(self.limit), DELTA)


@dataclass(frozen=True)
class ReleasableTable:
    """People of a subject in a month, by region and by ``columns``, each of them once a cell.

    Somebody who was in more than ``most_cells`` cells is counted in that many for the public. How
    many people that were is one more cell with noise.
    """

    code: str
    subject: Subject
    columns: tuple[str, ...]
    most_cells: int

    @property
    def most_per_person(self) -> int:
        return self.most_cells + 1

    @property
    def variance(self) -> Fraction:
        subject = self.subject
        return planned_variance(
            subject.limit, subject.planned, self.most_per_person, once_a_cell=True
        )

    @property
    def cost(self) -> Fraction:
        return cost_of(self.variance, self.most_per_person, once_a_cell=True)


IN_RECEPTION = Subject("in_reception", limit=Fraction(3, 50), planned=6)

TABLES: Mapping[str, ReleasableTable] = {
    one.code: one
    for one in (ReleasableTable("sheltered", IN_RECEPTION, ("adult", "minor"), most_cells=2),)
}
