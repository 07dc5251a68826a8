"""Write down an incident, follow it up step by step, and close it with an outcome."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from toevlucht.partners.queries import colleagues_named
from toevlucht.reception.actions.oversight import raise_task, settle_one
from toevlucht.reception.incident_kinds import kinds_on
from toevlucht.reception.models import Incident, IncidentStep, Location
from toevlucht.reception.models.incidents import INCIDENT_OUTCOMES, TOLD_TO
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.incidents import (
    find_incident,
    independent_contacts,
    may_follow_up,
)
from toevlucht.reception.reach import account_of, reach_of
from toevlucht.reception.sealed.incidents import make_incident_key, seal_incident
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer

MISSING_CHILD = "missing_child"


@dataclass(frozen=True)
class AboutIncident:
    """``words`` are sealed; ``contact`` is the code of an independent contact."""

    kind: str
    happened_on: datetime.date
    words: str
    told_to: tuple[str, ...] = ()
    contact: str = ""


@transaction.atomic
def enter_incident(viewer: Viewer, location: Location, about: AboutIncident) -> Incident:
    """By who keeps the location. A missing child is a task of today."""
    if not reach_of(viewer).keeps(location):
        raise NotAllowed("incident.entered", "location", (location.code,))
    today = timezone.localdate()
    if about.happened_on > today or about.kind not in kinds_on(about.happened_on):
        raise CannotDo("wrong_dates")
    if not about.words.strip() or not set(about.told_to) <= set(TOLD_TO):
        raise CannotDo("no_words")
    is_confidential = kinds_on(about.happened_on)[about.kind].confidential
    if is_confidential and about.contact not in dict(independent_contacts(location, "en")):
        raise CannotDo("no_independent_contact")
    incident = Incident(
        code=new_reference(),
        location=location,
        municipality=location.municipality,
        kind=about.kind,
        happened_on=about.happened_on,
        told_to=list(about.told_to),
        is_confidential=is_confidential,
        independent_contact=about.contact if is_confidential else "",
        entered_on=today,
        entered_by=account_of(viewer),
    )
    incident.words = seal_incident(make_incident_key(incident), incident, about.words)
    incident.save(force_insert=True)
    record_change(viewer, "incident.entered", "incident", (incident.code,))
    if about.kind == MISSING_CHILD:
        subject = ("incident", incident.code)
        raise_task(viewer, "child_missing", subject, location.municipality, today, location)
    return incident


@transaction.atomic
def add_step(
    viewer: Viewer, incident: Incident, words: str, owner: int, due_on: datetime.date
) -> IncidentStep:
    """What is to be done, by a colleague, before a day."""
    event = "incident.step_added"
    locked = _held(viewer, incident, event)
    if owner not in colleagues_named(viewer, "coordinator"):
        raise NotAllowed(event, "incident", (incident.code,))
    if not words.strip():
        raise CannotDo("no_words")
    if due_on < timezone.localdate():
        raise CannotDo("wrong_dates")
    number = _next_number(locked)
    try:
        key = custody.open_key(locked.record, viewer.organisation)
    except custody.NoKey as error:
        raise NotAllowed(event, "incident", (incident.code,)) from error
    step = IncidentStep.objects.create(
        incident=locked,
        number=number,
        owner=owner,
        on=due_on,
        words=seal_incident(key, locked, words, number),
        recorded_by=account_of(viewer),
    )
    record_change(viewer, event, "incident", (incident.code,))
    return step


@transaction.atomic
def finish_step(viewer: Viewer, incident: Incident, number: int) -> None:
    """A line more: what was to be done stays as it was written."""
    event = "incident.step_done"
    locked = _held(viewer, incident, event)
    open_still = locked.steps.filter(number=number, finishes=None, finished=None)
    step = open_still.first()
    if step is None:
        raise CannotDo("somebody_was_first")
    IncidentStep.objects.create(
        incident=locked,
        number=_next_number(locked),
        finishes=step,
        owner=account_of(viewer),
        on=timezone.localdate(),
        recorded_by=account_of(viewer),
    )
    record_change(viewer, event, "incident", (incident.code,))


@transaction.atomic
def close_incident(viewer: Viewer, incident: Incident, outcome: str) -> None:
    """Once nothing is left to do."""
    event = "incident.closed"
    locked = _held(viewer, incident, event)
    if outcome not in INCIDENT_OUTCOMES:
        raise NotAllowed(event, "incident", (incident.code,))
    if locked.steps.filter(finishes=None, finished=None).exists():
        raise CannotDo("steps_open")
    locked.closed_on, locked.outcome = timezone.localdate(), outcome
    locked.save(update_fields=["closed_on", "outcome"])
    record_change(viewer, event, "incident", (incident.code,))
    for kind in ("child_missing", "incident_open_long"):
        settle_one(kind, locked.code)


def _held(viewer: Viewer, incident: Incident, event: str) -> Incident:
    """Open still, and nobody else writes in it meanwhile."""
    found = find_incident(viewer, incident.code)
    if found is None or not may_follow_up(viewer, found):
        raise NotAllowed(event, "incident", (incident.code,))
    locked = Incident.objects.select_for_update(of=("self",)).select_related("location")
    held = locked.get(pk=found.pk)
    if held.closed_on is not None:
        raise CannotDo("somebody_was_first")
    return held


def _next_number(incident: Incident) -> int:
    highest: int | None = incident.steps.aggregate(n=Max("number"))["n"]
    return (highest or 0) + 1
