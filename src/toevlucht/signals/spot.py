"""Where a report is about, as far as the address of the form says so, and who works there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.models import Organisation
from toevlucht.reception.models import Location


@dataclass(frozen=True)
class Spot:
    """Where a report is about, as far as the address of the form said so."""

    municipality: str = ""
    location: Location | None = None

    @property
    def areas(self) -> list[str]:
        """The municipality and its safety region."""
        if not self.municipality:
            return []
        region = areas.safety_region_of(self.municipality, timezone.localdate())
        return [self.municipality, *([region.code] if region else [])]

    @property
    def name(self) -> str:
        return areas.area(self.municipality, timezone.localdate()).name if self.municipality else ""


def spot(municipality: str, location: str) -> Spot:
    """Of the codes in an address; what is not there any more is left out."""
    today = timezone.localdate()
    found = None
    if location:
        found = Location.objects.filter(code=location).exclude(state="planned").first()
    code = found.municipality if found else municipality
    heir = areas.successor(code, today) if code.startswith("GM") else None
    return Spot(heir.code if heir else "", found)


def organisations_near(there: Spot) -> list[Organisation]:
    """Who may be among those that a report has to be kept from."""
    operator = there.location.operator if there.location else ""
    if not there.municipality:
        return []
    near = Q(area__in=there.areas) | Q(code=operator)
    return list(Organisation.objects.filter(near, is_active=True).order_by("code"))
