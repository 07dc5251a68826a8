"""Protect small counts in tables with margins, and attack the result as a reader could."""

from toevlucht.statistics.disclosure.attack import audit
from toevlucht.statistics.disclosure.hiding import CannotProtect, protect
from toevlucht.statistics.disclosure.structure import Range, Sum

__all__ = ["CannotProtect", "Range", "Sum", "audit", "protect"]
