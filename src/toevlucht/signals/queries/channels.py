"""The alarm of administrators: organisations to which reports go, and in which nobody handles them.

Of reports that wait the expertise centre hears that there are some: neither which nor how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from toevlucht.geography import areas
from toevlucht.partners.models import Organisation
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.policy import kept_from
from toevlucht.signals.routing import UNCLAIMED, channels_without_anybody

NAMED_AT_MOST = 20


@dataclass(frozen=True)
class Alarm:
    """``channels`` are the first of ``count``."""

    channels: Sequence[Organisation]
    count: int
    has_waiting: bool

    @property
    def more(self) -> int:
        return self.count - len(self.channels)


def alarm_for(viewer: Viewer) -> Alarm | None:
    """For administrators of the organisation itself, of its safety region, and of the centre."""
    if not viewer.has("administrator") or viewer.person is None:
        return None
    found = Organisation.objects.filter(code__in=channels_without_anybody()).order_by("code")
    if not viewer.is_centre:
        found = found.filter(code__in=_watched(viewer.organisation))
    channels = list(found)
    has_waiting = viewer.is_centre and _something_waits(viewer)
    if not channels and not has_waiting:
        return None
    return Alarm(channels[:NAMED_AT_MOST], len(channels), has_waiting)


def _watched(organisation: str) -> set[str]:
    """Itself, and for a safety region the municipalities in it."""
    own = Organisation.objects.get(code=organisation)
    today = timezone.localdate()
    if own.kind != "region" or not areas.exists(own.area, today):
        return {organisation}
    within = [one.code for one in areas.municipalities(today, within=own.area)]
    found = Organisation.objects.filter(area__in=within)
    return {organisation, *found.values_list("code", flat=True)}


def _something_waits(viewer: Viewer) -> bool:
    waiting = DeskEntry.objects.filter(organisation=UNCLAIMED)
    return waiting.exclude(report__in=kept_from(viewer)).exists()
