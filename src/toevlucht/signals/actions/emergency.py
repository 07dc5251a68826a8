"""Read reports of another organisation in an emergency: for an hour, with a reason, and seen."""

from __future__ import annotations

from dataclasses import dataclass

from toevlucht.partners.models import Organisation
from toevlucht.records.break_glass import break_open, lasting_break_glass, record_read_under
from toevlucht.records.models import BreakGlass
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import DeskEntry, EmergencyReading
from toevlucht.signals.queries.emergency import could_open
from toevlucht.signals.telling import Content, unseal_content

MOST = 50  # open reports on one page: an emergency is about one of them


@dataclass(frozen=True)
class Glass:
    """That the glass is broken now, and of whom."""

    opened: BreakGlass
    owner: Organisation


def open_reports(viewer: Viewer, organisation: str, reason: str) -> BreakGlass:
    """The open parts at once; each sealed part that is read is listed to its organisation."""
    _must_be_able(viewer, organisation)
    return break_open(viewer, organisation, reason)


def reports_under_glass(viewer: Viewer, organisation: str) -> tuple[Glass, list[DeskEntry]]:
    """What can be read now, the most urgent first; on record as a reading of all that is shown."""
    glass = _glass(viewer, organisation)
    found = policy.under_glass(viewer, organisation).select_related("report")
    shown = list(found.filter(is_open=True).order_by("due_on", "pk")[:MOST])
    record_read_under(viewer, glass.opened, "report", [one.report.reference for one in shown])
    return glass, shown


def read_under_glass(
    viewer: Viewer, organisation: str, reference: str
) -> tuple[Glass, DeskEntry, Content] | None:
    """One report with its sealed part; nothing where it is kept from the viewer or not there."""
    glass = _glass(viewer, organisation)
    found = policy.under_glass(viewer, organisation).select_related("report__sealed")
    entry = found.filter(report__reference=reference).first()
    if entry is None:
        return None
    report = entry.report
    reading = EmergencyReading(
        glass=glass.opened.pk,
        report=report,
        person=glass.opened.person,
        organisation=viewer.organisation,
        owner=organisation,
        reason=glass.opened.reason,
    )
    # Listed once, however often it is read.
    EmergencyReading.objects.bulk_create([reading], ignore_conflicts=True)
    record_read_under(viewer, glass.opened, "report", [reference])
    key = custody.open_key(report.record, organisation)
    return glass, entry, unseal_content(key, report.record, report.sealed.content)


def _must_be_able(viewer: Viewer, organisation: str) -> Organisation:
    found = {one.code: one for one in could_open(viewer)}
    if organisation not in found:
        raise NotAllowed("break_glass.opened", "organisation", (organisation,))
    return found[organisation]


def _glass(viewer: Viewer, organisation: str) -> Glass:
    """Whoever lost the role, or the region, lost the access."""
    owner = _must_be_able(viewer, organisation)
    opened = lasting_break_glass(viewer, organisation)
    if opened is None:
        raise NotAllowed("break_glass.read", "organisation", (organisation,))
    return Glass(opened, owner)
