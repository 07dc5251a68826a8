"""Whose figures somebody reads, and for whom somebody supplies them.

Everybody who coordinates in an area reads the figures of the country by region, as the expertise
centre does. A region's municipalities are read by that region, by each of them, and by who
coordinates in the whole country; a municipality's own page by itself, its region and the country.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.models import Organisation
from toevlucht.records.viewer import Viewer

NATIONAL = areas.NATIONAL


@dataclass(frozen=True)
class Circle:
    """``area`` is that of the own organisation, ``region`` the safety region that it lies in."""

    area: str = ""
    region: str = ""
    reads_nation: bool = False

    @property
    def is_national(self) -> bool:
        return self.area == NATIONAL

    def reads(self, area: str, today: datetime.date) -> bool:
        if area == NATIONAL:
            return self.reads_nation
        if self.is_national:
            return True
        if area.startswith("VR"):
            return self.region == area
        return self.area in (area, region_of(area, today)) and bool(self.area)

    @property
    def supplies_any(self) -> bool:
        return bool(self.area) and not self.is_national

    def supplies(self, municipality: str, today: datetime.date) -> bool:
        """Its own figures, or a region those of its municipalities."""
        is_one = municipality.startswith("GM") and areas.exists(municipality, today)
        return is_one and self.area in (municipality, region_of(municipality, today))


NO_CIRCLE = Circle()


def circle_of(viewer: Viewer) -> Circle:
    """Asked of the database once a call."""
    centre = viewer.is_centre_with("reader", "editor", "approver")
    if viewer.person is None or not viewer.has("coordinator"):
        return Circle(reads_nation=True) if centre else NO_CIRCLE
    own = Organisation.objects.filter(code=viewer.organisation, is_active=True)
    area = own.values_list("area", flat=True).first() or ""
    if not areas.exists(area, timezone.localdate()):
        return Circle(reads_nation=True) if centre else NO_CIRCLE
    region = "" if area == NATIONAL else region_of(area, timezone.localdate())
    return Circle(area, region, reads_nation=True)


def region_of(area: str, today: datetime.date) -> str:
    """Nothing for what is no area of that day."""
    if not areas.exists(area, today):
        return ""
    found = areas.safety_region_of(area, today)
    return found.code if found else ""
