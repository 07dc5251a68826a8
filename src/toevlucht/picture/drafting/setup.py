"""How an edition is set up on the desk, and what cannot go together in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from toevlucht.language import Day, Message
from toevlucht.picture.editorial import Texts

# From what everybody may see to what goes to named people only (Traffic Light Protocol 2.0).
STRICTNESS = ("clear", "green", "amber", "amber_strict", "red")


@dataclass(frozen=True)
class Setup:
    """What editors decide of an edition before a word is written."""

    period_from: datetime.date
    period_to: datetime.date
    cut_off: datetime.date
    counting_mode: str
    geography_on: datetime.date
    handling: str
    invited: tuple[str, ...]
    title: Texts
    reason: Texts  # of a correction


@dataclass(frozen=True)
class Before:
    """What was published before and binds: the edition before, and the version now corrected."""

    previous_cut_off: datetime.date | None = None
    corrected_cut_off: datetime.date | None = None
    corrected_handling: str = "red"
    received_by: frozenset[str] = frozenset()  # the corrected version, by name


def contradictions(setup: Setup, before: Before) -> Mapping[str, Message]:
    """By field of the set-up: why it cannot be so."""
    found: dict[str, Message] = {}
    if setup.period_to < setup.period_from:
        found["period_to"] = Message("drafts.setup.period_order")
    if setup.cut_off < setup.period_from:
        found["cut_off"] = Message("drafts.setup.cut_off_before_period")
    if before.previous_cut_off and setup.cut_off <= before.previous_cut_off:
        day = Day(before.previous_cut_off)
        found["cut_off"] = Message("drafts.setup.cut_off_after_previous", {"day": day})
    if before.corrected_cut_off and setup.cut_off < before.corrected_cut_off:
        day = Day(before.corrected_cut_off)
        found["cut_off"] = Message("drafts.setup.cut_off_of_corrected", {"day": day})
    if STRICTNESS.index(setup.handling) > STRICTNESS.index(before.corrected_handling):
        found["handling"] = Message("drafts.setup.handling_of_corrected")
    if before.received_by - set(setup.invited):
        found["invited"] = Message("drafts.setup.invited_of_corrected")
    return found
