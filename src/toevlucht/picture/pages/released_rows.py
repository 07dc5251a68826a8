"""What pages show of a table that went out, in the words of the reader."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from toevlucht.layout.reader import reader_language
from toevlucht.picture.releasing.catalogue import TABLES
from toevlucht.picture.releasing.told import Number, Told, ToldRow, column_name, row_name, title_of


def shown(told: Told) -> dict[str, Any]:
    spoken = reader_language()
    return {
        "told": told,
        "title": title_of(told.table, told.month, spoken),
        "columns": [column_name(one, spoken) for one in told.frame.column_codes],
        "rows": [
            (row_name(one.code, told.month, spoken), one, _cells(told, one)) for one in told.rows
        ],
        "not_supplied": [row_name(one.code, told.month, spoken) for one in told.not_supplied],
        "planned": TABLES[told.table].subject.planned,
        "rho": said_fraction(told.cost),
        "variance": said_fraction(told.variance),
        "epsilon": said_epsilon(told.epsilon) if told.cost else None,
        "year_epsilon": said_epsilon(TABLES[told.table].subject.epsilon),
    }


def _cells(told: Told, row: ToldRow) -> list[tuple[str, Number]]:
    spoken = reader_language()
    return [(column_name(one.column, spoken), one) for one in row.numbers]


def said_fraction(number: Fraction) -> Decimal:
    return Decimal(f"{float(number):.4g}")


def said_epsilon(epsilon: float) -> Decimal:
    return Decimal(f"{epsilon:.1f}")
