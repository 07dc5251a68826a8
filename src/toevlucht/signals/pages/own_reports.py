"""The pages on which somebody who is logged in reports, and reads what was answered."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.partners.access import desk_page, missing
from toevlucht.reception.queries.places import home_of, locations_to_report_from
from toevlucht.records.viewer import Viewer
from toevlucht.signals.actions import own_reports as actions
from toevlucht.signals.actions.reporting import Told
from toevlucht.signals.form_tokens import FormToken, TooYoung, Unusable, new_token, read_token
from toevlucht.signals.forms.own_reports import DeskReportForm
from toevlucht.signals.forms.reporting import MoreForm
from toevlucht.signals.models import Report
from toevlucht.signals.pages.reporting import place_in, say_sent
from toevlucht.signals.pages.unwatched import sent_too_much, with_files
from toevlucht.signals.queries.conversation import Turn
from toevlucht.signals.queries.own_reports import conversation_of, list_own
from toevlucht.signals.spot import organisations_near, spot

_log = logging.getLogger("toevlucht.reporting")


@with_files
@desk_page(*actions.ROLES)
def report_at_desk(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Whatever fails, the text that somebody wrote comes back."""
    is_sent = request.method == "POST"
    there = spot(*place_in(request.POST if is_sent else request.GET))
    form = DeskReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        there=there,
        near=organisations_near(there),
        household=home_of(viewer),
    )
    written = request.POST.get("token", "") or new_token(timezone.now())
    if not is_sent or not form.is_valid():
        return _form(request, viewer, form, written)
    if sent_too_much(request):
        return _again(request, viewer, form, written, "large", 413)
    try:
        return _receive(request, viewer, form, read_token(written, timezone.now()))
    except TooYoung:
        return _again(request, viewer, form, written, "young", 400)
    except Unusable:
        return _again(request, viewer, form, new_token(timezone.now()), "old", 400)
    except (DatabaseError, OSError) as error:
        _log.error("a report was not saved: %s", type(error).__name__)
        return _again(request, viewer, form, written, "broken", 503)


def _receive(
    request: HttpRequest, viewer: Viewer, form: DeskReportForm, token: FormToken
) -> HttpResponse:
    given = form.cleaned_data
    told = Told(form.telling(), reader_language().tag, given["uploads"])
    if given["given_as"] == "unnamed":
        return say_sent(request, actions.report_without_name(viewer, told, token))
    try:
        report, is_whole = actions.report_named(viewer, told, token, given["given_as"] == "phone")
    except IntegrityError:
        messages.success(request, said("places.own.sent_before"))
        return redirect("my-reports")
    messages.success(request, said("places.own.sent"))
    if not is_whole:
        messages.error(request, said("reporting.sent.no_files"))
    return redirect("my-report", report.reference)


def _again(
    request: HttpRequest, viewer: Viewer, form: DeskReportForm, token: str, why: str, status: int
) -> HttpResponse:
    form.add_error(None, reader_language().say(f"reporting.error.{why}"))
    return _form(request, viewer, form, token, status)


def _form(
    request: HttpRequest, viewer: Viewer, form: DeskReportForm, token: str, status: int = 0
) -> HttpResponse:
    shown = {
        "form": form,
        "token": token,
        "action": reverse("report-at-desk"),
        "there": form.there,
        "location": form.there.location.code if form.there.location else "",
        "locations": [] if status >= 500 else locations_to_report_from(viewer),
    }
    status = status or (400 if form.errors else 200)
    return render(request, "signals/own/form.html", shown, status=status)


@desk_page(*actions.ROLES)
def my_reports(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    own = list_own(viewer, request.GET.get("after", ""))
    surroundings = {
        "own": own,
        "more_after": own.more_after,
        "may_send_files": viewer.has("reporter"),
    }
    return render(request, "signals/own/list.html", surroundings)


@with_files
@desk_page(*actions.ROLES)
def my_report(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    found = conversation_of(viewer, reference)
    if found is None:
        raise missing(viewer, "report.own_read", "report", reference)
    if request.method == "POST":
        return _add(request, viewer, *found)
    return _one(request, *found, MoreForm(), new_token(timezone.now()))


def _add(request: HttpRequest, viewer: Viewer, report: Report, turns: list[Turn]) -> HttpResponse:
    form, written = MoreForm(request.POST, request.FILES), request.POST.get("token", "")
    form.fields["uploads"].already = report.attachments.count()  # type: ignore[attr-defined]
    if not form.is_valid():
        return _one(request, report, turns, form, written)
    if sent_too_much(request):
        return _not_added(request, report, turns, form, "large", written)
    given = form.cleaned_data
    try:
        token = read_token(written, timezone.now())
        actions.add_to_own_report(
            viewer, report.reference, given["message"], token, given["uploads"]
        )
    except TooYoung:
        return _not_added(request, report, turns, form, "young", written)
    except Unusable:
        return _not_added(request, report, turns, form, "old", new_token(timezone.now()))
    except IntegrityError:
        pass  # sent twice, received once
    except (DatabaseError, OSError) as error:
        _log.error("what was added to a report was not saved: %s", type(error).__name__)
        return _not_added(request, report, turns, form, "broken", written, 503)
    messages.success(request, said("places.own.added"))
    return redirect("my-report", report.reference)


def _not_added(
    request: HttpRequest,
    report: Report,
    turns: list[Turn],
    form: MoreForm,
    why: str,
    token: str,
    status: int = 400,
) -> HttpResponse:
    form.add_error(None, reader_language().say(f"reporting.error.{why}"))
    return _one(request, report, turns, form, token, status)


def _one(
    request: HttpRequest,
    report: Report,
    turns: list[Turn],
    form: MoreForm,
    token: str,
    status: int = 0,
) -> HttpResponse:
    shown = {"report": report, "turns": turns, "form": form, "token": token}
    status = status or (400 if form.errors else 200)
    return render(request, "signals/own/one.html", shown, status=status)
