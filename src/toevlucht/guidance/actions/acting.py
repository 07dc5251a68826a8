"""Say which version one read, and what the own organisation did about a change."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from toevlucht.guidance.models import ChangeAnswer, LastRead, Version
from toevlucht.guidance.models.acting import NOT_APPLICABLE, OUTCOMES
from toevlucht.guidance.queries.acting import find_task
from toevlucht.language import Message
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def mark_read(viewer: Viewer, version: Version) -> None:
    """From now on the person is told what changed since this version."""
    ids = (version.handbook.code, str(version.number))
    if viewer.person is None:
        raise NotAllowed("handbook.marked_read", "handbook", ids)
    LastRead.objects.update_or_create(
        person_id=viewer.person,
        handbook=version.handbook,
        defaults={"version": version, "at": Now()},
    )
    record_change(viewer, "handbook.marked_read", "handbook", ids)


@transaction.atomic
def answer_change(viewer: Viewer, change: int, outcome: str, reason: str = "") -> ChangeAnswer:
    """Done, or not applicable with a reason, for the whole organisation; a later answer counts."""
    if viewer.person is None or outcome not in OUTCOMES or not find_task(viewer, change):
        raise NotAllowed("handbook_change.answered", "handbook_change", (str(change),))
    if outcome == NOT_APPLICABLE and not reason.strip():
        raise Refused(Message("handbooks.problem.reason"), "reason")
    made = ChangeAnswer.objects.create(
        change_id=change,
        organisation=viewer.organisation,
        outcome=outcome,
        reason=reason.strip(),
        person_id=viewer.person,
    )
    record_change(viewer, "handbook_change.answered", "handbook_change", (change, outcome))
    return made
