"""Rumours that were answered: what everybody may read of them, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from toevlucht.signals.models import Rumour


@dataclass(frozen=True)
class Withdrawn:
    """That an answer was wrong, and why, by language; the answer itself is read no more."""

    on: datetime.date
    reason: Mapping[str, str]


@dataclass(frozen=True)
class Answered:
    """As the coordinator released it: by language, each with its parts by name."""

    reference: str
    verdict: str
    answered_on: datetime.date
    parts: Mapping[str, Mapping[str, str]]
    before: Withdrawn | None  # an answer that this one takes the place of

    def title(self, tag: str) -> str:
        """What is said, or what is known where that was all that was released."""
        return self.parts[tag].get("said") or self.parts[tag]["know"]


def answered_rumours() -> list[Answered]:
    """The newest answer first."""
    found = Rumour.objects.filter(state="answered", answered_on__isnull=False)
    return [_answered(one) for one in found.order_by("-answered_on", "-pk")]


def find_answered(reference: str) -> Answered | None:
    found = Rumour.objects.filter(state="answered", reference=reference).first()
    return _answered(found) if found and found.answered_on else None


def find_withdrawn(reference: str) -> Withdrawn | None:
    """Of a rumour without an answer now that had one."""
    found = Rumour.objects.filter(reference=reference).exclude(state="answered").first()
    return _withdrawn(found) if found else None


def _withdrawn(one: Rumour) -> Withdrawn | None:
    return Withdrawn(one.withdrawn_on, one.withdrawn_for) if one.withdrawn_on else None


def _answered(one: Rumour) -> Answered:
    assert one.answered_on
    return Answered(one.reference, one.verdict, one.answered_on, one.answer, _withdrawn(one))
