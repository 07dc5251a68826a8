"""Keep a report from a colleague: the reporter asked for it, or it is about that colleague."""

from __future__ import annotations

from django.db import transaction

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.desk import locked_by_handler
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import DeskEntry, Exclusion
from toevlucht.signals.queries.colleagues import not_kept_from


def keep_from_colleague(viewer: Viewer, entry: DeskEntry, colleague: int) -> None:
    """From then on it does not exist for them, whatever role they have or get; it cannot be undone.

    What they read before cannot be unread. If they worked on it, nobody does now.
    """
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.kept_from")
        if colleague not in {person.pk for person in not_kept_from(viewer, entry)}:
            raise NotPossible("assessing.refused.keep_from")
        Exclusion.objects.create(report=entry.report, person=colleague)
        DeskEntry.objects.filter(pk=entry.pk, assignee=colleague).update(assignee=None)
        record_change(viewer, "report.kept_from", "report", [entry.report.reference])
