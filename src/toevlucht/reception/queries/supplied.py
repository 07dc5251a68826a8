"""What was supplied of municipalities: the last of each, and all that was ever said."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.reception.circles import circle_of
from toevlucht.reception.figures import Figures
from toevlucht.reception.models import SuppliedFigures
from toevlucht.reception.queries.overview import figures_of, moment_of
from toevlucht.records.viewer import Viewer

ON_A_PAGE = 50


def last_supplied(days: Mapping[str, datetime.date]) -> dict[str, Figures]:
    """By municipality, what was said of the last moment on or before its day; however old."""
    found = {}
    for municipality, day in days.items():
        one = _newest(municipality, day)
        if one:
            found[municipality] = figures_of(one)
    return found


def _newest(municipality: str, day: datetime.date) -> SuppliedFigures | None:
    rows = SuppliedFigures.objects.filter(municipality=municipality)
    last = rows.filter(counted_on__lte=day).order_by("-counted_on", "-pk").first()
    if last is None:
        return None
    return max(rows.filter(counted_on=last.counted_on), key=moment_of)


def revisions(viewer: Viewer, municipality: str, before: int = 0) -> list[SuppliedFigures]:
    """All that was ever supplied of a municipality, the newest moment first, a page at a time."""
    if not circle_of(viewer).reads(municipality, timezone.localdate()):
        return []
    found = SuppliedFigures.objects.filter(municipality=municipality)
    last = found.filter(pk=before).first() if before else None
    if last:
        found = found.filter(counted_on__lte=last.counted_on).exclude(
            counted_on=last.counted_on, pk__gte=last.pk
        )
    return list(found.order_by("-counted_on", "-pk")[: ON_A_PAGE + 1])


def to_supply(viewer: Viewer) -> list[str]:
    """The municipalities for which the viewer supplies figures, in the order of the register."""
    circle, today = circle_of(viewer), timezone.localdate()
    if circle.area.startswith("GM"):
        return [circle.area]
    if circle.area.startswith("VR"):
        return [one.code for one in areas.municipalities(today, within=circle.area)]
    return []
