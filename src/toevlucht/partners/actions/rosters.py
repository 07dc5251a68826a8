"""Keep the roster of an organisation: add, change, end, and destroy names whose time is over."""

from __future__ import annotations

import datetime
import json
from collections.abc import Container
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.language import Message
from toevlucht.partners.certificates import kept_after_the_end
from toevlucht.partners.models import ROSTER_ROLES, Organisation, Person, RosterEntry
from toevlucht.partners.roster_places import places_of
from toevlucht.partners.roster_queries import KEEPS, find_entry
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_change
from toevlucht.records.daily import CLOCK
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import seal
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutEntry:
    """What is written down of somebody who works; ``person`` is the number of an account."""

    name: str
    role: str
    works_from: datetime.date
    contact: str = ""
    place: str = ""
    works_until: datetime.date | None = None
    asked_on: datetime.date | None = None
    checked_on: datetime.date | None = None
    valid_until: datetime.date | None = None
    person: int | None = None


@transaction.atomic
def add_to_roster(viewer: Viewer, about: AboutEntry) -> RosterEntry:
    if viewer.person is None or not viewer.has(*KEEPS):
        raise NotAllowed("roster.added", "organisation", (viewer.organisation,))
    check_entry(viewer, about, places_of(viewer))
    own = Organisation.objects.get(code=viewer.organisation)
    entry = RosterEntry(organisation=own, code=new_reference())
    _write(entry, about, custody.make_key(entry.record, (viewer.organisation,)))
    record_change(viewer, "roster.added", "roster_entry", (entry.code,))
    return entry


@transaction.atomic
def change_entry(viewer: Viewer, entry: RosterEntry, about: AboutEntry) -> None:
    """Who is at a place that the organisation no longer keeps may stay written down there."""
    kept = _locked(viewer, "roster.changed", entry)
    if kept.details is None:
        raise Refused(Message("rosters.problem.destroyed"))
    check_entry(viewer, about, {*places_of(viewer), kept.place})
    _write(kept, about, custody.open_key(kept.record, viewer.organisation))
    record_change(viewer, "roster.changed", "roster_entry", (kept.code,))


@transaction.atomic
def end_entry(viewer: Viewer, entry: RosterEntry, last_day: datetime.date) -> None:
    kept = _locked(viewer, "roster.ended", entry)
    if last_day < kept.works_from:
        raise Refused(Message("rosters.problem.order"), "works_until")
    kept.works_until = last_day
    kept.save(update_fields=["works_until"])
    record_change(viewer, "roster.ended", "roster_entry", (kept.code,))


def forget_entries(most: int) -> int:
    """So many at once: who they were. Role, place and days stay, for what was accounted for."""
    before = timezone.localdate() - kept_after_the_end()
    due = RosterEntry.objects.filter(works_until__lt=before, details__isnull=False)
    found = list(due.order_by("pk")[:most])
    for entry in found:
        _forget(entry)
    return len(found)


@transaction.atomic
def _forget(entry: RosterEntry) -> None:
    custody.destroy_key(entry.record)
    RosterEntry.objects.filter(pk=entry.pk).update(details=None, person=None)
    record_change(CLOCK, "roster.destroyed", "roster_entry", (entry.code,))


def _locked(viewer: Viewer, event: str, entry: RosterEntry) -> RosterEntry:
    if find_entry(viewer, entry.code) is None:
        raise NotAllowed(event, "roster_entry", (entry.code,))
    return RosterEntry.objects.select_for_update().get(pk=entry.pk)


def check_entry(viewer: Viewer, about: AboutEntry, places: Container[str]) -> None:
    """Raises `Refused` where it cannot be so."""
    if about.role not in ROSTER_ROLES:
        raise Refused(Message("rosters.problem.role"), "role")
    if about.place and about.place not in places:
        raise Refused(Message("rosters.problem.place"), "place")
    if about.works_until and about.works_until < about.works_from:
        raise Refused(Message("rosters.problem.order"), "works_until")
    if about.checked_on and about.checked_on > timezone.localdate():
        raise Refused(Message("rosters.problem.future"), "checked_on")
    if about.valid_until and (not about.checked_on or about.valid_until < about.checked_on):
        raise Refused(Message("rosters.problem.unchecked"), "valid_until")
    colleagues = Person.objects.filter(organisation__code=viewer.organisation)
    if about.person and not colleagues.filter(pk=about.person).exists():
        raise Refused(Message("rosters.problem.person"), "person")


def _write(entry: RosterEntry, about: AboutEntry, key: bytes) -> None:
    words = json.dumps({"name": about.name, "contact": about.contact}, ensure_ascii=False)
    entry.details = seal(key, words.encode(), entry.record)
    entry.place, entry.role = about.place, about.role
    entry.works_from, entry.works_until = about.works_from, about.works_until
    entry.asked_on, entry.checked_on = about.asked_on, about.checked_on
    entry.valid_until, entry.person_id = about.valid_until, about.person
    entry.save()
