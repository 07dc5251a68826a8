"""Tell everybody who had a status that it no longer stands, and note who heard it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from toevlucht.dictionary import dictionary
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals import policy
from toevlucht.signals.models import Correction, Referral, Report
from toevlucht.signals.queries.receivers import excluded_organisations
from toevlucht.signals.routing import UNCLAIMED

REFUTED = "refuted"


def correct_status(viewer: Viewer, report: Report, before: str, after: str) -> None:
    """To be called with every new rung; does nothing where it did not go down."""
    if not went_down(before, after):
        return
    report.corrected_on = timezone.localdate()
    report.save(update_fields=["corrected_on"])
    record_change(viewer, "report.corrected", "report", [report.reference])
    cause = "refuted" if after == REFUTED else "lowered"
    send_corrections(viewer, report, cause, before, after)


def send_corrections(viewer: Viewer, report: Report, cause: str, before: str, after: str) -> None:
    """In the transaction of the judgement; who judged it needs no notice.

    A judgement of a signal comes here once for each of its reports: what somebody has still to
    read is not told twice.
    """
    unread = Correction.objects.filter(cause=cause, after=after, confirmed_at=None)
    known = set(unread.filter(_about_the_same(report)).values_list("organisation", "report"))
    made = [
        Correction(
            reference=new_reference(),
            report=had,
            referral=referral,
            organisation=organisation,
            cause=cause,
            before=before,
            after=after,
            made_by=viewer.organisation,
        )
        for organisation, had, referral in _who_had_it(report)
        if organisation != viewer.organisation and (organisation, had.pk) not in known
    ]
    Correction.objects.bulk_create(made)
    if made:
        ids = [one.reference for one in made]
        record_change(viewer, "correction.sent", "correction", ids)


@transaction.atomic
def confirm_correction(viewer: Viewer, reference: str) -> None:
    """Somebody of the organisation read it; who is kept."""
    found = policy.corrections(viewer).filter(reference=reference).first()
    if found is None:
        raise NotAllowed("correction.confirmed", "correction", (reference,))
    if found.confirmed_at is None:
        found.confirmed_at, found.confirmed_by = timezone.now(), viewer.person
        found.save(update_fields=["confirmed_at", "confirmed_by"])
        record_change(viewer, "correction.confirmed", "correction", [reference])


def went_down(before: str, after: str) -> bool:
    ladder = [code.code for code in dictionary().code_lists["rung"].codes if code.code != REFUTED]
    if before in (after, REFUTED):
        return False
    return after == REFUTED or ladder.index(after) < ladder.index(before)


def _about_the_same(report: Report) -> Q:
    same = Q(report=report)
    return same if report.signal_id is None else same | Q(report__signal=report.signal_id)


def _who_had_it(report: Report) -> Iterator[tuple[str, Report, Referral | None]]:
    """Each organisation once: who handles it, and to whom it was ever passed on; of all reports
    about the same thing, and of the report itself first. Those it is kept from never had it."""
    seen: set[str] = {UNCLAIMED}
    others = Report.objects.none()
    if report.signal_id is not None:
        others = Report.objects.filter(signal=report.signal_id).exclude(pk=report.pk)
    for had in (report, *others.order_by("pk")):
        kept_from = excluded_organisations(had)
        for organisation, referral in _holders(had):
            if organisation not in seen | kept_from:
                seen.add(organisation)
                yield organisation, had, referral


def _holders(report: Report) -> Iterator[tuple[str, Referral | None]]:
    yield report.handler, None
    for referral in Referral.objects.filter(report=report).order_by("-pk"):
        yield referral.receiver, referral
