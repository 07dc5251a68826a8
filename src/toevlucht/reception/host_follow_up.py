"""What is due while guests are with a household: conversations, the agreement, a way out."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from toevlucht.reception.host_terms import after, days
from toevlucht.reception.models.hostings import FOLLOW_UPS, SIDES

Day = datetime.date


@dataclass(frozen=True)
class Due:
    """One thing to do before a day. ``term`` and ``side`` are of a conversation."""

    kind: str  # move_in, followed_up, agree, agreement_ends, emergency_ends or way_out
    on: Day
    term: str = ""
    side: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class Stage:
    """What is known of one family with one household."""

    matched_on: Day
    moved_in_on: Day | None = None
    agreed_until: Day | None = None
    heard: Collection[tuple[str, str]] = ()  # term and side of conversations that took place
    way_out_due_on: Day | None = None
    emergency_until: Day | None = None


def due_of(stage: Stage) -> list[Due]:
    """What is due first comes first."""
    found = []
    if stage.way_out_due_on:
        found.append(Due("way_out", stage.way_out_due_on, is_urgent=True))
    if stage.emergency_until:
        found.append(Due("emergency_ends", stage.emergency_until, is_urgent=True))
    if stage.agreed_until is None:
        found.append(Due("agree", stage.moved_in_on or after("moved_in", stage.matched_on)))
    else:
        reminder = stage.agreed_until - days("agreement_reminder", stage.agreed_until)
        found.append(Due("agreement_ends", reminder))
    if stage.moved_in_on is None:
        found.append(Due("move_in", after("moved_in", stage.matched_on)))
    else:
        found += [
            Due("followed_up", after(term, stage.moved_in_on), term, side)
            for term in FOLLOW_UPS
            for side in SIDES
            if (term, side) not in stage.heard
        ]
    return sorted(found, key=lambda due: due.on)
