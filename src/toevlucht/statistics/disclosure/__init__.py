"""Protect small counts in tables with margins, and attack the result as a reader could."""

from toevlucht.statistics.disclosure.attack import audit, given_away
from toevlucht.statistics.disclosure.hiding import CannotProtect, protect
from toevlucht.statistics.disclosure.rounding import CannotRound, Rounded, controlled_rounding
from toevlucht.statistics.disclosure.structure import UNKNOWN, Range, Sum

__all__ = [
    "UNKNOWN",
    "CannotProtect",
    "CannotRound",
    "Range",
    "Rounded",
    "Sum",
    "audit",
    "controlled_rounding",
    "given_away",
    "protect",
]
