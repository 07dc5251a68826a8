"""What came in a flood and was held: let it into the list of open reports, or close it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import handling
from toevlucht.signals.models import DeskEntry


def release_held(viewer: Viewer, references: Iterable[str]) -> int:
    """How many of these lie in the list of open reports from now on."""
    with transaction.atomic():
        found = _held(viewer, references)
        names = [entry.report.reference for entry in found]
        DeskEntry.objects.filter(pk__in=[entry.pk for entry in found]).update(is_held=False)
        if names:
            record_change(viewer, "report.released", "report", names)
    return len(names)


def close_held(viewer: Viewer, references: Iterable[str], outcome: str, reason: str) -> int:
    """All of them for one reason, which each keeps sealed under its own key."""
    with transaction.atomic():
        found = _held(viewer, references)
        for entry in found:
            handling.close(viewer, entry, outcome, reason)
    return len(found)


def _held(viewer: Viewer, references: Iterable[str]) -> list[DeskEntry]:
    """Of these the ones that are held on the desk of the viewer; of the others nothing is told."""
    entries = policy.handled(viewer).filter(is_open=True, is_held=True)
    named = entries.filter(report__reference__in=list(references))
    return list(named.select_related("report").select_for_update(of=("self",)))
