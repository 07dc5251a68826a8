"""What the municipality wrote down of courses of others, of the adults of a household it keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toevlucht.learning.courses.elsewhere import Elsewhere, elsewhere
from toevlucht.learning.models import HostCompletion
from toevlucht.reception.models import HostHousehold
from toevlucht.reception.queries.host_keys import key_for
from toevlucht.reception.queries.host_page import name_of
from toevlucht.reception.queries.host_way import adults_of
from toevlucht.reception.reach import reach_of
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Noted:
    """``name`` is empty once it was destroyed, ``course`` where the list has it no longer."""

    completion: HostCompletion
    name: str
    course: Elsewhere | None


def may_note(viewer: Viewer, household: HostHousehold) -> bool:
    """Of the own municipality, once it took the household over."""
    taken_over = household.taken_over_on is not None
    return taken_over and reach_of(viewer).keeps_household(household)


def noted_of(viewer: Viewer, household: HostHousehold) -> Sequence[Noted]:
    """The newest first; nothing for who may not note it."""
    if not may_note(viewer, household):
        return ()
    found = HostCompletion.objects.filter(adult__household=household)
    listed = list(found.select_related("adult", "withdrawal").order_by("-pk"))
    key = key_for(viewer, household) if listed else None
    return [Noted(one, name_of(key, one.adult), elsewhere().get(one.course)) for one in listed]


def find_noted(viewer: Viewer, household: HostHousehold, reference: str) -> HostCompletion | None:
    if not may_note(viewer, household):
        return None
    found = HostCompletion.objects.filter(adult__household=household, reference=reference)
    return found.select_related("adult__household", "withdrawal").first()


def last_withdrawn(viewer: Viewer, household: HostHousehold) -> str:
    """The reference of what was withdrawn last: how far somebody who looks now has seen."""
    if not may_note(viewer, household):
        return ""
    gone = HostCompletion.objects.filter(adult__household=household, withdrawal__isnull=False)
    found = gone.order_by("-withdrawal__pk").values_list("reference", flat=True).first()
    return found or ""


def adults_by_code(viewer: Viewer, household: HostHousehold) -> list[tuple[str, str]]:
    """The adults who live there now, with their names."""
    key = key_for(viewer, household)
    return [(one.code, name_of(key, one)) for one in adults_of(household)]
