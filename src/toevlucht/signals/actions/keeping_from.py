"""Keep a report from a colleague or an organisation: the reporter asked, or it is about them."""

from __future__ import annotations

from django.db import transaction

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.desk import locked_by_handler
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.actions.settling import settle
from toevlucht.signals.actions.sharing import end_referral
from toevlucht.signals.codes import LIVE_STATES
from toevlucht.signals.models import DeskEntry, Exclusion, Referral
from toevlucht.signals.queries.colleagues import colleagues, organisations_not_kept_from


def keep_from_colleague(viewer: Viewer, entry: DeskEntry, colleague: int) -> None:
    """From then on it does not exist for them, whatever role they have or get; it cannot be undone.

    What they read before cannot be unread. If they worked on it, nobody does now.
    """
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.kept_from")
        if colleague not in {one.pk for one in colleagues(viewer, entry).not_kept_from}:
            raise NotPossible("assessing.refused.keep_from")
        Exclusion.objects.create(report=entry.report, person=colleague)
        DeskEntry.objects.filter(pk=entry.pk, assignee=colleague).update(assignee=None)
        record_change(viewer, "report.kept_from", "report", [entry.report.reference])


def keep_from_organisation(viewer: Viewer, entry: DeskEntry, organisation: str) -> None:
    """As if the reporter had excluded it: nobody there can know of it, nor be sent it again.

    What it was passed on ends, and its keys are taken; what was read cannot be unread.
    """
    with transaction.atomic():
        entry = locked_by_handler(viewer, entry, "report.kept_from")
        report = entry.report
        if organisation not in {one.code for one in organisations_not_kept_from(entry)}:
            raise NotPossible("assessing.refused.keep_from_organisation")
        passed_on = Referral.objects.select_for_update().filter(
            report=report, receiver=organisation, state__in=LIVE_STATES
        )
        for referral in passed_on:
            end_referral(viewer, referral, "revoked", "mistake")
        Exclusion.objects.create(report=report, organisation=organisation)
        settle(report, organisation)
        if report.advised == organisation:
            report.advised = ""
            report.save(update_fields=["advised"])
        record_change(viewer, "report.kept_from", "report", [report.reference])
