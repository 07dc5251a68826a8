"""Courses of others that people of the own roster did: a list, a file of them, and a withdrawal."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from toevlucht.layout.reader import reader_language
from toevlucht.layout.said import said
from toevlucht.learning.actions.elsewhere import record_completions, valid_until, withdraw
from toevlucht.learning.courses.elsewhere import counting_elsewhere, elsewhere
from toevlucht.learning.elsewhere_files import (
    NAME,
    Completion,
    completions_template,
    header,
    read_completions,
)
from toevlucht.learning.forms import WithdrawForm
from toevlucht.learning.queries.elsewhere import (
    Row,
    completions_page,
    find_completion,
    roster_of,
    times_withdrawn,
)
from toevlucht.partners.access import desk_page, missing
from toevlucht.partners.models import ROSTER_ROLES
from toevlucht.partners.roster_queries import KEEPS
from toevlucht.partners.rules import Refused
from toevlucht.reception.forms.files import TableFileForm, suffix_of
from toevlucht.reception.household_files import MOST_ROWS
from toevlucht.reception.supplied_files import FORMATS
from toevlucht.records.actions import record_read
from toevlucht.records.viewer import Viewer

HOUR = 3600


@desk_page(*KEEPS)
def listed(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    rows, more = completions_page(viewer, request.GET.get("before", ""))
    codes = [one.completion.entry.code for one in rows]
    record_read(viewer, "completion.listed", "roster_entry", codes)
    shown = {
        "rows": [(one, elsewhere().get(one.completion.course)) for one in rows],
        "next": more,
        "today": timezone.localdate(),
    }
    return render(request, "learning/elsewhere.html", shown)


@desk_page(*KEEPS)
def send_completions(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """First what was found in the file, with nothing kept; then, on a second press, all of it."""
    if "rows" in request.POST:
        return _record(request, viewer)
    form = TableFileForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given, today, spoken = form.cleaned_data["file"], timezone.localdate(), reader_language()
        roster = roster_of(viewer, today)
        found, told = read_completions(given.read(), suffix_of(given.name), roster, spoken, today)
        named = sorted({one.who.code for one in found} or {one.code for one in roster})
        record_read(viewer, "completion.listed", "roster_entry", named)
        shown["file_name"] = given.name
        if told:
            shown["problems"] = [(one, one.text(spoken)) for one in told]
        else:
            shown |= _preview(viewer, found, today)
    return _file_page(request, shown)


@desk_page(*KEEPS)
def template_of_completions(request: HttpRequest, viewer: Viewer, suffix: str) -> HttpResponse:
    """The header in the language of the page."""
    if suffix not in FORMATS:
        raise Http404
    content = completions_template(suffix, reader_language())
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.{suffix}"'
    return response


@desk_page(*KEEPS)
def withdraw_completion(request: HttpRequest, viewer: Viewer, reference: str) -> HttpResponse:
    found = find_completion(viewer, reference)
    if found is None:
        raise missing(viewer, "completion.withdrawn", "completion", reference)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        withdraw(viewer, reference, form.cleaned_data["reason"])
        messages.success(request, said("learned_elsewhere.withdrawn"))
        return redirect("completions")
    shown = {"form": form, "completion": found, "course": elsewhere().get(found.course)}
    status = 400 if form.errors else 200
    return render(request, "learning/elsewhere_withdraw.html", shown, status=status)


def _record(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What stood in the preview, as this page signed it for this viewer."""
    try:
        signed = signing.loads(request.POST["rows"], salt=_salt(viewer), max_age=HOUR)
        rows: dict[Row, int] = {
            (code, course, datetime.date.fromisoformat(day)): withdrawn
            for code, course, day, withdrawn in signed
        }
        taken = record_completions(viewer, list(rows), rows)
    except (signing.BadSignature, Refused):
        form = TableFileForm()
        return _file_page(request, {"form": form, "has_changed": True})
    told = said("learned_elsewhere.taken", n=taken.new, again=taken.again)
    messages.success(request, told)
    if taken.withdrawn:
        messages.error(request, said("learned_elsewhere.not_taken", n=taken.withdrawn))
    return redirect("completions")


def _preview(viewer: Viewer, found: list[Completion], today: datetime.date) -> dict[str, Any]:
    gone = times_withdrawn(viewer, {one.who.code for one in found})
    times = [gone[one.who.code, one.course, one.completed_on] for one in found]
    rows = [
        (one.who.code, one.course, one.completed_on.isoformat(), withdrawn)
        for one, withdrawn in zip(found, times, strict=True)
    ]
    ends = [valid_until(one.course, one.completed_on) for one in found]
    return {
        "found": [
            (one, elsewhere()[one.course], until, until < today, withdrawn)
            for one, until, withdrawn in zip(found, ends, times, strict=True)
        ],
        "signed": signing.dumps(rows, salt=_salt(viewer), compress=True),
    }


def _salt(viewer: Viewer) -> str:
    return f"completions of {viewer.organisation} by {viewer.person}"


def _file_page(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    shown["form"].fields["file"].help_text = said("learned_elsewhere.file.hint")
    wrong = "problems" in shown or "has_changed" in shown or shown["form"].errors
    more = {
        "columns": header(reader_language()),
        "most": MOST_ROWS,
        "courses": [
            (one, [role for role in one.counts_for.roles if role in ROSTER_ROLES])
            for one in counting_elsewhere().values()
        ],
    }
    page = "learning/elsewhere_file.html"
    return render(request, page, {**more, **shown}, status=400 if wrong else 200)
