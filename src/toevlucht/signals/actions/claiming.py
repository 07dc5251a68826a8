"""Hand reports that wait to who can handle them now: as soon as there is somebody, and daily.

A report waits where no organisation could take it, and on the desk that its last coordinator left.
"""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from toevlucht.partners.channels import when_channels_change
from toevlucht.records.actions import record_change
from toevlucht.records.jobs import ask
from toevlucht.records.sealed import custody
from toevlucht.records.sealed.envelope import CannotOpen
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions.handing_over import end_what_it_had, move_keys_of_referrals
from toevlucht.signals.models import DeskEntry, Exclusion, Report
from toevlucht.signals.queries.receivers import coordinators_at, excluded_organisations
from toevlucht.signals.routing import UNCLAIMED, Destination, destination
from toevlucht.signals.telling import Telling, unseal_content

TASK = Viewer(channel="task")
CLAIM = "report.claim"

_log = logging.getLogger("toevlucht.reporting")


@when_channels_change
def claim_soon(viewer: Viewer) -> None:
    """In the transaction that makes somebody a coordinator; the worker does it after that."""
    if DeskEntry.objects.filter(organisation=UNCLAIMED).exists():
        ask(viewer, CLAIM)


def claim_waiting() -> int:
    """How many reports are handled now. Those for which there still is nobody go on waiting."""
    return _claim_all(DeskEntry.objects.filter(organisation=UNCLAIMED))


def claim_left_behind() -> int:
    """What is open on desks where nobody coordinates goes to who can handle it, once a day.

    Not at once: somebody who leaves is often followed by somebody else on the same day.
    """
    desks = DeskEntry.objects.filter(ground="handling", is_open=True)
    handlers = set(desks.values_list("organisation", flat=True).distinct())
    staffed = {person.organisation.code for person in coordinators_at(handlers)}
    return _claim_all(desks.filter(organisation__in=handlers - staffed - {UNCLAIMED}))


def _claim_all(waiting: QuerySet[DeskEntry]) -> int:
    known = waiting.filter(report__destroyed_on=None).order_by("pk")
    return sum(_claim_if_open(*one) for one in known.values_list("pk", "organisation"))


def _claim_if_open(pk: int, desk: str) -> bool:
    """One that cannot be opened waits, and does not keep all the others waiting."""
    try:
        return _claim(pk, desk)
    except (custody.NoKey, CannotOpen):
        _log.error("a report that waits for who can handle it cannot be opened")
        return False


def _claim(pk: int, desk: str) -> bool:
    """The key goes first: left over where the rest fails, it opens nothing without an entry."""
    with transaction.atomic():
        waiting = DeskEntry.objects.select_for_update(of=("self",)).select_related("report")
        entry = waiting.filter(pk=pk, organisation=desk, ground="handling").first()
        if entry is None:
            return False
        key = custody.open_key(entry.report.record, desk)
        today = timezone.localdate()
        goes_to = destination(_telling(entry.report, key), today)
        if goes_to.handler == desk:
            return False
        custody.give_key(entry.report.record, key, goes_to.handler)
        _exclude(entry.report, goes_to)
        end_what_it_had(TASK, entry.report, goes_to.handler)
        _move(entry, goes_to, today)
        move_keys_of_referrals(entry.report, desk, goes_to.handler)
        record_change(TASK, "report.claimed", "report", [entry.report.reference])
    custody.take_key(entry.report.record, desk)
    return True


def _move(entry: DeskEntry, goes_to: Destination, today: datetime.date) -> None:
    """The time that a reporter may wait counts from the report, but nobody is late at once."""
    report = entry.report
    report.handler, report.advised = goes_to.handler, goes_to.advised
    report.safety_region = goes_to.safety_region
    report.save(update_fields=["handler", "advised", "safety_region"])
    entry.organisation, entry.since = goes_to.handler, timezone.now()
    entry.due_on, entry.assignee = max(entry.due_on, today), None
    entry.save(update_fields=["organisation", "since", "due_on", "assignee"])


def _exclude(report: Report, goes_to: Destination) -> None:
    """Also who came to be since it was reported."""
    new = goes_to.excluded - excluded_organisations(report)
    Exclusion.objects.bulk_create(
        Exclusion(report=report, organisation=code) for code in sorted(new)
    )


def _telling(report: Report, key: bytes) -> Telling:
    """What the way of a report hangs on, read back from its open and its sealed part."""
    content = unseal_content(key, report.record, report.sealed.content)
    return Telling(
        words=content.words,
        situation=report.situation,
        place_kind=report.place_kind,
        municipality=report.municipality,
        concerns=report.concerns,
        location=content.location,
        household=content.household,
        excluded=tuple(excluded_organisations(report)),
    )
