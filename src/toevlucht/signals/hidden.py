"""Which ids of the audit trail name a report, or what hangs on one, that is kept from a viewer."""

from __future__ import annotations

from toevlucht.records.references import PATTERN
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import Correction, HiddenReference, Referral, Report, Signal


def hidden_from(viewer: Viewer, ids: frozenset[str]) -> set[str]:
    """One query where nothing is kept from the viewer: nearly always."""
    named = [one for one in ids if PATTERN.fullmatch(one)]
    own = policy.exclusions(viewer)
    kept = own.values_list("report_id", flat=True)
    if not named or not kept.exists():
        return set()
    found = [
        Report.objects.filter(pk__in=kept),
        Referral.objects.filter(report__in=kept),
        Correction.objects.filter(report__in=kept),
        Signal.objects.filter(links__report__in=kept),
        HiddenReference.objects.filter(exclusion__in=own),
    ]
    return {
        reference
        for records in found
        for reference in records.filter(reference__in=named).values_list("reference", flat=True)
    }
