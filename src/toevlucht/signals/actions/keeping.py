"""How long reports are kept: terms that an organisation sets, and holds that keep one longer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from toevlucht.records.actions import record_change
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import codes
from toevlucht.signals.actions.desk import key_of, locked_by_handler
from toevlucht.signals.actions.refusing import NotPossible
from toevlucht.signals.models import DeskEntry, Report, RetentionRule, Step
from toevlucht.signals.queries.terms import day_for
from toevlucht.signals.reasons import seal_reason
from toevlucht.signals.retention import LONGEST_MONTHS, default_term, later

WHO_SETS = ("coordinator", "administrator")


def set_term(viewer: Viewer, origin: str, outcome: str, months: int) -> RetentionRule:
    """From today on, for reports that the viewer's organisation handles; closed ones too."""
    if viewer.person is None or not viewer.has(*WHO_SETS):
        raise NotAllowed("retention.set", "organisation", (viewer.organisation,))
    if origin not in codes.ORIGINS or outcome not in (*codes.OUTCOMES, ""):
        raise NotPossible("keeping.refused.unknown")
    if default_term(origin, outcome, timezone.localdate()).is_fixed:
        raise NotPossible("keeping.refused.fixed")
    if not 1 <= months <= LONGEST_MONTHS:
        raise NotPossible("keeping.refused.months")
    with transaction.atomic():
        rule, _ = RetentionRule.objects.update_or_create(
            organisation=viewer.organisation,
            origin=origin,
            outcome=outcome,
            valid_from=timezone.localdate(),
            defaults={"months": months, "set_by": viewer.person},
        )
        # The daily task gives these a term anew.
        handled = Report.objects.filter(handler=viewer.organisation, destroyed_on=None)
        handled.filter(origin=origin, outcome=outcome).update(keep_until=None)
        record_change(viewer, "retention.set", "organisation", [viewer.organisation])
    return rule


def hold(viewer: Viewer, entry: DeskEntry, reason: str) -> None:
    """Keep the report whatever its term says, until the hold is lifted."""
    _change_hold(viewer, entry, reason, "held", "report.held", on_hold=True)


def lift_hold(viewer: Viewer, entry: DeskEntry, reason: str) -> None:
    _change_hold(viewer, entry, reason, "hold_lifted", "report.hold_lifted", on_hold=False)


def _change_hold(
    viewer: Viewer, entry: DeskEntry, reason: str, kind: str, event: str, on_hold: bool
) -> None:
    key = key_of(viewer, entry)
    with transaction.atomic():
        report = locked_by_handler(viewer, entry, event).report
        if report.on_hold == on_hold:
            raise NotPossible("keeping.refused.hold")
        if not reason.strip():
            raise NotPossible("assessing.refused.reason")
        report.on_hold = on_hold
        report.save(update_fields=["on_hold"])
        Step.objects.create(
            report=report,
            person=viewer.person,
            organisation=viewer.organisation,
            kind=kind,
            reason=seal_reason(key, report.record, reason.strip()),
        )
        record_change(viewer, event, "report", [report.reference])


def set_missing_days(most: int) -> int:
    """For reports without a day: after a change of rules, a reopening, or an upgrade."""
    lacking = Report.objects.filter(keep_until=None, destroyed_on=None).order_by("pk")[:most]
    for report in lacking:
        report.keep_until = day_for(report)
        report.save(update_fields=["keep_until"])
    return len(lacking)


def take_out_of_use() -> int:
    """What a law lets be opened only for so long: it leaves every desk, and stays sealed."""
    today = timezone.localdate()
    in_use = default_term("police", "", today).months_in_use
    if in_use is None:
        return 0
    received = Report.objects.filter(origin="police", destroyed_on=None)
    over = received.filter(received_on__lte=later(today, -in_use)).values("pk")
    lying = DeskEntry.objects.filter(Q(is_open=True) | Q(reads_sealed=True), report__in=over)
    return lying.update(is_open=False, reads_sealed=False)
