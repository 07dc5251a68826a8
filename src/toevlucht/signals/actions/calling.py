"""Report by a program: a call made again, because its answer got lost, reports nothing new."""

from __future__ import annotations

import datetime
import hmac
import json
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from toevlucht.reception.models import Location
from toevlucht.records.sealed.masters import derived_key
from toevlucht.records.viewer import NotAllowed, Viewer
from toevlucht.signals.actions.receiving import Way, receive_report
from toevlucht.signals.models import ProgramCall, Report
from toevlucht.signals.telling import Telling

REMEMBERED = datetime.timedelta(days=1)


class OtherContent(Exception):
    """Under this key something else was told before."""


class UnknownLocation(Exception):
    """No location has this code. Whoever may report may know which there are."""


@dataclass(frozen=True)
class Called:
    report: Report
    is_again: bool


def report_by_program(
    viewer: Viewer, telling: Telling, call: str, language: str, is_unnamed: bool
) -> Called:
    """``call`` is the caller's own key of this one report.

    Raises `OtherContent` and `UnknownLocation`.
    """
    if not viewer.has("reporter") or viewer.person is None:
        raise NotAllowed("report.received", "report")
    now = timezone.now()
    digest = _digest("call", viewer.organisation, str(viewer.person), call)
    content = _digest("content", json.dumps(asdict(telling), default=str), language)
    ProgramCall.objects.filter(expires_at__lte=now).delete()
    if known := _known(digest, content):
        return known
    if unknown_locations({telling.location}):
        raise UnknownLocation
    channel = "api" if viewer.channel == "api" else "file"
    way = Way(channel, "partner", language, is_unnamed=is_unnamed)
    by = Viewer(channel=viewer.channel) if is_unnamed else viewer
    try:
        with transaction.atomic():
            report = receive_report(by, telling, way)
            ProgramCall.objects.create(
                digest=digest, content=content, report=report, expires_at=now + REMEMBERED
            )
    except IntegrityError:  # the same call came a moment earlier
        if known := _known(digest, content):
            return known
        raise
    return Called(report, is_again=False)


def unknown_locations(codes: set[str]) -> set[str]:
    """Those of these codes, but for an empty one, that no location has."""
    told = codes - {""}
    known = Location.objects.filter(code__in=told).values_list("code", flat=True) if told else ()
    return told - set(known)


def _known(digest: str, content: str) -> Called | None:
    found = ProgramCall.objects.select_related("report").filter(digest=digest).first()
    if found is None:
        return None
    if not hmac.compare_digest(found.content, content):
        raise OtherContent
    return Called(found.report, is_again=True)


def _digest(what: str, *parts: str) -> str:
    told = json.dumps(parts).encode()
    return hmac.new(derived_key(f"calls of programs: {what}"), told, "sha256").hexdigest()
