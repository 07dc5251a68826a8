"""Pass a report on, with a preview first, and hand its handling over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from toevlucht.layout.reader import reader_language
from toevlucht.partners.access import missing
from toevlucht.partners.people_forms import put_right
from toevlucht.partners.rules import Refused
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer
from toevlucht.signals import policy
from toevlucht.signals.actions import sharing
from toevlucht.signals.actions.handing_over import hand_over
from toevlucht.signals.forms.sharing import HandOverForm, PassOnForm
from toevlucht.signals.models import DeskEntry
from toevlucht.signals.pages.report import coordinators, open_part
from toevlucht.signals.parts import filled, only
from toevlucht.signals.queries.files import Listed, listed_files
from toevlucht.signals.queries.opening import Opened, open_sealed
from toevlucht.signals.queries.places_to_go import could_handle
from toevlucht.signals.queries.receivers import allowed_for, people_for
from toevlucht.signals.redaction import pieces


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def pass_on(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    """The form, then what the receiver will get without its words, then the act itself."""
    entry = _handled(viewer, reference, "referral.offered")
    opened = open_sealed(viewer, entry)
    files = listed_files(entry, opened)
    form = _form(request, entry, opened, files)
    if request.method != "POST" or not form.is_valid():
        return _page(request, entry, form, files)
    if "change" in request.POST:
        return _page(request, entry, form, files)
    if "confirmed" not in request.POST:
        return _preview(request, viewer, entry, form, opened, files)
    try:
        made = sharing.offer(viewer, reference, form.offer())
    except Refused as refused:
        put_right(form, refused)
        return _page(request, entry, form, files)
    messages.success(request, reader_language().say("sharing.done.offered"))
    return redirect("referral", reference=made.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators
def hand_over_report(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    entry = _handled(viewer, reference, "handling.transferred")
    given = request.POST if request.method == "POST" else None
    form = HandOverForm(given, places=could_handle(entry.report))
    if request.method == "POST" and form.is_valid():
        to, stays = form.cleaned_data["to"], form.cleaned_data["stays_involved"]
        try:
            hand_over(viewer, reference, to, stays)
        except Refused as refused:
            put_right(form, refused)
        else:
            messages.success(request, reader_language().say("sharing.done.handed_over"))
            return redirect("referrals")
    record_read(viewer, "report.opened", "report", [reference])
    surroundings = {"form": form, "report": entry.report}
    status = 400 if form.errors else 200
    return render(request, "signals/sharing/hand_over.html", surroundings, status=status)


def _handled(viewer: Viewer, reference: str, event: str) -> DeskEntry:
    entry = policy.called(viewer, reference).filter(ground="handling").first()
    if entry is None or entry.report.destroyed_on:
        raise missing(viewer, event, "report", reference)
    return entry


def _form(
    request: HttpRequest, entry: DeskEntry, opened: Opened, files: list[Listed]
) -> PassOnForm:
    """Only those it may go to stand in it, whoever it is kept from: it does not say why."""
    allowed = allowed_for(entry.report)
    return PassOnForm(
        request.POST if request.method == "POST" else None,
        allowed=allowed,
        people=people_for(entry.report, {one.receiver.code for one in allowed}),
        parts=filled(opened.content),
        files=files,
    )


def _page(
    request: HttpRequest, entry: DeskEntry, form: PassOnForm, files: list[Listed]
) -> HttpResponse:
    stay = [file for file in files if not file.is_clean]
    surroundings = {"form": form, "report": entry.report, "files_that_stay": stay}
    status = 400 if form.errors else 200
    return render(request, "signals/sharing/pass_on.html", surroundings, status=status)


def _preview(
    request: HttpRequest,
    viewer: Viewer,
    entry: DeskEntry,
    form: PassOnForm,
    opened: Opened,
    files: list[Listed],
) -> HttpResponse:
    offer, chosen = form.offer(), form.chosen()
    surroundings = {
        "report": entry.report,
        "offer": offer,
        "basis": chosen.basis,
        "receiver": chosen.receiver.name(reader_language().tag),
        "answer_days": chosen.answer_days,
        "files": [file for file in files if file.row.number in offer.files],
        "people": _named(form, offer.recipients),
        "kept": [
            (name, value)
            for name in form.fields
            for value in request.POST.getlist(name)
            if value != ""
        ],
        "marked": _marked(opened, offer.parts) if "look" in request.POST else None,
        **open_part(viewer, entry, None),
    }
    return render(request, "signals/sharing/preview.html", surroundings)


def _marked(opened: Opened, parts: Collection[str]) -> list[list[tuple[str, str]]]:
    """What is about to be passed on, with what in it looks like personal data."""
    words = only(opened.content, parts).words
    return [pieces(text) for text in asdict(words).values() if text]


def _named(form: PassOnForm, chosen: tuple[int, ...]) -> list[str]:
    known = dict(form.fields["recipients"].choices)  # type: ignore[attr-defined]
    return [known[str(one)] for one in chosen]
