"""Protect small counts in tables with margins, and attack the result as a reader could."""

from toevlucht.statistics.disclosure.attack import audit, given_away
from toevlucht.statistics.disclosure.hiding import CannotProtect, protect
from toevlucht.statistics.disclosure.private import (
    BudgetSpent,
    Ledger,
    Private,
    epsilon,
    planned_variance,
    private_counts,
)
from toevlucht.statistics.disclosure.releasing import GivesAway, Release, release
from toevlucht.statistics.disclosure.rounding import CannotRound, Rounded, controlled_rounding
from toevlucht.statistics.disclosure.structure import UNKNOWN, Range, Sum

__all__ = [
    "UNKNOWN",
    "BudgetSpent",
    "CannotProtect",
    "CannotRound",
    "GivesAway",
    "Ledger",
    "Private",
    "Range",
    "Release",
    "Rounded",
    "Sum",
    "audit",
    "controlled_rounding",
    "epsilon",
    "given_away",
    "planned_variance",
    "private_counts",
    "protect",
    "release",
]
