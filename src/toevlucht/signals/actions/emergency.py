"""Read reports of another organisation in an emergency: for an hour, with a reason, and seen."""

from __future__ import annotations

from toevlucht.records.break_glass import break_open, lasting_break_glass, record_read_under
from toevlucht.records.models import BreakGlass
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import DeskEntry, EmergencyReading
from toevlucht.signals.queries.emergency import could_open
from toevlucht.signals.telling import Content, unseal_content

MOST = 50  # open reports on one page: an emergency is about one of them


def open_reports(viewer: Viewer, organisation: str, reason: str) -> BreakGlass:
    """The open parts at once; each sealed part that is read is listed to its organisation."""
    must_be_able(viewer, organisation)
    return break_open(viewer, organisation, reason)


def reports_under_glass(viewer: Viewer, organisation: str) -> tuple[BreakGlass, list[DeskEntry]]:
    """What can be read now, the most urgent first; on record as a reading of all that is shown."""
    glass = _glass(viewer, organisation)
    found = policy.under_glass(viewer, organisation).select_related("report")
    shown = list(found.filter(is_open=True).order_by("due_on", "pk")[:MOST])
    record_read_under(viewer, glass, "report", [one.report.reference for one in shown])
    return glass, shown


def read_under_glass(
    viewer: Viewer, organisation: str, reference: str
) -> tuple[BreakGlass, DeskEntry, Content] | None:
    """One report with its sealed part; nothing where it is kept from the viewer or not there."""
    glass = _glass(viewer, organisation)
    found = policy.under_glass(viewer, organisation).select_related("report__sealed")
    entry = found.filter(report__reference=reference).first()
    if entry is None:
        return None
    report = entry.report
    EmergencyReading.objects.get_or_create(
        glass=glass.pk,
        report=report,
        defaults={
            "person": glass.person,
            "organisation": viewer.organisation,
            "owner": organisation,
            "reason": glass.reason,
        },
    )
    record_read_under(viewer, glass, "report", [reference])
    key = custody.open_key(report.record, organisation)
    return glass, entry, unseal_content(key, report.record, report.sealed.content)


def must_be_able(viewer: Viewer, organisation: str) -> None:
    if organisation not in {one.code for one in could_open(viewer)}:
        raise NotAllowed("break_glass.opened", "organisation", (organisation,))


def _glass(viewer: Viewer, organisation: str) -> BreakGlass:
    """Whoever lost the role, or the region, lost the access."""
    must_be_able(viewer, organisation)
    glass = lasting_break_glass(viewer, organisation)
    if glass is None:
        raise NotAllowed("break_glass.read", "organisation", (organisation,))
    return glass
