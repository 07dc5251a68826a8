"""Tasks about people and places: raised by what happens, taken and done by people."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.models import Location, Task
from toevlucht.reception.reach import reach_of
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer

Subject = tuple[str, str]
"""Its kind (person, stay, place, location or household) and its code."""


def raise_task(
    viewer: Viewer,
    kind: str,
    subject: Subject,
    municipality: str,
    due_on: datetime.date,
    location: Location | None = None,
) -> bool:
    """Whether it is new: of a kind there is one open task a subject."""
    _, is_new = Task.objects.get_or_create(
        kind=kind,
        subject=subject[1],
        done_at=None,
        defaults={
            "code": new_reference(),
            "subject_kind": subject[0],
            "municipality": municipality,
            "location": location,
            "due_on": due_on,
        },
    )
    if is_new:
        record_change(viewer, "reception_task.raised", *_named(subject))
    return is_new


def settle(kind: str, still: set[str]) -> int:
    """Tasks of this kind about anything else than these are over: what they were about is."""
    over = Task.objects.filter(kind=kind, done_at=None).exclude(subject__in=still)
    return over.update(done_at=timezone.now())


def settle_one(kind: str, subject: str) -> None:
    Task.objects.filter(kind=kind, subject=subject, done_at=None).update(done_at=timezone.now())


@transaction.atomic
def take_task(viewer: Viewer, task: Task) -> None:
    _must_keep(viewer, task, "reception_task.taken")
    Task.objects.filter(pk=task.pk, done_at=None).update(owner=viewer.person)
    record_change(viewer, "reception_task.taken", task.subject_kind, (task.subject,))


@transaction.atomic
def finish_task(viewer: Viewer, task: Task) -> None:
    """Raised again on the next day if what it is about is still so."""
    _must_keep(viewer, task, "reception_task.done")
    now = timezone.now()
    Task.objects.filter(pk=task.pk, done_at=None).update(done_at=now, done_by=viewer.person)
    record_change(viewer, "reception_task.done", task.subject_kind, (task.subject,))


def _must_keep(viewer: Viewer, task: Task, event: str) -> None:
    reach = reach_of(viewer)
    runs_it = task.location is not None and reach.keeps(task.location)
    if not runs_it and task.municipality != reach.keeps_municipality:
        raise NotAllowed(event, task.subject_kind, (task.subject,))


def _named(subject: Subject) -> tuple[str, tuple[str]]:
    return subject[0], (subject[1],)
