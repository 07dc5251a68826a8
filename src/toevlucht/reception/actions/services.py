"""Take a step of a service for a family: asked, given, done, and what else may come of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.actions.oversight import settle_one
from toevlucht.reception.models import Family, Person, ServiceStep
from toevlucht.reception.models.services import SCHOOL, SCREENING, SCREENING_OUTCOMES, SERVICE_STEPS
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.queries.families import find_family
from toevlucht.reception.queries.services import part_of_notes
from toevlucht.reception.reach import account_of
from toevlucht.reception.sealed.people import key_of, seal_words
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutStep:
    """``outcome`` is of a screening; ``notes`` are sealed."""

    step: str
    on: datetime.date
    outcome: str = ""
    notes: str = ""


@transaction.atomic
def take_service_step(
    viewer: Viewer, family: Family, service: str, about: AboutStep, child: Person | None = None
) -> ServiceStep:
    """No other service is asked after: each stands by itself."""
    event = "service.step_taken"
    is_school = service == SCHOOL
    if find_family(viewer, family.code) is None or is_school != (child is not None):
        raise NotAllowed(event, "family", (family.code,))
    if about.step not in SERVICE_STEPS.get(service, ()):
        raise NotAllowed(event, "family", (family.code,))
    if child is not None and child.family_id != family.pk:
        raise NotAllowed(event, "family", (family.code,))
    Family.objects.select_for_update().get(pk=family.pk)
    _must_follow(
        ServiceStep.objects.filter(family=family, service=service, person=child).last(), about
    )
    is_result = service == SCREENING and about.step == "done"
    if is_result and about.outcome not in SCREENING_OUTCOMES:
        raise CannotDo("no_words")
    step = ServiceStep(
        code=new_reference(),
        family=family,
        person=child,
        service=service,
        step=about.step,
        on=about.on,
        outcome=about.outcome if is_result else "",
        recorded_by=account_of(viewer),
    )
    if about.notes.strip():
        key = key_of(family, viewer.organisation)
        words = {"notes": about.notes.strip()}
        step.notes = seal_words(key, family, words, part_of_notes(step.code))
    step.save(force_insert=True)
    record_change(viewer, event, "family", (family.code,))
    if about.step != "asked":
        settle_one(f"{service}_overdue", child.code if child else family.code)
    return step


def _must_follow(last: ServiceStep | None, about: AboutStep) -> None:
    """Not in the future, not before the step before it, and not the same once more."""
    if about.on > timezone.localdate() or (last and about.on < last.on):
        raise CannotDo("wrong_dates")
    if last and last.step == about.step:
        raise CannotDo("step_taken")
