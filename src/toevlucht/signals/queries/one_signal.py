"""A signal as the viewer may see it: its reports, and what was believed of them."""

from __future__ import annotations

from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import Assessment, Report, Signal, SignalLink

MOST = 200


def own_signal(viewer: Viewer, report: Report) -> Signal | None:
    """The signal of a report, where the viewer's organisation put it together."""
    signal = report.signal
    return signal if signal and signal.organisation == viewer.organisation else None


def reports_of(viewer: Viewer, signal: Signal) -> list[SignalLink]:
    """Only those that the viewer may know of; what is counted is counted of these."""
    known = policy.entries(viewer).values("report")
    found = SignalLink.objects.filter(signal=signal, undone_at=None, report__in=known)
    return list(found.select_related("report").order_by("pk")[:MOST])


def assessments_of(viewer: Viewer, signal: Signal) -> list[Assessment]:
    """Newest first; their reasons stand on the pages of the reports."""
    known = policy.entries(viewer).filter(report__signal=signal).values("report")
    found = Assessment.objects.filter(report__in=known, organisation=viewer.organisation)
    return list(found.select_related("report").order_by("-pk")[:MOST])
