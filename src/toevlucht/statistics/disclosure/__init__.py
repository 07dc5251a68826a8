"""Protect small counts in tables with margins, and attack the result as a reader could."""

from toevlucht.statistics.disclosure.attack import audit, given_away
from toevlucht.statistics.disclosure.contributions import Bounded, bounded_counts
from toevlucht.statistics.disclosure.editions import (
    Bounds,
    Published,
    Relation,
    audit_editions,
)
from toevlucht.statistics.disclosure.hiding import CannotProtect, protect
from toevlucht.statistics.disclosure.private import (
    BudgetSpent,
    Ledger,
    Private,
    cost_of,
    epsilon,
    planned_variance,
    private_counts,
)
from toevlucht.statistics.disclosure.releasing import GivesAway, Release, release
from toevlucht.statistics.disclosure.rounding import CannotRound, Rounded, controlled_rounding
from toevlucht.statistics.disclosure.structure import UNKNOWN, Range, Sum

__all__ = [
    "UNKNOWN",
    "Bounded",
    "Bounds",
    "BudgetSpent",
    "CannotProtect",
    "CannotRound",
    "GivesAway",
    "Ledger",
    "Private",
    "Published",
    "Range",
    "Relation",
    "Release",
    "Rounded",
    "Sum",
    "audit",
    "audit_editions",
    "bounded_counts",
    "controlled_rounding",
    "cost_of",
    "epsilon",
    "given_away",
    "planned_variance",
    "private_counts",
    "protect",
    "release",
]
