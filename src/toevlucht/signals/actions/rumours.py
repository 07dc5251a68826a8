"""Collect a rumour, check it, and answer it for everybody who heard it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.language import LANGUAGES, Message
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import Rumour, Teller
from toevlucht.signals.queries.rumours import find_rumour, may_change

VERDICTS = ("true", "partly_true", "untrue", "unknown")
OPEN = ("collecting", "verifying", "withdrawn")
"""An answer that was withdrawn may be checked and answered anew, or left at that."""

PARTS = ("said", "know", "how", "act")
"""Of a public answer: what is said, what we know, how we know it, and what to do."""


class RumourRefused(Exception):
    """It cannot be done as asked; ``message`` says why and what would help."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.message = Message(f"rumours.refused.{reason}")
        self.field = field


@dataclass(frozen=True)
class Heard:
    """How many told it, until when, and the report in which it stands where there is one."""

    count: int
    on: datetime.date
    report: str = ""


@transaction.atomic
def note_rumour(viewer: Viewer, story: str, municipality: str, heard: Heard) -> Rumour:
    """Write down a story that goes round; nobody is named in it."""
    if not viewer.has("coordinator"):
        raise NotAllowed("rumour.noted", "rumour")
    rumour = Rumour.objects.create(
        reference=new_reference(),
        organisation=viewer.organisation,
        municipality=municipality,
        story=story,
    )
    _add_teller(viewer, rumour, heard)
    record_change(viewer, "rumour.noted", "rumour", [rumour.reference])
    return rumour


@transaction.atomic
def tell_again(viewer: Viewer, rumour: Rumour, heard: Heard) -> None:
    """The same story was heard again: one more teller, no second rumour."""
    if not find_rumour(viewer, rumour.reference):
        raise NotAllowed("rumour.told", "rumour", (rumour.reference,))
    _add_teller(viewer, rumour, heard)
    record_change(viewer, "rumour.told", "rumour", [rumour.reference])


@transaction.atomic
def keep_check(viewer: Viewer, rumour: Rumour, found: str, sources: str, verdict: str) -> None:
    """What a check showed, and how that is known; until it is answered it may change."""
    locked = _to_change(viewer, rumour, "rumour.checked")
    if locked.state not in OPEN:
        raise RumourRefused("over")
    if verdict and verdict not in VERDICTS:
        raise ValueError("a rumour has one of four verdicts")
    locked.found, locked.sources, locked.verdict = found, sources, verdict
    locked.state = "verifying"
    locked.save(update_fields=["found", "sources", "verdict", "state"])
    record_change(viewer, "rumour.checked", "rumour", [rumour.reference])


@transaction.atomic
def answer_rumour(viewer: Viewer, rumour: Rumour, answer: Mapping[str, Mapping[str, str]]) -> None:
    """After a check, in all three languages and all its parts; from now on everybody reads it."""
    locked = _to_change(viewer, rumour, "rumour.answered")
    if locked.state != "verifying" or not locked.verdict or not locked.sources.strip():
        raise RumourRefused("not_checked")
    for part in PARTS:
        for tag in LANGUAGES:
            if not answer.get(tag, {}).get(part, "").strip():
                raise RumourRefused("language_missing", f"{part}_{tag}")
    locked.answer = {tag: {part: answer[tag][part].strip() for part in PARTS} for tag in LANGUAGES}
    locked.state, locked.answered_on = "answered", timezone.localdate()
    locked.save(update_fields=["answer", "state", "answered_on"])
    record_change(viewer, "rumour.answered", "rumour", [rumour.reference])


@transaction.atomic
def withdraw_answer(viewer: Viewer, rumour: Rumour, reason: Mapping[str, str]) -> None:
    """It was wrong: from now on everybody reads only that it was withdrawn, when and why."""
    locked = _to_change(viewer, rumour, "rumour.withdrawn")
    if locked.state != "answered":
        raise RumourRefused("not_answered")
    for tag in LANGUAGES:
        if not reason.get(tag, "").strip():
            raise RumourRefused("reason_missing", f"reason_{tag}")
    locked.state, locked.withdrawn_on = "withdrawn", timezone.localdate()
    locked.withdrawn_for = {tag: reason[tag].strip() for tag in LANGUAGES}
    locked.save(update_fields=["state", "withdrawn_on", "withdrawn_for"])
    record_change(viewer, "rumour.withdrawn", "rumour", [rumour.reference])


@transaction.atomic
def drop_rumour(viewer: Viewer, rumour: Rumour) -> None:
    """Nothing to check or to answer any more; what was noted stays."""
    locked = _to_change(viewer, rumour, "rumour.dropped")
    if locked.state not in OPEN:
        raise RumourRefused("over")
    locked.state = "dropped"
    locked.save(update_fields=["state"])
    record_change(viewer, "rumour.dropped", "rumour", [rumour.reference])


def _to_change(viewer: Viewer, rumour: Rumour, event: str) -> Rumour:
    if not may_change(viewer, rumour):
        raise NotAllowed(event, "rumour", (rumour.reference,))
    return Rumour.objects.select_for_update().get(pk=rumour.pk)


def _add_teller(viewer: Viewer, rumour: Rumour, heard: Heard) -> None:
    """A report tells a story once, however often it is noted."""
    entry = policy.find_entry(viewer, heard.report) if heard.report else None
    if heard.report and entry is None:
        raise RumourRefused("no_report", "report")
    if entry and Teller.objects.filter(rumour=rumour, report=entry.report).exists():
        raise RumourRefused("told_already", "report")
    Teller.objects.create(
        rumour=rumour,
        report=entry.report if entry else None,
        organisation=viewer.organisation,
        count=1 if entry else heard.count,
        heard_on=heard.on,
    )
