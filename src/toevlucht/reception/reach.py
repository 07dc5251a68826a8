"""Whose places somebody reads, and which of them somebody keeps.

A municipality keeps its own places and its safety region reads them; who runs a location keeps that
one. An organisation has them by its area, a person by coordinating there. Who coordinates in the
whole country reads figures (`circles`), and no place or household.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.models import Organisation
from toevlucht.reception.models import HostHousehold, Location
from toevlucht.records.viewer import Viewer


@dataclass(frozen=True)
class Reach:
    """``area`` is the municipality or region of the own organisation, if it has one."""

    organisation: str = ""
    area: str = ""
    municipalities: tuple[str, ...] = ()  # whose places are read

    @property
    def keeps_municipality(self) -> str:
        """The municipality whose places are kept; a region only reads."""
        return self.area if (self.area,) == self.municipalities else ""

    def keeps(self, location: Location) -> bool:
        return bool(self.organisation) and (
            location.municipality == self.keeps_municipality
            or location.operator == self.organisation
        )

    def keeps_household(self, household: HostHousehold) -> bool:
        """Its municipality does; until that takes it over, who entered it."""
        if household.taken_over_on is None:
            return bool(self.organisation) and household.organisation == self.organisation
        return bool(self.keeps_municipality) and (household.municipality == self.keeps_municipality)

    def takes_over(self, household: HostHousehold) -> bool:
        return household.taken_over_on is None and (
            bool(self.keeps_municipality) and household.municipality == self.keeps_municipality
        )

    def keeps_home(self, home: Location | HostHousehold) -> bool:
        """Who writes down who stays there: of a household the municipality alone."""
        if isinstance(home, Location):
            return self.keeps(home)
        return bool(self.keeps_municipality) and home.municipality == self.keeps_municipality


NOWHERE = Reach()


def account_of(viewer: Viewer) -> int:
    """Of who keeps something: that is always somebody."""
    assert viewer.person is not None
    return viewer.person


def reach_of(viewer: Viewer, *roles: str) -> Reach:
    """With one of these roles; of people only, and asked of the database once a call."""
    if viewer.person is None or not viewer.has(*(roles or ("coordinator",))):
        return NOWHERE
    own = Organisation.objects.filter(code=viewer.organisation, is_active=True)
    area = own.values_list("area", flat=True).first()
    if area is None:
        return NOWHERE
    if area == areas.NATIONAL:
        return Reach(viewer.organisation)
    return Reach(viewer.organisation, area, _municipalities(area))


def _municipalities(area: str) -> tuple[str, ...]:
    today = timezone.localdate()
    if not area or not areas.exists(area, today):
        return ()
    if areas.area(area, today).kind == "municipality":
        return (area,)
    return tuple(one.code for one in areas.municipalities(today, within=area))
