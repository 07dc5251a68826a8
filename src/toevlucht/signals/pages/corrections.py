"""What somebody must hear about a status that no longer stands, and that it was read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import missing
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions.corrections import confirm_correction
from toevlucht.signals.codes import ANSWERS
from toevlucht.signals.pages.report import coordinators

MOST = 50


@require_safe
@coordinators
def corrections(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Those to confirm first, then the newest that were."""
    known = policy.corrections(viewer).select_related("report", "referral")
    unread = list(known.filter(confirmed_at=None).order_by("-pk")[:MOST])
    read = list(known.exclude(confirmed_at=None).order_by("-pk")[:MOST])
    shown = [*unread, *read]
    record_read(viewer, "corrections.listed", "correction", [one.reference for one in shown])
    on_desk = policy.entries(viewer).filter(report__in=[one.report_id for one in shown])
    surroundings = {
        "unread": unread,
        "read": read,
        "answers": ANSWERS,
        "on_desk": set(on_desk.values_list("report_id", flat=True)),
    }
    return render(request, "signals/sharing/corrections.html", surroundings)


@require_POST
@coordinators
def confirm(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    if not policy.corrections(viewer).filter(reference=reference).exists():
        raise missing(viewer, "correction.confirmed", "correction", reference)
    confirm_correction(viewer, reference)
    messages.success(request, reader_language().say("sharing.done.confirmed"))
    return redirect("corrections")
