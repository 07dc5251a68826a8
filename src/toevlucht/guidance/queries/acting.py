"""Who read what last, and which changes an organisation still has to act on.

A task is no row of its own: it follows from what changed, from whom that is for, and from what the
organisation answered. So an organisation that comes later has its tasks too.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from toevlucht.guidance.codes import WHO_ACTS
from toevlucht.guidance.models import Change, ChangeAnswer, LastRead, Requirement, Version
from toevlucht.guidance.queries.handbooks import Listed, handbooks
from toevlucht.partners.models import Organisation
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Reading:
    """A handbook, and the version that the viewer read last, if any."""

    listed: Listed
    read: Version | None

    @property
    def is_behind(self) -> bool:
        return self.read is not None and self.read.number < self.listed.newest.number


@dataclass(frozen=True)
class Task:
    """A change that the viewer's organisation acts on; ``answer`` is its newest, if any."""

    change: Change
    answer: ChangeAnswer | None

    @property
    def due_on(self) -> datetime.date:
        return self.change.version.act_by


def readings_of(viewer: Viewer) -> list[Reading]:
    rows = LastRead.objects.filter(person=viewer.person).select_related("version")
    read = {row.handbook_id: row.version for row in rows}
    return [Reading(one, read.get(one.handbook.pk)) for one in handbooks()]


def tasks_of(viewer: Viewer) -> list[Task]:
    """Those without an answer first, the soonest due on top. Three queries."""
    wanted = _audiences_of(viewer)
    if not wanted:
        return []
    mine = [one for one in _standing() if wanted.intersection(one.audiences)]
    answers = ChangeAnswer.objects.filter(organisation=viewer.organisation, change__in=mine)
    newest = {one.change_id: one for one in answers.select_related("person").order_by("pk")}
    tasks = [Task(one, newest.get(one.pk)) for one in mine]
    return sorted(tasks, key=lambda one: (one.answer is not None, one.due_on, one.change.code))


def open_tasks_of(viewer: Viewer) -> int:
    return sum(one.answer is None for one in tasks_of(viewer))


def find_task(viewer: Viewer, change: int) -> Task | None:
    return next((one for one in tasks_of(viewer) if one.change.pk == change), None)


def requirements_of(tasks: Sequence[Task]) -> dict[int, Requirement]:
    """By change: the requirement as it became, or as it was where it was dropped."""
    changes = {
        (one.change.version.handbook_id, number, one.change.code): one.change.pk
        for one in tasks
        for number in [one.change.version.number - (one.change.kind == "removed")]
    }
    asked = Q(pk=None)
    for handbook, number, code in changes:
        asked |= Q(version__handbook=handbook, version__number=number, code=code)
    found = Requirement.objects.filter(asked).select_related("version")
    return {changes[one.version.handbook_id, one.version.number, one.code]: one for one in found}


def _standing() -> list[Change]:
    """The newest change of each requirement: what came before it is overtaken."""
    newest: dict[tuple[int, str], Change] = {}
    for one in Change.objects.select_related("version__handbook").order_by("version__number"):
        newest[one.version.handbook_id, one.code] = one
    return list(newest.values())


def _audiences_of(viewer: Viewer) -> set[str]:
    """For whom the viewer acts: by role, and by the kind of the own organisation."""
    if viewer.person is None:
        return set()
    acting = {name: kinds for name, (role, kinds) in WHO_ACTS.items() if viewer.has(role)}
    if not acting:
        return set()
    own = Organisation.objects.filter(code=viewer.organisation).values_list("kind", flat=True)
    kind = own.first() or ""
    return {name for name, kinds in acting.items() if kind in kinds}
