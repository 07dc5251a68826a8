"""Whose reports somebody may read in an emergency, and who read the own ones."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.models import Organisation
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import EmergencyReading

SHOWN = datetime.timedelta(days=90)


def could_open(viewer: Viewer) -> list[Organisation]:
    """For who coordinates at a safety region its municipalities; for the centre's approvers all.

    Administrators are not among them: whoever decides who comes in does not read reports.
    """
    everybody = Organisation.objects.filter(is_active=True).order_by("code")
    if viewer.is_centre_with("approver"):
        return list(everybody.exclude(code=viewer.organisation))
    if viewer.person is None or not viewer.has("coordinator"):
        return []
    local = Q(kind="municipality") & ~Q(area="")
    own = Q(code=viewer.organisation, kind="region")
    found = list(everybody.filter(local | own))
    region = next((one.area for one in found if one.kind == "region"), "")
    today = timezone.localdate()
    return [
        one
        for one in found
        if region and one.kind == "municipality" and _lies_in(one.area, region, today)
    ]


def readings_of_own(viewer: Viewer) -> QuerySet[EmergencyReading]:
    """Who read what the viewer's organisation handles, in the last months; newest first."""
    since = timezone.now() - SHOWN
    found = EmergencyReading.objects.filter(
        owner=viewer.organisation, at__gt=since, report__in=policy.handled(viewer).values("report")
    )
    return found.select_related("report").order_by("-at", "-pk")


def _lies_in(municipality: str, region: str, on: datetime.date) -> bool:
    if not areas.exists(municipality, on):
        return False
    found = areas.safety_region_of(municipality, on)
    return found is not None and found.code == region
