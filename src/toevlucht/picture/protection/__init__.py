"""Hide small counts, and what would give them away, in tables that everybody may read.

Everything public is made from what comes out of here: sentences, charts, text alternatives, CSV
and JSON alike. Texts in cells (``Words``) are not looked at and must not hold a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toevlucht.picture.protection.cells import THRESHOLD, Place, published_range
from toevlucht.picture.protection.linked import Outcome, Unprotectable, protect_together
from toevlucht.picture.protection.merging import Group
from toevlucht.picture.protection.quantities import KnownSum, Quantity, Version
from toevlucht.picture.protection.system import Adding, Linked
from toevlucht.picture.tables import Table

__all__ = [
    "THRESHOLD",
    "Adding",
    "Group",
    "KnownSum",
    "Linked",
    "Outcome",
    "Place",
    "Quantity",
    "Unprotectable",
    "Version",
    "protect_linked",
    "protect_table",
    "protect_together",
    "published_range",
]

Link = tuple[Place, Place]


def protect_table(table: Table, threshold: int = THRESHOLD) -> Table:
    """The table as the public may see it; see `protect_linked`."""
    return protect_linked({"": table}, threshold=threshold)[""]


def protect_linked(
    tables: Mapping[str, Table], links: Iterable[Link] = (), threshold: int = THRESHOLD
) -> dict[str, Table]:
    """Protect tables that share cells as one, so that none gives away what another hides.

    In scope are counts of persons at any level and counts of anything below the national level;
    those from 1 to ``threshold - 1`` become a `Span`, and so do further counts in scope where the
    tables' sums or ``links`` (pairs of cells that are the same number) would tell. Other counts,
    zeros and `Several` stay as they are. A hidden count that was a lower limit becomes a span
    without an upper one. Shares that a hidden count would follow from become `Protected`.

    Where an exact national total cannot help but give a region away, because nobody else supplied
    a number, all its parts become `Protected`: supplied, zero or not supplied alike.

    Raises ValueError if a sum or a link does not hold, or if two rows or columns of a table have
    the same id; Unprotectable if a cell in scope is the only part of an exact total.
    """
    pairs = tuple((one, (other,)) for one, other in links)
    return dict(protect_together(Linked(tables, pairs, threshold=threshold)).tables)
