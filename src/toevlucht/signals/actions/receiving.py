"""Receive a report: routed, split, sealed and on a desk before anybody is answered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from toevlucht.reception.models import Location
from toevlucht.records.actions import record_change
from toevlucht.records.references import new_reference
from toevlucht.records.sealed import custody
from toevlucht.records.viewer import Viewer
from toevlucht.signals.models import DeskEntry, Exclusion, Receipt, Report, SealedPart, UsedToken
from toevlucht.signals.place_marks import marks_of, place_marks_key
from toevlucht.signals.reporters import holder_of
from toevlucht.signals.routing import Destination, destination
from toevlucht.signals.telling import Telling, content_of, seal_content


@dataclass(frozen=True)
class ReceiptKeys:
    """What the words of a receipt give: where to find the report, and the key to open it."""

    lookup: str
    key: bytes


@dataclass(frozen=True)
class Token:
    """A form's token: its digest is kept until it has expired, so that it works once."""

    digest: str
    expires_at: datetime.datetime


@dataclass(frozen=True)
class Way:
    """How a report came in. A ``token`` is used up by it."""

    channel: str
    origin: str
    language: str
    is_unnamed: bool = True
    is_held: bool = False
    token: Token | None = None


def receive_report(
    viewer: Viewer, telling: Telling, way: Way, receipt: ReceiptKeys | None = None
) -> Report:
    """All of it or nothing; an `IntegrityError` on the token says that it was received before.

    The key is made first and in another database: left over where the rest fails, it opens nothing.
    """
    today = timezone.localdate()
    if not way.is_unnamed:
        telling = _kept_from_own(viewer, telling)
    goes_to = destination(telling, today)
    report = _report(viewer, telling, way, goes_to, today)
    holders = [goes_to.handler] if report.reporter is None else [goes_to.handler, holder_of(report)]
    key = custody.make_key(report.record, holders, receipt.key if receipt else None)
    content = content_of(telling)
    marks = marks_of(place_marks_key(), report.reference, content)
    with transaction.atomic():
        if way.token:
            UsedToken.objects.create(digest=way.token.digest, expires_at=way.token.expires_at)
        report.save(force_insert=True)
        sealed = seal_content(key, report.record, content)
        SealedPart.objects.create(report=report, content=sealed, **marks)
        _entry(report, goes_to, way.is_held).save(force_insert=True)
        if receipt:
            Receipt.objects.create(lookup=receipt.lookup, report=report)
        if goes_to.excluded:
            Exclusion.objects.bulk_create(
                Exclusion(report=report, organisation=code) for code in sorted(goes_to.excluded)
            )
        record_change(viewer, "report.received", "report", [report.reference])
    return report


def _kept_from_own(viewer: Viewer, telling: Telling) -> Telling:
    """Who works for one that runs locations, and says not which one, may well mean their own."""
    if telling.concerns != "location" or telling.location or not viewer.organisation:
        return telling
    if not Location.objects.filter(operator=viewer.organisation).exists():
        return telling
    return replace(telling, excluded=tuple({*telling.excluded, viewer.organisation}))


def _report(
    viewer: Viewer, telling: Telling, way: Way, goes_to: Destination, today: datetime.date
) -> Report:
    named = not way.is_unnamed
    return Report(
        reference=new_reference(),
        received_on=today,
        channel=way.channel,
        origin=way.origin,
        language=way.language,
        municipality=telling.municipality,
        safety_region=goes_to.safety_region,
        place_kind=telling.place_kind,
        week=telling.week,
        situation=telling.situation,
        indicators=sorted(telling.indicators),
        first_hand=telling.first_hand,
        age_group=telling.age_group,
        sex=telling.sex,
        concerns=telling.concerns,
        handler=goes_to.handler,
        advised=goes_to.advised,
        reporter=viewer.person if named else None,
        reporter_organisation=viewer.organisation if named else "",
    )


def _entry(report: Report, goes_to: Destination, is_held: bool) -> DeskEntry:
    return DeskEntry(
        report=report,
        organisation=goes_to.handler,
        ground="handling",
        reads_sealed=True,
        is_held=is_held,
        due_on=goes_to.due_on,
        situation=report.situation,
        municipality=report.municipality,
        place_kind=report.place_kind,
        received_on=report.received_on,
    )
