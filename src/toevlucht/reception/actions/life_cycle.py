"""Open and close a location: who owns it is looked at first, and nobody is left in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.actions.oversight import settle_one
from toevlucht.reception.books import hold
from toevlucht.reception.models import Location, LocationCheck, Place, Stay
from toevlucht.reception.models.oversight import CHECKED, OUTCOMES
from toevlucht.reception.problems import CannotDo
from toevlucht.reception.reach import account_of, reach_of
from toevlucht.reception.sealed.places import seal_note
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class AboutCheck:
    """``later`` with the day by which: where haste demands, the check comes after the opening."""

    subject: str
    outcome: str
    due_on: datetime.date | None = None
    words: str = ""


@transaction.atomic
def check_location(viewer: Viewer, location: Location, about: AboutCheck) -> LocationCheck:
    """What the municipality found of owner or operator; nobody checks itself."""
    _must_be_ours(viewer, location, "location.checked")
    if about.subject not in CHECKED or about.outcome not in OUTCOMES:
        raise NotAllowed("location.checked", "location", (location.code,))
    is_later = about.outcome == "later"
    if is_later and (about.due_on is None or about.due_on < timezone.localdate()):
        raise CannotDo("wrong_dates")
    check = LocationCheck.objects.create(
        location=location,
        subject=about.subject,
        outcome=about.outcome,
        checked_on=timezone.localdate(),
        due_on=about.due_on if is_later else None,
        checked_by=account_of(viewer),
        words=seal_note(location, viewer.organisation, about.words) if about.words else None,
    )
    if not is_later:
        settle_one("owner_check_due", location.code)
    record_change(viewer, "location.checked", "location", (location.code,))
    return check


@transaction.atomic
def prepare_opening(viewer: Viewer, location: Location) -> None:
    _must_be_ours(viewer, location, "location.changed")
    _set(viewer, location, "opening", ("planned",), "location.changed")


@transaction.atomic
def open_location(viewer: Viewer, location: Location) -> None:
    """With places in it, and its owner and operator checked or to be checked by a day."""
    _must_be_ours(viewer, location, "location.opened")
    if not has_places(location):
        raise CannotDo("no_places")
    for subject in CHECKED:
        check = last_check(location, subject)
        if check is None:
            raise CannotDo("not_checked")
        if check.outcome == "failed":
            raise CannotDo("check_failed")
    if location.opened_on is None:
        location.opened_on = timezone.localdate()
    location.closes_on = location.closed_on = None
    _set(viewer, location, "open", ("planned", "opening", "closing", "closed"), "location.opened")


@transaction.atomic
def start_closing(viewer: Viewer, location: Location, closes_on: datetime.date) -> None:
    """From now on nobody comes in; until that day everybody finds another place."""
    _must_be_ours(viewer, location, "location.closing")
    if closes_on < timezone.localdate():
        raise CannotDo("wrong_dates")
    location.closes_on = closes_on
    _set(viewer, location, "closing", ("open", "closing"), "location.closing")


@transaction.atomic
def close_location(viewer: Viewer, location: Location) -> None:
    """Refused as long as anybody stays there."""
    _must_be_ours(viewer, location, "location.closed")
    hold([location])
    if Stay.objects.filter(location=location, departed_at=None).exists():
        raise CannotDo("people_stay")
    location.closed_on = timezone.localdate()
    _set(viewer, location, "closed", ("planned", "opening", "open", "closing"), "location.closed")


def last_check(location: Location, subject: str) -> LocationCheck | None:
    return LocationCheck.objects.filter(location=location, subject=subject).order_by("-pk").first()


def has_places(location: Location) -> bool:
    if location.counts_heads:
        return location.head_places > 0
    return Place.objects.filter(room__location=location, until=None).exists()


def _must_be_ours(viewer: Viewer, location: Location, event: str) -> None:
    """Who runs a location does not decide whether it opens."""
    if location.municipality != (reach_of(viewer).keeps_municipality or None):
        raise NotAllowed(event, "location", (location.code,))


def _set(
    viewer: Viewer, location: Location, state: str, before: tuple[str, ...], event: str
) -> None:
    if location.state not in before:
        raise CannotDo("wrong_dates")
    location.state = state
    location.save(update_fields=["state", "opened_on", "closes_on", "closed_on"])
    record_change(viewer, event, "location", (location.code,))
