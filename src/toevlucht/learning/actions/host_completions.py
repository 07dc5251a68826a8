"""Write down that an adult of a host household completed a course of others, or withdraw it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.learning.actions.elsewhere import valid_until
from toevlucht.learning.models import HostCompletion, HostWithdrawal
from toevlucht.learning.models.elsewhere import WITHDRAWN_FOR
from toevlucht.learning.queries.host_completions import find_noted, may_note
from toevlucht.learning.queries.hosts import for_hosts
from toevlucht.partners.rules import Refused
from toevlucht.reception.actions.host_standing import locked
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.queries.host_page import find_adult
from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.viewer import NotAllowed, Viewer


@transaction.atomic
def note_course(
    viewer: Viewer,
    household: HostHousehold,
    adult: str,
    course: str,
    day: datetime.date,
    seen_withdrawn: str = "",
) -> None:
    """Once, however often it is sent. Whose it is stays out of the trail.

    ``seen_withdrawn`` names what was withdrawn last when the sender looked: pressing twice, or
    going back to the page, does not bring back what was withdrawn later.
    """
    household = locked(household)
    found = find_adult(viewer, household, adult)
    if viewer.person is None or found is None or not may_note(viewer, household):
        raise NotAllowed("completion.recorded", "household", (household.code,))
    if course not in for_hosts():
        raise Refused(Message("learned_elsewhere.problem.course"), "course")
    if day > timezone.localdate():
        raise Refused(Message("host_steps.refused.later_than_today"), "completed_on")
    what: dict[str, Any] = {"adult": found, "course": course, "completed_on": day}
    if HostCompletion.objects.filter(**what, withdrawal=None).exists():
        return
    if (found.pk, course, day) in _withdrawn_after(household, seen_withdrawn):
        raise Refused(Message("learned_elsewhere.host.not_noted"))
    until = valid_until(course, day)
    HostCompletion.objects.create(**what, valid_until=until, recorded_by=viewer.person)
    record_change(viewer, "completion.recorded", "household", (household.code,))


def _withdrawn_after(household: HostHousehold, seen: str) -> set[tuple[int, str, datetime.date]]:
    """All that was ever withdrawn, where nothing of this household has the reference ``seen``."""
    gone = HostWithdrawal.objects.filter(completion__adult__household=household).order_by("pk")
    completions = [one.completion for one in gone.select_related("completion")]
    references = [one.reference for one in completions]
    later = completions[references.index(seen) + 1 :] if seen in references else completions
    return {(one.adult_id, one.course, one.completed_on) for one in later}


@transaction.atomic
def withdraw_note(viewer: Viewer, household: HostHousehold, reference: str, reason: str) -> None:
    """It stays to be seen, with the reason, and no longer counts."""
    found = find_noted(viewer, household, reference)
    if viewer.person is None or found is None or reason not in WITHDRAWN_FOR:
        raise NotAllowed("completion.withdrawn", "household", (household.code,))
    _, is_new = HostWithdrawal.objects.get_or_create(
        completion=found, defaults={"reason": reason, "withdrawn_by": viewer.person}
    )
    if is_new:
        record_change(viewer, "completion.withdrawn", "household", (household.code,))


@transaction.atomic
def forget_notes(most: int) -> int:
    """So many at once, of households of which every word was destroyed."""
    gone = HostCompletion.objects.filter(adult__household__details__isnull=True)
    found = list(gone.select_related("adult__household").order_by("pk")[:most])
    if found:
        HostCompletion.objects.filter(pk__in=[one.pk for one in found]).delete()
        codes = sorted({one.adult.household.code for one in found})
        record_change(CLOCK, "completion.forgotten", "household", codes)
    return len(found)
