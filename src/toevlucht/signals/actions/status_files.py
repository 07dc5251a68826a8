"""Take a file of what came of referrals: every step of it, or none.

A row is known again by a digest with a key, kept with its step: sent twice it is one step.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.records.actions import record_refusal
from toevlucht.records.keystore.router import KEYS
from toevlucht.records.sealed.masters import derived_key
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.models import Referral, ReferralStep
from toevlucht.signals.status_files import StatusProblem, StatusRow, read_status_file
from toevlucht.signals.table_files import Taken

# From which states a receiver takes a step.
TURNS = {
    "accepted": ("offered",),
    "refused": ("offered",),
    "answered": ("accepted", "answered"),
    "handed_back": ("accepted", "answered"),
}


def take_status_file(viewer: Viewer, content: bytes) -> Taken:
    if not viewer.has("coordinator") or viewer.person is None:
        raise NotAllowed("referral.answered", "referral")
    file = read_status_file(content)
    if file.problems:
        return Taken(problems=tuple(file.problems))
    with transaction.atomic(), transaction.atomic(using=KEYS):
        plan = _Plan(viewer, file.rows)
        if not plan.problems:
            for row, digest in plan.new:
                _take(viewer, row, digest)
            return Taken(len(plan.new), plan.again)
    for refusal in plan.refused:
        record_refusal(viewer, refusal)
    return Taken(problems=tuple(plan.problems))


class _Plan:
    """Follows the states through the file before a step is taken: a key that was given is out."""

    def __init__(self, viewer: Viewer, rows: Mapping[int, StatusRow]) -> None:
        self.viewer = viewer
        self.new: list[tuple[StatusRow, str]] = []
        self.again = 0
        self.refused: list[NotAllowed] = []
        self.problems: list[StatusProblem] = []
        self.referrals = _locked(viewer, {row.reference for row in rows.values()})
        self.states = {name: one.state for name, one in self.referrals.items()}
        self.known = _known(self.referrals.values())
        for line, row in rows.items():
            self._add(line, row)

    def _add(self, line: int, row: StatusRow) -> None:
        referral = self.referrals.get(row.reference)
        if referral is None:
            self.refused.append(NotAllowed(f"referral.{row.step}", "referral", (row.reference,)))
            self.problems.append(StatusProblem("unknown", line, "reference"))
            return
        digest = _digest(self.viewer, row)
        if digest in self.known:
            self.again += 1
            return
        self.known.add(digest)
        problems = self._wrong(line, row, referral)
        self.problems += problems
        if not problems:
            self.states[row.reference] = row.step
            self.new.append((row, digest))

    def _wrong(self, line: int, row: StatusRow, referral: Referral) -> list[StatusProblem]:
        found = []
        state = self.states[row.reference]
        if state not in TURNS[row.step]:
            told = {"state": Message(f"sharing.state.{state}")}
            found.append(StatusProblem("turn", line, "step", told))
        elif referral.expires_on < timezone.localdate():
            found.append(StatusProblem("over", line, "step"))
        if row.happened_on and row.happened_on < timezone.localdate(referral.made_at):
            found.append(StatusProblem("date", line, "date"))
        if row.words and referral.act == "registration":
            found.append(StatusProblem("no_words_of_registration", line, "words"))
        return found


def _locked(viewer: Viewer, references: Iterable[str]) -> dict[str, Referral]:
    found = policy.received_referrals(viewer).select_for_update().order_by("pk")
    return {one.reference: one for one in found.filter(reference__in=list(references))}


def _known(referrals: Iterable[Referral]) -> set[str]:
    steps = ReferralStep.objects.filter(referral__in=list(referrals)).exclude(row="")
    return set(steps.values_list("row", flat=True))


def _take(viewer: Viewer, row: StatusRow, digest: str) -> None:
    """Read anew: an earlier row may have changed the report that two referrals share."""
    referral = Referral.objects.select_related("report").get(reference=row.reference)
    told = sharing.Told(row.happened_on, digest)
    match row.step:
        case "accepted":
            sharing.accept_referral(viewer, referral, told)
        case "refused":
            sharing.refuse_referral(viewer, referral, row.reason, told)
        case "answered":
            sharing.answer_referral(viewer, referral, row.reason, row.words, told)
        case _:
            sharing.hand_back_referral(viewer, referral, row.reason, told)


def _digest(viewer: Viewer, row: StatusRow) -> str:
    told = json.dumps([viewer.organisation, asdict(row)], default=str).encode()
    return hmac.new(derived_key("rows of status files"), told, "sha256").hexdigest()
