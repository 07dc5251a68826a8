"""A stored release as what pages and files tell of it."""

from __future__ import annotations

from fractions import Fraction

from toevlucht.picture.models import TableRelease
from toevlucht.picture.releasing.counting import Frame, RegionRow
from toevlucht.picture.releasing.told import Told


def told(found: TableRelease) -> Told:
    frame = Frame(tuple(RegionRow(*row) for row in found.rows), tuple(found.columns))
    return Told(
        table=found.table,
        month=found.month,
        audience=found.audience,
        released_on=found.released_on,
        is_generated=found.is_generated,
        frame=frame,
        values=found.values,
        margins=found.margins,
        most_cells=found.most_cells or 0,
        variance=Fraction(found.variance or 0),
        cost=found.cost,
    )
