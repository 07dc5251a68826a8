"""Route cards: for each thing that can be the matter, the contact that is nearest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.reception.models import Location, RouteContact
from toevlucht.reception.reach import reach_of
from toevlucht.reception.routes import Kind, kinds
from toevlucht.records.viewer import Viewer

CONFIRMED_FOR = datetime.timedelta(days=90)
"""After this long nobody can be sure that a telephone is still answered."""


@dataclass(frozen=True)
class Line:
    """One kind of contact, and the nearest one that there is; none where nobody was named.

    ``level`` is location, municipality, region, national, or empty.
    """

    kind: Kind
    level: str
    contact: RouteContact | None = None

    def name(self, language: str) -> str:
        return self.contact.name if self.contact else self.kind.names.get(language, "")

    @property
    def telephone(self) -> str:
        return self.contact.telephone if self.contact else self.kind.telephone

    @property
    def dial(self) -> str:
        """The telephone as a telephone wants it."""
        return "".join(sign for sign in self.telephone if sign.isdigit() or sign == "+")

    @property
    def email(self) -> str:
        return self.contact.email if self.contact else self.kind.email

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody tried it lately; a national one is published by whoever answers it."""
        return self.contact is None or is_confirmed(self.contact, timezone.localdate())


def route_card(municipality: str, location: Location | None = None) -> list[Line]:
    """For everybody: location, then municipality, then safety region, then the whole country.

    An unknown municipality has the national contacts.
    """
    nearest = _nearest(municipality, location)
    return [_line(kind, nearest) for kind in kinds().values()]


def own_card(viewer: Viewer) -> list[Line]:
    """The local kinds with what the own area names for each; nothing without an area."""
    area = reach_of(viewer).area
    if not area:
        return []
    found = {one.kind: one for one in RouteContact.objects.filter(area=area, location=None)}
    level = "municipality" if area.startswith("GM") else "region"
    return [
        Line(kind, level, found[kind.code]) if kind.code in found else Line(kind, "")
        for kind in kinds().values()
        if kind.local
    ]


def is_confirmed(contact: RouteContact, today: datetime.date) -> bool:
    return contact.confirmed_on is not None and today - contact.confirmed_on <= CONFIRMED_FOR


def _line(kind: Kind, nearest: dict[str, tuple[str, RouteContact]]) -> Line:
    if kind.code in nearest:
        level, contact = nearest[kind.code]
        return Line(kind, level, contact)
    return Line(kind, "national" if kind.is_national else "")


def _nearest(municipality: str, location: Location | None) -> dict[str, tuple[str, RouteContact]]:
    """By kind; what is nearer comes later and stays."""
    today = timezone.localdate()
    if not municipality or not areas.exists(municipality, today):
        return {}
    region = areas.safety_region_of(municipality, today)
    places = {municipality: "municipality"} | ({region.code: "region"} if region else {})
    wanted = Q(area__in=places, location=None)
    if location:
        wanted |= Q(location=location)
    found = [(_level(one, places), one) for one in RouteContact.objects.filter(wanted)]
    return {one.kind: (level, one) for level, one in _far_to_near(found) if one.kind in kinds()}


def _level(contact: RouteContact, places: dict[str, str]) -> str:
    return "location" if contact.location_id else places[contact.area]


def _far_to_near(found: Iterable[tuple[str, RouteContact]]) -> list[tuple[str, RouteContact]]:
    order = ("region", "municipality", "location")
    return sorted(found, key=lambda one: order.index(one[0]))


def contacts_for(viewer: Viewer) -> QuerySet[RouteContact]:
    """Those that the viewer keeps: of the own area, and of the locations kept."""
    reach = reach_of(viewer)
    if not reach.organisation:
        return RouteContact.objects.none()
    own = Q(location__operator=reach.organisation)
    if reach.area:
        own |= Q(area=reach.area)
    return RouteContact.objects.filter(own).select_related("location")
