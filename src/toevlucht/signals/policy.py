"""Who may see which report. Lists, pages, searches, counts, exports and suggestions all ask here.

A report exists for an organisation when it has an entry on its desk, for people there who
coordinate, and for nobody whom it is kept from. Administrators see no reports.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry, Exclusion, Report


def entries(viewer: Viewer) -> QuerySet[DeskEntry]:
    """The reports on the desk of the viewer, each as the viewer's organisation has it."""
    if not viewer.has("coordinator") or viewer.person is None:
        return DeskEntry.objects.none()
    found = DeskEntry.objects.filter(organisation=viewer.organisation)
    return found.exclude(report__in=kept_from(viewer))


def find_entry(viewer: Viewer, reference: str) -> DeskEntry | None:
    return entries(viewer).select_related("report").filter(report__reference=reference).first()


def own_reports(viewer: Viewer) -> QuerySet[Report]:
    """What the viewer reported under the own name."""
    if viewer.person is None:
        return Report.objects.none()
    return Report.objects.filter(reporter=viewer.person, destroyed_on=None)


def kept_from(viewer: Viewer) -> QuerySet[Exclusion, int]:
    """The reports that the viewer must not know of, whatever else the viewer may."""
    excluded = Q(person=viewer.person) if viewer.person is not None else Q(pk=None)
    if viewer.organisation:
        excluded |= Q(organisation=viewer.organisation)
    return Exclusion.objects.filter(excluded).values_list("report_id", flat=True)
