"""Name whom to turn to in an area or at a location, and confirm that they answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.models import Location, RouteContact
from toevlucht.reception.reach import reach_of
from toevlucht.reception.routes import local_kinds
from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer


@dataclass(frozen=True)
class Reachable:
    """How to reach a desk: a person's name only if that person agreed."""

    name: str
    telephone: str
    email: str = ""
    hours: str = ""


@transaction.atomic
def set_contact(
    viewer: Viewer, kind: str, reachable: Reachable, location: Location | None = None
) -> RouteContact:
    """Of the location, or of the own area. It is not confirmed until somebody tried it."""
    area = location.municipality if location else reach_of(viewer).area
    if kind not in local_kinds() or not area or not _keeps(viewer, area, location):
        raise NotAllowed("route_contact.changed", "area", (area,) if area else ())
    contact, _ = RouteContact.objects.update_or_create(
        area=area,
        location=location,
        kind=kind,
        defaults={
            "name": reachable.name.strip(),
            "telephone": reachable.telephone.strip(),
            "email": reachable.email,
            "hours": reachable.hours.strip(),
            "confirmed_on": None,
            "confirmed_by": None,
        },
    )
    record_change(viewer, "route_contact.changed", "route_contact", (contact.pk,))
    return contact


@transaction.atomic
def confirm_contact(viewer: Viewer, contact: RouteContact) -> None:
    """Somebody tried it today."""
    _must_keep(viewer, contact, "route_contact.confirmed")
    contact.confirmed_on, contact.confirmed_by = timezone.localdate(), viewer.person
    contact.save(update_fields=["confirmed_on", "confirmed_by"])
    record_change(viewer, "route_contact.confirmed", "route_contact", (contact.pk,))


@transaction.atomic
def remove_contact(viewer: Viewer, contact: RouteContact) -> None:
    """What is further away serves instead."""
    _must_keep(viewer, contact, "route_contact.removed")
    record_change(viewer, "route_contact.removed", "route_contact", (contact.pk,))
    contact.delete()


def _must_keep(viewer: Viewer, contact: RouteContact, event: str) -> None:
    if not _keeps(viewer, contact.area, contact.location):
        raise NotAllowed(event, "route_contact", (str(contact.pk),))


def _keeps(viewer: Viewer, area: str, location: Location | None) -> bool:
    reach = reach_of(viewer)
    return reach.keeps(location) if location else bool(area) and reach.area == area
